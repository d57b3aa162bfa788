"""The kinetic scheme: exactness, thermodynamics, limits, and the values worked out beforehand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from helpers.simulations.receptor import (
    BLOCKERS,
    GATINGS,
    Blocker,
    Step,
    dose_response,
    equilibrium,
    fast_gating_time_constant_s,
    half_maximal_um,
    offset_time_constant_s,
    onset_time_constant_s,
    open_probability_steady,
    pulses,
    relaxation,
    simulate,
    step_times,
    time_to_share_s,
    wash,
)
from helpers.simulations.receptor.gating import steady_occupancy
from helpers.simulations.receptor.scheme import Scheme, scheme_of
from helpers.simulations.receptor.solver import Propagator

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=25, deadline=None, derandomize=True)

EVERY_KIND = [(name, None) for name in BLOCKERS] + [
    ("ketamine", "leaky"),
    ("ketamine", "sequential"),
    ("memantine", "full"),
    ("memantine", "leaky"),
    (("ketamine", "MK-801"), None),
    (("memantine", "ketamine", "PCP"), None),
]


def kind_name(kind):
    return str(kind)


def scheme(blocker="ketamine", trapping=None, gating="destexhe1998") -> Scheme:
    return scheme_of(GATINGS[gating], blocker, trapping)


STEPS = st.builds(
    Step,
    duration_s=st.floats(1e-3, 5.0),
    glutamate_um=st.sampled_from([0.0, 0.3, 5.0, 200.0, 1000.0]),
    drug_um=st.sampled_from([0.0, 0.1, 1.0, 30.0]),
    voltage_mv=st.floats(-90, 60),
    mg_mm=st.sampled_from([0.0, 0.1, 1.0]),
    glycine_fraction=st.sampled_from([0.3, 1.0]),
)
PROTOCOLS = st.lists(STEPS, min_size=1, max_size=4)


# --- thermodynamics --------------------------------------------------------------------------


def loops(matrix: np.ndarray) -> list[list[int]]:
    """Return the closed loops of a scheme: one for each edge that a spanning tree leaves out."""
    n, seen, parent, found = len(matrix), {0}, {0: 0}, []
    queue = [0]
    while queue:
        here = queue.pop(0)
        for there in range(n):
            if there not in seen and (matrix[here, there] or matrix[there, here]):
                seen.add(there)
                parent[there] = here
                queue.append(there)

    def path(state):
        way = [state]
        while way[-1] != 0:
            way.append(parent[way[-1]])
        return way

    for i in range(n):
        for j in range(i):
            if (matrix[i, j] or matrix[j, i]) and parent[i] != j and parent[j] != i:
                one, other = path(i), path(j)
                while len(one) > 1 and len(other) > 1 and one[-2] == other[-2]:
                    one.pop(), other.pop()
                found.append(one + other[-2::-1])
    return found


@pytest.mark.parametrize("gating", ["destexhe1998", "kampa2004"])
@pytest.mark.parametrize("kind", EVERY_KIND, ids=kind_name)
def test_detailed_balance_around_every_loop(kind, gating):
    """Kolmogorov: the product of rates around a loop is the same both ways round."""
    model = scheme(*kind, gating=gating)
    matrix = model.generator(3.0, [0.7] * model.n_drugs, voltage_mv=-30, mg_mm=0.5)
    closed = loops(matrix)
    # a copy joined to the free states at O alone closes no loop
    assert bool(closed) == any(drug.trapping in {"leaky", "partial"} for drug in model.blockers)
    for loop in closed:
        pairs = list(zip(loop, loop[1:] + loop[:1], strict=True))
        there = np.prod([matrix[i, j] for i, j in pairs])
        back = np.prod([matrix[j, i] for i, j in pairs])
        assert there > 0
        assert there == pytest.approx(back, rel=1e-12)


def test_the_loop_finder_finds_a_broken_loop():
    matrix = np.array([[0, 1, 1], [1, 0, 1], [2, 1, 0.0]])
    assert len(loops(matrix)) == 1


@pytest.mark.parametrize("kind", EVERY_KIND, ids=kind_name)
def test_no_flux_circles_at_equilibrium(kind):
    model = scheme(*kind)
    matrix = model.generator(50.0, [2.0] * model.n_drugs, voltage_mv=20, mg_mm=1.0)
    flux = steady_occupancy(matrix)[:, None] * matrix
    np.fill_diagonal(flux, 0)
    assert np.allclose(flux, flux.T, atol=1e-9)


@FIXED
@given(PROTOCOLS, st.sampled_from(EVERY_KIND[:13]))
def test_occupancies_are_fractions_in_sum_one(steps, kind):
    trace = simulate(steps, *kind[:1], trapping=kind[1], points=40)
    assert trace.occupancy.min() >= 0
    assert trace.occupancy.max() <= 1
    assert np.allclose(trace.occupancy.sum(axis=1), 1, atol=1e-9, rtol=0)
    assert trace.end.sum() == pytest.approx(1, abs=1e-9)


def test_occupancies_keep_their_sum_for_a_century():
    trace = simulate([Step(1e9, 1000, 1), Step(1e9), Step(1e9, 0.3, 0.1)], points=7)
    assert np.allclose(trace.occupancy.sum(axis=1), 1, atol=1e-9, rtol=0)
    assert trace.end == pytest.approx(list(equilibrium(0.3, 0.1).values()), abs=1e-9)


# --- exactness -------------------------------------------------------------------------------


def stepped(steps, model: Scheme, times_s):
    """Integrate the same scheme numerically, step by step."""
    now, began, found = model.rest(), 0.0, []
    for number, step in enumerate(steps):
        matrix = model.generator(
            step.glutamate_um,
            step.drugs(model.n_drugs),
            step.voltage_mv,
            step.mg_mm,
            step.glycine_fraction,
        )
        ends = began + step.duration_s
        last = number == len(steps) - 1
        wanted = [t for t in times_s if began < t <= ends or (t == 0 and not number)]
        if last:
            wanted = [t for t in times_s if t > began or (t == 0 and not number)]
        solved = solve_ivp(
            lambda _, p, matrix=matrix: p @ matrix,
            (0, step.duration_s),
            now,
            method="LSODA",
            dense_output=True,
            jac=lambda _, p, matrix=matrix: matrix.T,
            rtol=1e-9,
            atol=1e-12,
        )
        found += [solved.sol(min(t - began, step.duration_s)) for t in wanted]
        now, began = solved.y.T[-1], ends
    return np.array(found)


@settings(FIXED, max_examples=12)
@given(
    PROTOCOLS,
    st.sampled_from([("ketamine", None), ("ketamine", "leaky"), ("memantine", None),
                     ("ketamine", "sequential"), ("MK-801", None)]),
)  # fmt: skip
def test_agrees_with_numerical_integration(steps, kind):
    trace = simulate(steps, kind[0], trapping=kind[1], points=23)
    reference = stepped(trace.steps, trace.scheme, trace.times_s)
    assert np.abs(trace.occupancy - reference).max() < 1e-6


def test_agrees_with_the_equations_written_out():
    """The ten states by hand, with voltage and Mg2+, not by our generator."""
    glutamate, drug, volts, mg = 8.0, 2.0, -35.0, 0.2
    on, off, opening, closing, into, out = 5 * glutamate, 12.9, 46.5, 73.8, 8.4, 6.8
    ratio = 46.5 / 73.8
    steady = ratio / (1 + ratio + 8.4 / 6.8)
    free_pores = 1 / (1 + mg / (3.57 * np.exp(0.062 * volts)))
    block = 0.15 / steady * drug * free_pores
    leave = 0.22 / steady * np.exp(0.79 * (volts + 70) / 25.4)

    def flow(_, p):
        c0, c1, c2, o, d, b0, b1, b2, ob, db = p
        gate = []
        for x0, x1, x2, xo, xd in ((c0, c1, c2, o, d), (b0, b1, b2, ob, db)):
            gate += [
                off * x1 - on * x0,
                on * x0 - (off + on) * x1 + off * x2,
                on * x1 - (off + opening + into) * x2 + closing * xo + out * xd,
                opening * x2 - closing * xo,
                into * x2 - out * xd,
            ]
        gate[3] += leave * ob - block * o
        gate[8] += block * o - leave * ob
        return gate

    solved = solve_ivp(flow, (0, 3), [1.0] + [0.0] * 9, "LSODA", np.linspace(0, 3, 31),
                       rtol=1e-10, atol=1e-13)  # fmt: skip
    trace = simulate(Step(3, glutamate, drug, volts, mg), times_s=solved.t)
    assert np.abs(trace.occupancy - solved.y.T).max() < 1e-8
    expected = solved.y[3] * free_pores * volts / -70
    assert np.allclose(trace.current, expected, atol=1e-8)


@pytest.mark.parametrize("speed", range(4))
def test_defective_generators_fall_back_to_the_matrix_exponential(speed):
    """A drug that leaves exactly as fast as a mode of gating leaves no set of eigenvectors."""
    free = GATINGS["destexhe1998"].generator(1000.0)
    rates = np.sort(-np.linalg.eigvals(free).real)[1:]
    drug = Blocker("twin", 1.0, float(rates[speed]), trapping="sequential")
    model = scheme(drug)
    solution = Propagator(model.generator(1000.0, [0.0]))
    assert not solution.split
    start = np.eye(6)[5]
    reference = solve_ivp(lambda _, p: p @ solution.generator, (0, 0.5), start, "LSODA",
                          [0.1, 0.5], rtol=1e-10, atol=1e-13)  # fmt: skip
    assert np.abs(solution.at(start, [0.1, 0.5]) - reference.y.T).max() < 1e-8
    assert np.allclose(solution.matrix(0.1).sum(axis=1), 1)
    trace = simulate([Step(1, 1000, 3), Step(1, 1000)], drug, points=50)
    assert np.allclose(trace.occupancy.sum(axis=1), 1, atol=1e-9)


def test_the_split_is_used_for_all_shipped_drugs():
    for kind in EVERY_KIND:
        model = scheme(*kind)
        for glutamate in (0.0, 0.5, 1000.0):
            for drug in (0.0, 1.0):
                matrix = model.generator(glutamate, [drug] * model.n_drugs)
                assert Propagator(matrix).split, (kind, glutamate, drug)


# --- protocols -------------------------------------------------------------------------------


@FIXED
@given(PROTOCOLS, st.floats(0.05, 0.95))
def test_splitting_a_step_changes_nothing(steps, share):
    whole = simulate(steps, points=20)
    first = steps[0]
    parts = [
        Step(first.duration_s * part, first.glutamate_um, first.drug_um, first.voltage_mv,
             first.mg_mm, first.glycine_fraction)
        for part in (share, 1 - share)
    ]  # fmt: skip
    times = np.minimum(whole.times_s, sum(s.duration_s for s in [*parts, *steps[1:]]))
    assert np.allclose(
        simulate([parts, steps[1:]], times_s=times).occupancy, whole.occupancy, atol=1e-9
    )


@FIXED
@given(PROTOCOLS, STEPS)
def test_going_on_from_a_trace_is_the_longer_protocol(steps, more):
    whole = simulate([steps, more], points=2)
    assert simulate(more, start=simulate(steps, points=2), points=2).end == pytest.approx(
        whole.end, abs=1e-10
    )


@FIXED
@given(st.floats(0.01, 1000))
def test_waiting_at_rest_shifts_time_and_nothing_else(wait_s):
    steps = [Step(0.1, 1000, 1), wash(1.0)]
    times = np.linspace(0, 1.1, 12)
    late = simulate([Step(wait_s, 0, 1), *steps], times_s=wait_s + times)
    assert np.allclose(late.occupancy, simulate(steps, times_s=times).occupancy, atol=1e-8)


def test_borders_belong_to_the_step_that_ends_there():
    trace = simulate([Step(1, 5, 1, -70), Step(1, 7, 2, 40, 1)], times_s=[0, 0.5, 1, 1.5, 2])
    assert trace.step_index.tolist() == [0, 0, 0, 1, 1]
    assert trace.glutamate_um.tolist() == [5, 5, 5, 7, 7]
    assert trace.drug_um.tolist() == [1, 1, 1, 2, 2]
    assert trace.voltage_mv.tolist() == [-70, -70, -70, 40, 40]
    assert trace.mg_mm.tolist() == [0, 0, 0, 1, 1]
    assert trace.current[-1] < 0 < trace.current[2]


def test_times_may_leave_steps_out():
    steps = [Step(1, 1000, 1), Step(1), Step(1, 1000), Step(1)]
    few = simulate(steps, times_s=[0.5, 3.5])
    many = simulate(steps, times_s=[0.2, 0.5, 1.0, 2.5, 3.5, 4.0])
    assert np.allclose(few.occupancy, many.occupancy[[1, 4]], atol=1e-12)
    assert np.allclose(few.end, many.occupancy[-1], atol=1e-12)
    assert few.step_index.tolist() == [0, 3]


def test_step_times_hold_every_border_and_see_the_peak():
    steps = [pulses(3, 2.0, drug_um=1)]
    times = step_times(steps, 10)
    assert np.all(np.diff(times) > 0)
    for border in (0, 0.004, 0.5, 0.504, 1.0, 1.5):
        assert np.min(np.abs(times - border)) < 1e-12
    assert simulate(steps, times_s=step_times(steps, 60)).open_probability.max() == pytest.approx(
        0.292, abs=0.001
    )


def test_pulses():
    steps = pulses(3, 0.5, drug_um=2, mg_mm=1, rest_glutamate_um=0.1)
    assert len(steps) == 6
    assert sum(step.duration_s for step in steps) == pytest.approx(6.0)
    assert [step.glutamate_um for step in steps[:2]] == [1000, 0.1]
    assert {(step.drug_um, step.mg_mm) for step in steps} == {(2.0, 1.0)}


def test_start_by_name_array_or_trace():
    by_name = simulate(Step(1), start={"OB": 1.0}, points=3)
    by_order = simulate(Step(1), start=np.eye(10)[8], points=3)
    assert np.array_equal(by_name.occupancy, by_order.occupancy)
    assert by_name.blocked_fraction[0] == 1
    with pytest.raises(ValueError, match="start"):
        simulate(Step(1), "memantine", start=by_name)


# --- science: what was worked out beforehand ---------------------------------------------------


def test_open_probabilities():
    assert open_probability_steady(1000) == pytest.approx(0.22, abs=0.001)
    brief = [Step(0.004, 1000), Step(0.5)]
    assert simulate(brief, times_s=step_times(brief, 200)).open_probability.max() == pytest.approx(
        0.29, abs=0.005
    )


@pytest.mark.parametrize("glutamate_um", [0.05, 0.5, 10, 1000])
@pytest.mark.parametrize("drug", [name for name in BLOCKERS if name != "memantine"])
def test_equilibrium_block_does_not_depend_on_agonist_under_perfect_trapping(drug, glutamate_um):
    found = equilibrium(glutamate_um, 1.0, drug)
    bound = sum(share for state, share in found.items() if "B" in state)
    assert bound == pytest.approx(1 / (1 + BLOCKERS[drug].kinetic_ic50_um), rel=1e-6)


def test_one_micromolar_blocks_two_fifths_at_any_glutamate():
    for glutamate_um in (0.5, 1000):
        left = dose_response(glutamate_um, 1)[0] / dose_response(glutamate_um, 0)[0]
        assert 1 - left == pytest.approx(0.405, abs=0.001)


def test_memantine_too_blocks_alike_at_any_glutamate():
    """The outer site is open to all states alike, so it changes nothing at equilibrium."""
    for glutamate_um in (0.5, 1000):
        left = dose_response(glutamate_um, 1, "memantine") / dose_response(glutamate_um, 0)
        assert left[0] == pytest.approx(1 - 1 / (1 + BLOCKERS["memantine"].kinetic_ic50_um))


def test_signature_of_trapping_and_of_leaving_first():
    levels = np.geomspace(0.01, 1e4, 500)
    control = dose_response(levels, 0)
    trapped, sequential = (
        dose_response(levels, 3, trapping=trapping) for trapping in ("full", "sequential")
    )
    assert half_maximal_um(levels, control) == pytest.approx(2.04, abs=0.005)
    assert half_maximal_um(levels, trapped) == pytest.approx(2.04, abs=0.005)
    assert trapped.max() / control.max() == pytest.approx(0.33, abs=0.005)
    assert half_maximal_um(levels, sequential) == pytest.approx(1.61, abs=0.005)
    assert sequential.max() / control.max() == pytest.approx(0.69, abs=0.005)
    left = sequential / control
    assert left[0] > 0.99  # a blocker that must leave first blocks little at low agonist
    assert np.all(np.diff(left) < 0)


def test_time_constants_of_block_and_their_textbook_estimate():
    assert onset_time_constant_s(1, 1000) == pytest.approx(2.8, abs=0.05)
    assert onset_time_constant_s(1, 0.5) == pytest.approx(36, abs=0.2)
    steady, low = open_probability_steady(1000), open_probability_steady(0.5)
    assert fast_gating_time_constant_s(1, steady) == pytest.approx(2.7, abs=0.05)
    assert fast_gating_time_constant_s(1, low) == pytest.approx(33, abs=0.5)
    assert fast_gating_time_constant_s(10, steady) == pytest.approx(0.58, abs=0.01)
    assert fast_gating_time_constant_s(0, steady) == pytest.approx(4.5, abs=0.1)
    assert offset_time_constant_s(1, 1000) == pytest.approx(4.65, abs=0.05)


def test_onset_time_is_that_of_the_trace():
    steady = simulate(Step(100, 1000), points=2)
    trace = simulate(Step(40, 1000, 1), start=steady, points=4001)
    share = 1 - np.exp(-1)
    assert time_to_share_s(trace, trace.blocked_fraction, share) == pytest.approx(
        onset_time_constant_s(1, 1000), rel=1e-4
    )


def test_gate_never_opened_nothing_bound():
    trace = simulate(Step(3600, 0, 100), points=5)
    assert trace.blocked_fraction.max() == 0


def test_a_trapped_drug_waits_and_a_leaky_one_does_not():
    cage = [Step(20, 1000, 1), wash(2), wash(300)]
    kept = {}
    for trapping in ("full", "leaky", "sequential"):
        trace = simulate(cage, trapping=trapping, times_s=[20, 22, 322])
        kept[trapping] = trace.blocked_fraction
    assert kept["full"][2] == pytest.approx(kept["full"][1], rel=1e-4)
    assert kept["leaky"][2] < 1e-4 * kept["leaky"][0]
    assert kept["sequential"][1] == pytest.approx(kept["sequential"][0] * np.exp(-2), rel=0.1)


def test_memantine_leaves_its_outer_site_in_its_time_constant():
    trace = simulate(
        [Step(60, 1000, 10), wash(0.79), wash(10)], "memantine", times_s=[60, 60.79, 70.79]
    )
    outer = trace.occupancy[:, [name.endswith("X") for name in trace.state_names]].sum(axis=1)
    assert outer[1] / outer[0] == pytest.approx(np.exp(-1), rel=1e-6)
    assert outer[2] < 1e-5


def test_zero_and_saturating_limits():
    none = simulate([Step(1, 1000, 0)], points=30)
    assert none.blocked_fraction.max() < 1e-12
    flooded = simulate([Step(60, 1000, 1e6)], points=3)
    assert flooded.blocked_fraction[-1] == pytest.approx(1, abs=1e-5)
    assert flooded.open_probability[-1] < 1e-5
    assert simulate(Step(10), points=3).open_probability.max() == 0


@FIXED
@given(st.floats(0.01, 100), st.floats(1.05, 10))
def test_more_drug_blocks_more_and_sooner(drug_um, factor):
    bound = [
        1 - dose_response(10.0, amount)[0] / open_probability_steady(10.0)
        for amount in (drug_um, drug_um * factor)
    ]
    assert bound[0] < bound[1]
    assert onset_time_constant_s(drug_um * factor, 10.0) < onset_time_constant_s(drug_um, 10.0)


@FIXED
@given(st.floats(-90, 50))
def test_depolarisation_loosens_block(voltage_mv):
    here, there = (dose_response(1000, 3, voltage_mv=v)[0] for v in (voltage_mv, voltage_mv + 10))
    assert here < there


def test_voltage_and_mg_shift_the_kinetic_ic50_as_the_steady_state_model():
    from helpers.simulations.receptor import ic50_um

    for volts, mg in ((-70, 0), (-40, 1), (0, 0.3), (40, 2)):
        expected = ic50_um(volts, mg) / ic50_um(-70) * BLOCKERS["ketamine"].kinetic_ic50_um
        left = dose_response(1000, expected, voltage_mv=volts, mg_mm=mg)[0]
        assert left / open_probability_steady(1000) == pytest.approx(0.5, rel=1e-6)


def test_racemate_as_two_enantiomers_ends_where_the_racemate_does():
    both = equilibrium(1000, (1.0, 1.0), ("S-ketamine", "R-ketamine"))
    assert both["O"] == pytest.approx(equilibrium(1000, 2.0, "ketamine")["O"], rel=1e-9)


def test_one_drug_protects_from_another():
    """Ketamine in the pore keeps MK-801 out."""
    alone = simulate(Step(30, 1000, (0, 0.1)), ("ketamine", "MK-801"), points=2)
    together = simulate(Step(30, 1000, (30, 0.1)), ("ketamine", "MK-801"), points=2)
    assert together.bound_to(1)[-1] < alone.bound_to(1)[-1] / 3
    assert together.drug_um.shape == (2, 2)
    assert simulate(Step(1, 1000), ("ketamine", "MK-801"), points=2).blocked_fraction.max() < 1e-12


def test_relaxation_is_the_trace():
    before, after = Step(1, 1000, 10, -70), Step(0.5, 1000, 10, 50)
    found = relaxation(before, after)
    start = simulate(Step(500, 1000, 10, -70), points=2)
    trace = simulate(after, start=start, times_s=np.geomspace(1e-4, 0.5, 20))
    curve = found.start + np.sum(
        found.amplitude * (1 - np.exp(-trace.times_s[:, None] / found.tau_s)), axis=1
    )
    assert np.allclose(curve, trace.open_probability, atol=1e-9)
    assert found.share() == pytest.approx(1)
    assert found.share(0, 0.02) + found.share(0.02) == pytest.approx(1)
    assert np.all(np.diff(found.tau_s) >= 0)


# --- bad input -------------------------------------------------------------------------------

BAD_NUMBERS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=3), st.floats(max_value=-1e-9),
    st.sampled_from([float("nan"), float("inf"), [], [[1.0]], {}, object(), 1j]),
)  # fmt: skip


@FIXED
@given(
    st.sampled_from(["duration_s", "glutamate_um", "drug_um", "mg_mm", "glycine_fraction"]),
    BAD_NUMBERS,
)
def test_bad_steps(field, bad):
    with pytest.raises(ValueError, match=field):
        Step(**{"duration_s": 1.0, field: bad})


@pytest.mark.parametrize("bad", [None, True, "70", float("nan"), 201, -1e9, [1.0, 2.0]])
def test_bad_voltage(bad):
    with pytest.raises(ValueError, match="voltage_mv"):
        Step(1, voltage_mv=bad)


@pytest.mark.parametrize(
    ("steps", "named"),
    [([], "steps"), ([[]], "steps"), (None, "steps"), ("ab", "steps"), (3, "steps"),
     ([Step(1), 3], "steps"), ({"a": Step(1)}, "steps"), ([Step(1e308), Step(1e308)], "duration")],
)  # fmt: skip
def test_bad_protocols(steps, named):
    with pytest.raises(ValueError, match=named):
        simulate(steps)


@pytest.mark.parametrize(
    ("named", "options"),
    [
        ("blocker", {"blocker": "ketamin"}),
        ("blocker", {"blocker": None}),
        ("blocker", {"blocker": []}),
        ("blocker", {"blocker": ["ketamine"] * 5}),
        ("gating", {"gating": "lester"}),
        ("gating", {"gating": 3}),
        ("trapping", {"trapping": "perfect"}),
        ("points", {"points": 1}),
        ("points", {"points": 2.5}),
        ("points", {"points": True}),
        ("times_s", {"times_s": [0, 2]}),
        ("times_s", {"times_s": [1, 0.5]}),
        ("times_s", {"times_s": [-1, 0.5]}),
        ("times_s", {"times_s": [[0, 1]]}),
        ("times_s", {"times_s": []}),
        ("times_s", {"times_s": 0.5}),
        ("times_s", {"times_s": [0, float("nan")]}),
        ("start", {"start": {"C9": 1.0}}),
        ("start", {"start": [1.0]}),
        ("start", {"start": "rest"}),
        ("drug_um", {"blocker": ["ketamine", "MK-801"]}),
    ],
)
def test_bad_options(named, options):
    with pytest.raises(ValueError, match=named):
        simulate(Step(1, 1000, 1), **options)


def test_equilibrium_without_agonist_is_refused_where_the_trap_stays_shut():
    with pytest.raises(ValueError, match="no single equilibrium"):
        equilibrium(0, 1)
    assert equilibrium(0, 0)["C0"] == 1
    assert equilibrium(0, 1, trapping="sequential")["C0"] == pytest.approx(1)
    leaked = equilibrium(0, 1, trapping="leaky")
    assert leaked["C0B"] == pytest.approx(0.405, abs=0.001)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: onset_time_constant_s(0), "drug_um"),
        (lambda: onset_time_constant_s(1, 0), "glutamate_um"),
        (lambda: onset_time_constant_s(1, share=1.0), "share"),
        (lambda: fast_gating_time_constant_s(1, 0), "open_probability"),
        (lambda: fast_gating_time_constant_s(1, 2), "open_probability"),
        (lambda: dose_response([-1, 2], 1), "glutamate_um"),
        (lambda: half_maximal_um([1, 2], [1]), "response"),
        (lambda: half_maximal_um([2, 1], [1, 2]), "glutamate_um"),
        (lambda: half_maximal_um([1, 2], [3, 4]), "response"),
        (lambda: pulses(0, 1), "n must"),
        (lambda: pulses(3, 0), "rate_hz"),
        (lambda: pulses(3, 300), "width_s"),
        (lambda: pulses(3, 1, width_s=2), "width_s"),
        (lambda: wash(-1), "duration_s"),
        (lambda: step_times([]), "steps"),
        (lambda: step_times(Step(1), 1), "points_per_step"),
        (lambda: relaxation(Step(1), 3), "after"),
        (lambda: relaxation(Step(1, 1), Step(1, 1)).share(), "does not change"),
        (lambda: simulate(Step(1)).state("X"), "name"),
        (lambda: simulate(Step(1)).bound_to(1), "drug"),
    ],
)
def test_bad_calls(call, named):
    with pytest.raises(ValueError, match=named):
        call()
