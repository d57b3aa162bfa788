"""The spiking runs of lesson 03: computed once, then only looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from IPython.display import display
from ipywidgets import FloatProgress

from helpers.simulations import circuit
from helpers.simulations.arguments import one_of
from helpers.simulations.circuit import SpikingRun

NETWORKS = ("PING", "HOMAYOUN")
N_SEEDS, DURATION_S, SETTLE_S = 3, 2.5, 0.5


def dose_axis(network: str, progress: Callable[[float], object] | None = None) -> SpikingRun:
    """Return "PING" or "HOMAYOUN" at the seven doses of the lesson; the second call is free.

    Both are computed side by side, which takes less than one by one. `progress` is called with the
    share done, 0 to 1; see `bar`.
    """
    one_of("network", network, NETWORKS)
    if not _RUNS:
        times = {"duration_s": DURATION_S, "settle_s": SETTLE_S, "progress": progress}
        runs = circuit.simulate_spiking(NETWORKS, circuit.DOSES_UM, n_seeds=N_SEEDS, **times)
        _RUNS.update(zip(NETWORKS, runs, strict=True))
    elif progress is not None:
        progress(1.0)
    return _RUNS[network]


_RUNS: dict[str, SpikingRun] = {}


def bar(network: str) -> Callable[[float], object]:
    """Show a progress bar named after a network; return what moves it, for `dose_axis`.

    Without a kernel its place is taken by one line of words.
    """
    shown = _Bar(description=network, min=0.0, max=1.0)
    display(shown)
    return partial(setattr, shown, "value")


class _Bar(FloatProgress):
    """A progress bar that says in words what it stands for where widgets are not drawn."""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        words = f"{self.description}: seven doses, {N_SEEDS} seeds, {DURATION_S:g} s each"
        return super()._repr_mimebundle_(**kwargs) | {
            "text/plain": words,
            "text/html": f"<p>{words}</p>",
        }
