"""A stale picture is told, and a picture that differs by a processor's last bits is not."""

from __future__ import annotations

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

from helpers.widgets import picture_html
from tests.plugins.spread import unit_of
from tests.tools.pictures import stale

TIMES_S = np.linspace(0, 1, 200)


def html(height=1.0, word="one", colour="black", axes=1, width_in=6):
    def draw(figure):
        for ax in figure.subplots(1, axes, squeeze=False)[0]:
            ax.set(xlim=(0, 1), ylim=(0, 3))
            ax.plot(TIMES_S, height * np.exp(-TIMES_S), color=colour)
            ax.text(0.5, 2, word)
        return "A falling line."

    return picture_html(draw, size_in=(width_in, 3))


def test_the_same_picture_and_one_that_differs_in_the_last_bits_are_not_stale():
    assert stale([html()], [html()]) == []
    assert stale([html()], [html(height=1 + 1e-6)]) == []


@pytest.mark.parametrize(
    "change",
    [{"height": 1.05}, {"word": "two"}, {"colour": "red"}, {"axes": 2}, {"width_in": 6.2}],
)
def test_a_picture_that_shows_something_else_is_stale(change):
    (fault,) = stale([html()], [html(**change)])
    assert "A falling line" in fault


def test_a_picture_too_many_is_told():
    assert stale([html()], [html(), html()]) == ["1 pictures are saved, and 2 are drawn"]


SHOWS = """
from helpers.widgets import show
def draw(figure):
    figure.subplots().plot([0, 1], [0, {height}])
    return "A line."
show(draw)
"""


@pytest.mark.parametrize(("source", "told"), [("print(2)", "mismatch 'stdout'"), (None, "picture")])
def test_a_failing_comparison_ends_with_the_command_that_mends_it(pytester, source, told):
    """A notebook whose saved output is another's, as nbval meets it."""
    pytester.syspathinsert()
    cell = new_code_cell(source or SHOWS.format(height=1), execution_count=1)
    if source:
        cell.outputs = [new_output("stream", name="stdout", text="1\n")]
    else:
        made: dict = {}
        exec(SHOWS.format(height=2).replace("show(draw)", "made = show(draw)"), made)
        data = made["made"]._repr_mimebundle_()
        cell.outputs = [new_output("execute_result", data=data, execution_count=1)]
    pytester.path.joinpath("a.ipynb").write_text(writes(new_notebook(cells=[cell])))
    pytester.path.joinpath("clean.cfg").write_text(
        "[picture]\nregex: data:image/png;base64,[A-Za-z0-9+/=]+\nreplace: PICTURE\n"
    )
    done = pytester.runpytest(
        *("-p", "tests.plugins.notebooks", "--nbval", "--nbval-current-env"),
        *("--nbval-sanitize-with", "clean.cfg", "a.ipynb"),
    )
    done.assert_outcomes(failed=1)
    said = done.stdout.str()
    assert told in said and "make execute ARGS=a.ipynb" in said


def test_files_stay_together_and_notebooks_as_parameters_part():
    assert unit_of("notebooks/a.ipynb::Cell 3") == unit_of("notebooks/a.ipynb::Cell 4")
    assert unit_of("tests/x.py::test_a[1]") == unit_of("tests/x.py::test_b") == "tests/x.py"
    one, two = (f"tests/x.py::test_a[notebooks/u/0{n}_b.ipynb]" for n in (1, 2))
    assert unit_of(one) == unit_of(one.replace("test_a", "test_b")) != unit_of(two)
