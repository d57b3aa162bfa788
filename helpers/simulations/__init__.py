"""What is modelled: one module or package a topic."""
