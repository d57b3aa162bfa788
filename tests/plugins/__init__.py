"""What holds for every test and every notebook; named in conftest.py at the top."""
