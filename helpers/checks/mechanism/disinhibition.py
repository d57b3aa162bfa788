"""Tasks of exercise 03, disinhibition.

Every right answer and every listed wrong one is computed here, from the
evidence and the simulations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial

import numpy as np

from helpers.checks.answers import Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations.circuit import (
    K_E_UM,
    K_I_UM,
    RHO,
    balance,
    glutamate_signs,
    hump,
    rate_model,
    simulate_spiking,
)

# Task 1: peak and return ------------------------------------------------------


HUMP = hump(RHO, K_E_UM, K_I_UM)
WORKED = hump(RHO, K_E_UM, K_I_UM / 2)


PEAK_AND_RETURN = Task(
    id="03.1",
    title="Where it peaks, and where it is back",
    points=2,
    parts=(
        part(
            name="return_um",
            asks="the concentration at which firing is back at rest",
            kind=Number("µM"),
            answer=lambda: HUMP.return_um,
            wrong="""
            not-changed: This is the return of the worked step. Put the other K_I in.
            affinities-swapped: A concentration cannot be negative. Which affinity is multiplied by
                ρ?
            not-divided: This is ρ K_E − K_I, the numerator. What is it divided by?
            """,
            not_changed=lambda: WORKED.return_um,
            affinities_swapped=(
                lambda: (RHO * K_I_UM - K_E_UM) / (1 - RHO),
                lambda given: given < 0,
            ),
            not_divided=lambda: RHO * K_E_UM - K_I_UM,
        ),
        part(
            name="peak_um",
            asks="the concentration at which firing is highest",
            kind=Number("µM"),
            answer=lambda: HUMP.peak_um,
            wrong="""
            not-changed: This is the peak of the worked step. Put the other K_I in.
            old-s: Here s is still that of the worked step. It holds K_I too: compute it anew.
            no-root: Here s has lost its square root.
            without-rho: Here s has lost the brake strength: it stands under the root, beside K_I.
            """,
            not_changed=lambda: WORKED.peak_um,
            old_s=lambda: _peak_with(np.sqrt(K_E_UM / (RHO * K_I_UM / 2))),
            no_root=lambda: _peak_with(K_E_UM / (RHO * K_I_UM)),
            without_rho=lambda: _peak_with(np.sqrt(K_E_UM / K_I_UM)),
        ),
    ),
    hints=(
        "Take the worked step and change one number. The order of the two affinities matters.",
        "Return: (ρ K_E − K_I) / (1 − ρ). Peak: (K_E − s K_I) / (s − 1), "
        "s the root of K_E / (ρ K_I).",
        "s = np.sqrt(k_e_um / (rho * new_k_i_um)), and then the two lines of the worked step with "
        "new_k_i_um in place of k_i_um.",
    ),
    right=lambda: (
        f"Both. A hump of {HUMP.height:.0%} of the pyramidal cells' NMDA drive, "
        "at concentrations where the whole inverted U was assumed in two numbers."
    ),
)


def _peak_with(s: float) -> float:
    return (K_E_UM - s * K_I_UM) / (s - 1)


# Task 2: another subunit ------------------------------------------------------


def _ic50(subunit: str) -> float:
    return fact(f"ket-kj2009-1mg-{subunit}").value


def _lowest_rho(subunit: str = "2d") -> float:
    return _ic50(subunit) / _ic50("2a")


def _height(subunit: str) -> float:
    return hump(RHO, _ic50("2a"), _ic50(subunit)).height


ANOTHER_SUBUNIT = Task(
    id="03.2",
    title="The same story with another subunit",
    points=3,
    parts=(
        part(
            name="lowest_rho",
            asks="the brake strength below which there is no hump",
            kind=Number(),
            answer=_lowest_rho,
            wrong="""
            upside-down: This is K_E / K_I, above 1. A hump needs ρ below 1 and above the other
                ratio.
            other-subunit: This is the limit for GluN2C. Take GluN2D for the interneurons.
            """,
            upside_down=lambda: 1 / _lowest_rho(),
            other_subunit=lambda: _lowest_rho("2c"),
        ),
        part(
            name="times_smaller",
            asks="how many times smaller the hump is with GluN2D than with GluN2C",
            kind=Number(within=0.03),
            answer=lambda: _height("2c") / _height("2d"),
            wrong="""
            upside-down: This is below 1: you divided the small hump by the large one.
            lesson-values: This is the lesson's number, from its rounded affinities. Take the three
                numbers of the table.
            ratio-of-affinities: This compares the two IC50s. Compare the **heights** of the two
                humps.
            ratio-of-peaks: This compares **where** the humps peak. How high are they?
            """,
            upside_down=lambda: _height("2d") / _height("2c"),
            lesson_values=(
                lambda: HUMP.height / hump(RHO, K_E_UM, _ic50("2d")).height,
                lambda given: 39 <= given <= 44,  # "some forty times", says the lesson
            ),
            ratio_of_affinities=lambda: _ic50("2d") / _ic50("2c"),
            ratio_of_peaks=lambda: (
                hump(RHO, _ic50("2a"), _ic50("2c")).peak_um
                / hump(RHO, _ic50("2a"), _ic50("2d")).peak_um
            ),
        ),
    ),
    hints=(
        "The condition stands in the lesson in one line: K_I / K_E < ρ < 1.",
        "hump(rho, k_e_um, k_i_um) returns an object with a number called height.",
        "lowest_rho = k_2d_um / k_2a_um; then hump(0.6, k_2a_um, k_2c_um).height over "
        "hump(0.6, k_2a_um, k_2d_um).height.",
    ),
    right=(
        "One model and two rows of one table: a clear hump or next to "
        "none. The table is unverified, so take along the method and not the numbers."
    ),
)

# Task 3: the rate model and its control ----------------------------------------


def _rest_hz() -> float:
    return float(rate_model(0.0).pyramidal_hz)


@cache
def _back_um() -> float:
    """Return where the rate model is back at rest (µM)."""
    from scipy.optimize import brentq  # loaded when task 3 is checked

    return float(brentq(lambda c: float(rate_model(c).pyramidal_hz) - _rest_hz(), 5, 40))


THE_CONTROL = Task(
    id="03.3",
    title="A model and its control",
    points=3,
    parts=(
        part(
            name="pyramidal_2um_hz",
            asks="the pyramidal rate at 2 µM",
            kind=Number("Hz", within=0.01),
            answer=lambda: float(rate_model(2.0).pyramidal_hz),
            wrong="""
            not-changed: This is the rate of the worked step, at 1 µM.
            interneurons: This is the rate of the interneurons.
            affinities-swapped: Here the affinities are swapped: k_e_um comes before k_i_um. Name
                them.
            """,
            not_changed=lambda: float(rate_model(1.0).pyramidal_hz),
            interneurons=lambda: float(rate_model(2.0).interneuron_hz),
            affinities_swapped=lambda: float(rate_model(2.0, K_I_UM, K_E_UM).pyramidal_hz),
        ),
        part(
            name="sign_equal",
            asks="1 if firing at 1 µM is above rest with equal affinities, −1 if it is below",
            kind=Number(),
            answer=lambda: float(
                np.sign(rate_model(1.0, K_E_UM, K_E_UM).pyramidal_hz - _rest_hz())
            ),
            wrong="""
            with-the-assumption: That is the sign with K_I below K_E. Set both to the same value.
            cancel: The change is small, but it is not zero. Look at more digits.
            """,
            with_the_assumption=lambda: 1.0,
            cancel=lambda: 0.0,
        ),
        part(
            name="back_um",
            asks="the concentration at which the pyramidal rate is back at rest",
            kind=Number("µM", within=0.04),
            answer=_back_um,
            wrong="""
            algebra: This is where the **algebra** is back, and gamma about there too. Follow the
                pyramidal rate: the rate model has another brake.
            end-of-grid: This is where your grid ends. Look for where the rate crosses its rest.
            """,
            algebra=lambda: HUMP.return_um,
            end_of_grid=lambda: 40.0,
        ),
    ),
    hints=(
        "rate_model takes a list of concentrations, and the affinities by name.",
        "For the control: rate_model([0, 1], k_e_um=5.4, k_i_um=5.4). For the return: a fine grid "
        "from 5 to 40 µM and the first point below rest.",
        "grid = np.linspace(5, 40, 701); "
        "back_um = grid[rate_model(grid).pyramidal_hz < rest_hz][0].",
    ),
    right=lambda: (
        "All three. With equal affinities nothing is left of the rise. And with the assumption "
        f"firing is back at rest only at {_back_um():.1f} µM, far beyond anaesthesia: a miss."
    ),
)

# Task 4: the map ----------------------------------------------------------------

SIGNS = "circuits-moghaddam1997-glutamate-direction"


def _free_um(um_per_mg_kg: float) -> np.ndarray:
    return um_per_mg_kg * series(SIGNS)["dose_mg_per_kg"].to_numpy(dtype=float)


def _agreements(maps: Iterable[float]) -> list[int]:
    """Return how many of five directions the rate model gets right with each of many maps."""
    free = np.stack([_free_um(one) for one in maps])
    change = rate_model(free).pyramidal_hz / _rest_hz() - 1
    return [glutamate_signs(*both).n_agree for both in zip(free, change, strict=True)]


def _agreement(um_per_mg_kg: float) -> int:
    return _agreements([um_per_mg_kg])[0] if 0 < um_per_mg_kg < 100 else 0


def _algebra_agreement(um_per_mg_kg: float) -> int:
    free = _free_um(um_per_mg_kg)
    return glutamate_signs(free, balance(free), tolerance=0.02).n_agree


@cache
def _good_maps() -> tuple[float, ...]:
    maps = np.arange(0.05, 1, 0.01)
    return tuple(maps[np.equal(_agreements(maps), 5)].tolist())


def _scores(given: float) -> str:
    return (
        f"With {given:g} µM for each mg/kg {_agreement(given)} of five directions agree. "
        "All five are asked for."
    )


THE_MAP = Task(
    id="03.4",
    title="Five signs and a free map",
    points=3,
    parts=(
        part(
            name="um_per_mg_kg",
            asks="a map with which the rate model gets all five directions",
            kind=Number("µM per mg/kg"),
            answer=lambda: _good_maps()[0] + 0.02,
            judge=lambda given: _agreement(given) == 5,
            otherwise=_scores,
            wrong="""
            not-a-concentration: The map has to be above zero.
            too-little: With so little drug for each mg/kg, 50 mg/kg still stands on the rise.
                Glutamate had stopped rising there.
            too-much: With so much drug for each mg/kg, firing has fallen too early.
            """,
            not_a_concentration=(lambda: -0.3, lambda given: given <= 0),
            too_little=(lambda: 0.1, lambda given: 0 < given < _good_maps()[0]),
            too_much=(lambda: 1.0, lambda given: given > _good_maps()[0]),
        ),
        part(
            name="algebra_agrees",
            asks="how many of the five directions the algebra gets with the same map",
            kind=Number(within=0.001),
            answer=lambda: float(_algebra_agreement(0.3)),
            judge=lambda given: given in {_algebra_agreement(m) for m in _good_maps()},
            wrong="""
            all: All five? The algebra needs another map for that. Give it yours.
            none: One at least: at the highest dose both fall.
            """,
            all=lambda: 5.0,
            none=lambda: 0.0,
        ),
        choose(
            name="conclusion",
            asks="what five of five means here",
            options={
                "confirmed": "the model is confirmed",
                "right": "the map was fitted",
                "refuted": "the model is refuted",
            },
            wrong="""
            confirmed: You turned one knob until the score was full. Another model reaches the same
                with another setting. What have the data chosen?
            refuted: Nothing here contradicts the model: with your map it gets every sign.
            """,
        ),
    ),
    hints=(
        "In task 3 you found where the rate model is back at rest. Which dose should stand there?",
        "Glutamate did not change at 50 mg/kg. So 50 mg/kg should be about the concentration of "
        "task 3, and the map is one over the other.",
        "um_per_mg_kg = back_um / 50. For the algebra: balance(free_um), tolerance=0.02.",
    ),
    right=(
        "One free number was enough. A measured rat concentration at each dose would turn these "
        "five signs into a test."
    ),
)

# Task 5: the same result, two ways ------------------------------------------------


_run = cache(partial(simulate_spiking, ketamine_um=[0, 1], n_seeds=3, duration_s=1.5))


def _change_percent(network: str, population: str) -> float:
    rest, drug = _run(network).rates_hz(population).mean(axis=1)
    return float(100 * (drug / rest - 1))


def _homayoun(population: str) -> tuple[Callable[[], float], Callable[[float], bool]]:
    """Return the worked step's change as an answer, and what matches it as it is printed there."""
    change = partial(_change_percent, "HOMAYOUN", population)
    return change, lambda given: abs(given - change()) < 1


TWO_WAYS = Task(
    id="03.5",
    title="Challenge: the same result, two ways",
    points=4,
    parts=(
        part(
            name="pyramidal_percent",
            asks="by how many per cent the pyramidal cells of PING change at 1 µM",
            kind=Number("%", within=0.03),
            answer=lambda: _change_percent("PING", "E"),
            wrong="""
            other-network: This is HOMAYOUN, the network of the worked step.
            ratio: This is the rate over rest. The change in per cent is asked for.
            fraction: This is the change as a fraction. Give it in per cent.
            """,
            other_network=_homayoun("E"),
            ratio=lambda: 1 + _change_percent("PING", "E") / 100,
            fraction=lambda: _change_percent("PING", "E") / 100,
        ),
        part(
            name="interneuron_percent",
            asks="by how many per cent the interneurons of PING change, with its sign",
            kind=Number("%", within=0.05),
            answer=lambda: _change_percent("PING", "I"),
            wrong="""
            sign: The size is right, the sign is not. Do they slow or quicken?
            other-network: This is HOMAYOUN, the network of the worked step.
            pyramidal: This is the change of the pyramidal cells.
            """,
            sign=lambda: -_change_percent("PING", "I"),
            other_network=_homayoun("I"),
            pyramidal=lambda: _change_percent("PING", "E"),
        ),
        choose(
            name="verdict",
            asks="what a recording with faster interneurons does to the idea",
            options={"refuted": "refuted", "right": "not refuted", "proven": "proven"},
            wrong="""
            refuted: Look at your own run: both rates rise, and still the brake was loosened. What
                drives the interneurons besides NMDA?
            proven: It fits, but faster interneurons also follow when only pyramidal cells are
                driven harder. What would you have to block to tell?
            """,
        ),
    ),
    hints=(
        "Copy the worked step and change the name of the network, nothing else.",
        "A change in per cent is 100 × (with drug / without − 1). run.pyramidal_hz and "
        "run.interneuron_hz each hold two rates.",
        'run = simulate_spiking("PING", [0, 1], n_seeds=3, duration_s=1.5); then '
        "100 * (run.interneuron_hz[1] / run.interneuron_hz[0] - 1).",
    ),
    right=(
        "The rate of an interneuron tells how hard it is driven, not how well it brakes. A "
        "recording of rates alone can neither make nor break disinhibition."
    ),
)

TASKS = (PEAK_AND_RETURN, ANOTHER_SUBUNIT, THE_CONTROL, THE_MAP, TWO_WAYS)
