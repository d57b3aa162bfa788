"""The tools of the tests in a browser, tried themselves."""

from __future__ import annotations

import pytest

from tests.tools.lab import browser_window


def test_the_tools_of_these_tests_run_a_notebook(lab):
    """Write, run, read, restart, and tell of a cell that raised."""
    asks = "import helpers, os\nprint(os.environ['COURSE_PROGRESS_FILE'])"
    book = lab.write([asks, "1 + 1", "1 / 0"])
    with pytest.raises(AssertionError, match="cell 2: ZeroDivisionError"):
        book.run_all()
    first, second = (cell.outputs[0] for cell in book.json().cells[:2])
    assert first.text.strip() == str(lab.server.progress)
    assert second.data["text/plain"] == "2"
    book.restart_kernel()
    book.run_cell(1)
    assert book.json().cells[1].execution_count == 1
    assert "2" in book.output(1).inner_text()


def test_requests_off_this_machine_are_refused_and_seen(chromium, server):
    """The guard that every test in a browser relies on."""
    with browser_window(chromium, server) as window:
        window.page.goto(f"{server.url}/login")
        came_back = window.page.evaluate(
            "address => fetch(address).then(() => 'answered', () => 'refused')",
            "https://off-machine.example/",
        )
    assert came_back == "refused"
    assert window.off_machine == ["https://off-machine.example/"]


def test_a_window_is_given_on_as_good_as_new_and_a_broken_one_is_replaced(windows, server):
    """What lets all tests of a worker share one window."""
    first = windows.cleared()
    book = first.write(["1"])
    first.page.evaluate("sessionStorage.setItem('course-draft:x', '1')")
    book.replace(["2"])  # a change that is not saved
    again = windows.cleared()
    assert again is first
    assert first.page.evaluate("sessionStorage.length") == 0
    assert not first.shown(book.path)
    assert book.path not in [session["path"] for session in server.get("api/sessions")]
    assert first.open(book.path).json().cells[0].source == "1"

    first.page.close()
    second = windows.cleared()
    assert second is not first
    assert second.open(book.path).json().cells[0].source == "1"
