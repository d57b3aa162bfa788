"""Every panel of every notebook at both ends of every control, at every option and preset."""

import matplotlib
import pytest

from helpers import widgets
from tests.contract.course import REPOSITORY, notebooks, read


def code(path):
    return [cell.source for cell in read(path).cells if cell.cell_type == "code"]


WITH_PANELS = [path for path in notebooks() if any("explore(" in cell for cell in code(path))]


def panels(path, monkeypatch):
    """Run the code of a notebook up to its last panel and return all its panels."""
    found = []

    def explore(*given, **more):
        found.append(widgets.explore(*given, **more))
        return found[-1]

    cells = code(path)
    wanted = sum(source.count("explore(") for source in cells)
    monkeypatch.chdir((REPOSITORY / path).parent)
    names = {}
    for source in cells:
        exec(compile(source, str(path), "exec"), names)
        names["explore"] = explore
        if len(found) == wanted:
            break
    return found, wanted


@pytest.mark.parametrize("path", WITH_PANELS, ids=str)
def test_panels_over_their_whole_range(path, monkeypatch):
    matplotlib.use("agg")
    found, wanted = panels(path, monkeypatch)
    assert len(found) == wanted, f"{wanted} panels are written, {len(found)} were made"
    for panel in found:
        seen = {}
        for values in panel.sweep():
            assert not panel.error, f"{panel.title} at {values}: {panel.error}"
            assert panel.words.strip(), f"{panel.title} at {values} says nothing"
            assert len(panel.words) < 700, f"{panel.title} at {values} says too much"
            assert "nan" not in panel.words.lower().split(), f"{panel.title} at {values}"
            seen[str(values)] = panel.words
        assert len(set(seen.values())) > 1, f"{panel.title} says the same wherever it stands"
        label, position = panel.nobody_tries
        assert {**panel.values, **position} != panel.values, (
            f"{panel.title}: “{label}” is where the panel opens"
        )
        assert panel.presets and panel._wrong, f"{panel.title} lacks presets or its badge"
