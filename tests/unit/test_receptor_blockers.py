"""The drugs and gating schemes: rules by which their numbers were made."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.evidence import fact
from helpers.simulations.receptor import (
    BLOCKERS,
    GATINGS,
    TRAPPINGS,
    Blocker,
    Gating,
    Step,
    apparent_to_open_state,
    equilibrium,
    open_probability_steady,
    simulate,
    wash,
)
from helpers.simulations.receptor.gating import reference_open_probability


def test_ketamine_is_gillings_apparent_rates_over_open_probability():
    ketamine = BLOCKERS["ketamine"]
    assert ketamine.kon_per_um_s == pytest.approx(0.68, abs=0.005)
    assert ketamine.koff_per_s == pytest.approx(1.0, abs=0.005)
    assert ketamine.kinetic_ic50_um == pytest.approx(0.22 / 0.15)


def test_reference_open_probability_is_that_of_saturating_glutamate():
    assert reference_open_probability() == pytest.approx(open_probability_steady(1e9), rel=1e-6)
    assert reference_open_probability() == pytest.approx(0.22, abs=0.0005)


def test_apparent_to_open_state():
    assert apparent_to_open_state(0.22, 0.22) == 1.0
    assert pytest.approx(17, abs=0.5) == 1 / (1.0 * 0.001) / 60  # min, k_off 1/s
    for bad in (0, 1.5, -0.1, None, True):
        with pytest.raises(ValueError, match="open_probability"):
            apparent_to_open_state(1, bad)
    with pytest.raises(ValueError, match="rate"):
        apparent_to_open_state(-1, 0.5)


@pytest.mark.parametrize(
    ("racemate", "s", "r"),
    [
        ("ketamine", "S-ketamine", "R-ketamine"),
        ("norketamine", "S-norketamine", "R-norketamine"),
    ],
)
def test_racemate_is_the_mean_affinity_of_its_enantiomers(racemate, s, r):
    for of in (lambda drug: drug.kinetic_ic50_um, lambda drug: drug.steady_ic50_um):
        affinity = {name: 1 / of(BLOCKERS[name]) for name in (racemate, s, r)}
        assert affinity[racemate] == pytest.approx((affinity[s] + affinity[r]) / 2)
    on_rates = {BLOCKERS[name].kon_per_um_s for name in (racemate, s, r)}
    assert len(on_rates) == 1


def test_enantiomers_stand_as_their_ki():
    ratio = BLOCKERS["R-ketamine"].koff_per_s / BLOCKERS["S-ketamine"].koff_per_s
    assert ratio == pytest.approx(1.4 / 0.3)
    ki = BLOCKERS["norketamine"].koff_per_s / BLOCKERS["S-norketamine"].koff_per_s * 1.7
    assert ki == pytest.approx(3.0, abs=0.01)  # µM


def test_same_on_rate_other_off_rate():
    three = [BLOCKERS[name] for name in ("ketamine", "PCP", "MK-801")]
    assert len({drug.kon_per_um_s for drug in three}) == 1
    assert three[1].koff_per_s / three[2].koff_per_s == pytest.approx(10)
    assert three[0].koff_per_s > 5 * three[1].koff_per_s


def test_memantine_loses_a_fifth_when_agonist_and_drug_are_removed():
    """A share at the outer site, and what leaves the pore before glutamate has."""
    drug = BLOCKERS["memantine"]
    inner = drug.kon_per_um_s / drug.koff_per_s
    outer = drug.outer_kon_per_um_s / drug.outer_koff_per_s
    assert 0.05 < outer / (inner + outer) < 0.20
    assert 1 / drug.outer_koff_per_s == pytest.approx(0.79)
    for drug_um in (1, 100):
        trace = simulate([Step(300, 1e6, drug_um), wash(60)], drug, times_s=[300, 360])
        assert trace.blocked_fraction[1] / trace.blocked_fraction[0] == pytest.approx(
            0.80, abs=1e-4
        )


@pytest.mark.parametrize("name", BLOCKERS)
def test_every_number_has_a_source(name):
    drug = BLOCKERS[name]
    needed = {"kon_per_um_s", "koff_per_s", "delta", "trapping", "ic50_um"}
    assert needed <= set(drug.sources)
    for source in drug.sources.values():
        assert source.kind in {"published", "derived", "fitted", "chosen"}
        assert source.how
        for one in source.facts:
            assert "receptor" in fact(one).topics
        if source.kind == "published":
            assert source.facts


def test_changed_drug_says_that_it_was_changed():
    mine = BLOCKERS["ketamine"].changed(delta=0.9)
    assert (mine.delta, mine.sources["delta"].kind) == (0.9, "chosen")
    assert mine.sources["koff_per_s"].kind == "derived"
    with pytest.raises(ValueError, match="kon_per_um_s"):
        mine.changed(kon=3)


def test_trappings():
    ketamine = BLOCKERS["ketamine"]
    assert ketamine.with_trapping("full") is ketamine
    assert ketamine.with_trapping("leaky").leak_per_s > 0
    assert BLOCKERS["memantine"].with_trapping("leaky").leak_per_s == pytest.approx(1 / 0.79)
    assert set(TRAPPINGS) == {"full", "leaky", "partial", "sequential"}
    with pytest.raises(ValueError, match="outer_kon_per_um_s"):
        ketamine.with_trapping("partial")
    with pytest.raises(ValueError, match="trapping must be one of"):
        ketamine.with_trapping("perfect")


@pytest.mark.parametrize("bad", [None, True, "1", float("nan"), -1, [1.0]])
@pytest.mark.parametrize("field", ["kon_per_um_s", "koff_per_s", "delta", "leak_per_s"])
def test_bad_blockers(field, bad):
    with pytest.raises(ValueError, match=field):
        Blocker(**{"name": "x", "kon_per_um_s": 1.0, "koff_per_s": 1.0, field: bad})


@pytest.mark.parametrize("name", GATINGS)
def test_gatings(name):
    scheme = GATINGS[name]
    assert scheme.name == name
    assert scheme.source.startswith("published")
    matrix = scheme.generator(100.0)
    assert np.allclose(matrix.sum(axis=1), 0)
    assert 0 < open_probability_steady(1000, name) < 0.3


def test_default_scheme_is_the_row_of_the_series():
    from helpers.simulations.receptor.published import published_scheme

    default = GATINGS["destexhe1998"]
    assert published_scheme("destexhe-mainen-sejnowski") == (
        default.kon_per_um_s,
        default.koff_per_s,
        default.open_per_s,
        default.close_per_s,
        default.desens_per_s,
        default.resens_per_s,
    )


def test_statistical_factors_lower_the_ec50_of_binding_only_so_far():
    plain = GATINGS["destexhe1998"]
    paired = plain.changed(statistical_factors=True)
    assert paired.generator(1.0)[0, 1] == 2 * plain.generator(1.0)[0, 1]
    assert paired.generator(1.0)[2, 1] == 2 * plain.generator(1.0)[2, 1]
    assert open_probability_steady(1e7, paired) == pytest.approx(
        open_probability_steady(1e7, plain), rel=1e-5
    )


def test_glycine_multiplies_opening():
    half = open_probability_steady(1000, glycine_fraction=0.5)
    assert 0.5 < half / open_probability_steady(1000) < 0.7
    assert open_probability_steady(1000, glycine_fraction=0) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("kon_per_um_s", 0), ("open_per_s", -1), ("close_per_s", None), ("koff_per_s", "5"),
        ("desens_per_s", float("nan")), ("binding_steps", 3), ("desens2_per_s", 1.0),
        ("statistical_factors", 1), ("resens_per_s", True),
    ],
)  # fmt: skip
def test_bad_gatings(field, bad):
    with pytest.raises(ValueError, match="resens2_per_s" if field == "desens2_per_s" else field):
        GATINGS["destexhe1998"].changed(**{field: bad})


def test_unknown_gating():
    with pytest.raises(ValueError, match=r"gating must be one of 'destexhe1998'"):
        open_probability_steady(1000, "lester1992")
    assert isinstance(GATINGS["kampa2004"], Gating)


def test_a_drug_may_change_gating():
    """Ten times faster closing over the drug: it stays longer, and agonist now matters."""
    plain = GATINGS["destexhe1998"]
    closer = BLOCKERS["ketamine"].changed(
        blocked_gating=plain.changed(close_per_s=10 * plain.close_per_s)
    )
    bound = {
        (drug.blocked_gating is None, glutamate): sum(
            share
            for state, share in equilibrium(glutamate, 1.0, drug).items()
            if state.endswith("B")
        )
        for drug in (BLOCKERS["ketamine"], closer)
        for glutamate in (1.0, 1000.0)
    }
    assert bound[True, 1.0] == pytest.approx(bound[True, 1000.0])
    assert bound[False, 1000.0] > 1.5 * bound[True, 1000.0]
    assert bound[False, 1.0] != pytest.approx(bound[False, 1000.0], rel=1e-3)
    same = BLOCKERS["ketamine"].changed(blocked_gating=plain)
    assert equilibrium(5.0, 1.0, same) == equilibrium(5.0, 1.0)
    with pytest.raises(ValueError, match="blocked_gating"):
        BLOCKERS["ketamine"].changed(blocked_gating="fast")
    with pytest.raises(ValueError, match="trapping"):
        closer.with_trapping("leaky")
    with pytest.raises(ValueError, match="blocked_gating"):
        equilibrium(1.0, 1.0, closer, gating="kampa2004")
