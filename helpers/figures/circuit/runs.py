"""The spiking runs of lesson 03: computed once, then only looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from IPython.display import display
from ipywidgets import FloatProgress

from helpers.simulations import circuit
from helpers.simulations.circuit import SpikingRun

N_SEEDS, DURATION_S, SETTLE_S = 3, 2.5, 0.5


def dose_axis(network: str, progress: Callable[[float], object] | None = None) -> SpikingRun:
    """Return one spiking network at the seven doses of the lesson; the second call is free.

    Parameters
    ----------
    network
        ``"PING"`` or ``"HOMAYOUN"``.
    progress
        Called with the share done, 0 to 1; see `bar`.

    Raises
    ------
    ValueError
        If there is no such network.
    """
    if network not in _RUNS:
        times = {"duration_s": DURATION_S, "settle_s": SETTLE_S, "progress": progress}
        run = circuit.simulate_spiking(network, circuit.DOSES_UM, n_seeds=N_SEEDS, **times)
        _RUNS[network] = run
    elif progress is not None:
        progress(1.0)
    return _RUNS[network]


_RUNS: dict[str, SpikingRun] = {}


class Rates(NamedTuple):
    """What is read from one run, by dose; gamma is power over that at rest, by dose and seed."""

    pyramidal_hz: np.ndarray
    interneuron_hz: np.ndarray
    gamma: np.ndarray
    gamma_by_seed: np.ndarray


@lru_cache(maxsize=2)
def rates(network: str) -> Rates:
    """Return the rates and gamma of one network, read once."""
    run = dose_axis(network)
    gamma = run.gamma_ratio(), run.gamma_ratio_by_seed()
    return Rates(run.pyramidal_hz, run.interneuron_hz, *gamma)


def bar(network: str) -> Callable[[float], None]:
    """Show a progress bar and return the function that moves it, for `dose_axis`.

    Without a kernel its place is taken by one line of words.

    Parameters
    ----------
    network
        What stands before the bar.
    """
    shown = _Bar(description=network, min=0.0, max=1.0)
    display(shown)

    def progress(share: float) -> None:
        shown.value = share

    return progress


class _Bar(FloatProgress):
    """A progress bar that says in words what it stands for where widgets are not drawn."""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        words = f"{self.description}: seven doses, {N_SEEDS} seeds, {DURATION_S:g} s each"
        return super()._repr_mimebundle_(**kwargs) | {
            "text/plain": words,
            "text/html": f"<p>{words}</p>",
        }
