"""Numbers in the sentences of lesson 03, its questions, exercise and solution are the models'.

Those of its spiking networks are held in test_circuit_spiking.py, beside the runs.
"""

from __future__ import annotations

import nbformat
import numpy as np
import pytest

from helpers.evidence import fact
from helpers.figures.circuit import levels, ratio
from helpers.simulations import circuit
from tests.contract.course import REPOSITORY
from tests.prose import says as said

LESSON = "03_disinhibition"
NOTEBOOK = REPOSITORY / "notebooks" / "mechanism" / f"{LESSON}.ipynb"


def says(sentence: str, **values: object) -> None:
    said(LESSON, sentence, **values)


def pyramidal(c_um, k_i_um=1.2):
    return circuit.rate_model(c_um, k_i_um=k_i_um).pyramidal_hz


def in_table(subunit: str) -> float:
    return fact(f"ket-kj2009-1mg-{subunit}").value


def test_the_algebra():
    says("once K_I is below ρ K_E, here {limit:.2f} µM", limit=0.6 * 5.4)
    weak, strong = (circuit.hump(0.6, 5.4, k_i).height for k_i in (2.95, 1.2))
    says("NMDA drive, is {weak:.2%} at", weak=weak)
    assert f"{strong:.0%}" == "12%" and round(strong / weak, -1) == 40
    says("some forty times higher")
    says("For these the table has {b:.2f}, {a:.2f} and {d:.2f} µM",
         b=in_table("2b"), a=in_table("2a"), d=in_table("2d"))  # fmt: skip
    says("GluN2B and GluN2A ({b:.2f} and {a:.2f} µM) the algebra has no hump",
         b=in_table("2b"), a=in_table("2a"))  # fmt: skip
    for subunit in ("2a", "2b"):
        assert not circuit.hump(0.6, in_table("2a"), in_table(subunit)).is_inverted_u


def test_the_rate_model():
    rest, by_e, by_i = circuit.rate_model_at_block([0, 1e-6, 0], [0, 0, 1e-6]).pyramidal_hz
    brake = (by_i - rest) / (rest - by_e)  # the rho of the rate model for a small block
    says("ρ = {brake:.2f}, so it rises a little for every K_I below {limit:.2f} µM",
         brake=brake, limit=5.4 * brake)  # fmt: skip
    says("fire at {weak:.2f} Hz with K_I 2.95, and at {strong:.2f} Hz with 1.2",
         weak=pyramidal(2.0, 2.95), strong=pyramidal(2.0))  # fmt: skip
    says("not below rest, which is {rest:.2f} Hz", rest=rest)
    low, high = pyramidal(levels.ANAESTHESIA_UM)
    says("from {low:.1f} to {high:.1f} Hz through the band", low=low, high=high)
    back = ratio.back_at_rest_um(ratio.rate_curves(1.2, 5.4))
    says("back at rest only at {back:.1f} µM", back=back)
    infusion = circuit.rate_model([0, 0.56], 5.4, 5.4).pyramidal_hz
    says("you could hardly tell: {rest:.2f} and {drug:.2f} Hz", rest=infusion[0], drug=infusion[1])
    again = circuit.rate_model(5.3)  # "near 5 µM its power is back at rest", "half as fast again"
    assert again.gamma_ratio == pytest.approx(1, abs=0.02)
    assert again.pyramidal_hz / rest == pytest.approx(1.5, 0.02)


def test_the_experiment_in_slices_refuses_the_chosen_affinity():
    """“Still far above rest” with 1.2 at 10 µM, “back” with 2.95."""
    signs = [fact(f"gerhard2020-sepsc-freq-{c}um").value for c in (1, 10)]
    assert signs == [1, -1]
    rest, low, high = pyramidal([0, 1, 10])
    assert low > rest and high > 1.2 * rest
    rest, low, high = pyramidal([0, 1, 10], 2.95)
    assert low > rest and high == pytest.approx(rest, rel=0.02)


def test_maps_with_which_all_five_signs_agree():
    doses = np.array([10, 20, 30, 50, 200])

    def agree(per_mg_kg, k_i_um=1.2):
        free = per_mg_kg * doses
        change = pyramidal(free, k_i_um) / pyramidal(0) - 1
        return circuit.glutamate_signs(free, change).n_agree

    by_algebra = circuit.glutamate_signs(0.1 * doses, circuit.balance(0.1 * doses), tolerance=0.02)
    assert (agree(0.3), agree(0.2, 2.95), by_algebra.n_agree) == (5, 5, 5)
    says("five of five with 0.1 µM for each mg/kg, and the rate model with $K_I$ 2.95 with 0.2")


def test_the_walk():
    from helpers.figures.circuit.walk import _free_um

    peak = _free_um().max()
    says("fire at {now:.1f} instead of {rest:.1f} Hz", now=pyramidal(peak), rest=pyramidal(0))
    says("at {now:.1f}. Whatever lasts longer", now=pyramidal(peak, 2.95))
    usual, weak = (
        circuit.block(np.array(levels.INFUSION_UM), k_i_um=k_i)[1] for k_i in (1.2, 2.95)
    )
    says("takes {a:.0f} to {b:.0%} of the interneurons' NMDA drive, and with 2.95 µM "
         "{c:.0f} to {d:.0%}",
         a=100 * usual[0], b=usual[1], c=100 * weak[0], d=weak[1])  # fmt: skip


def test_the_printed_numbers_of_one_site():
    one, ten = (fact(f"gerhard2020-block-{c}um").value / 100 for c in (1, 10))
    k_one, k_ten = 1 * (1 - one) / one, 10 * (1 - ten) / ten
    hill = np.log(ten / (1 - ten) * (1 - one) / one) / np.log(10)
    says("means {a:.0%} at 10 µM; 80% at 10 µM means {b:.0%} at 1 µM",
         a=10 / (10 + k_one), b=1 / (1 + k_ten))  # fmt: skip
    says("a Hill coefficient of {hill:.1f} would", hill=hill)


def test_the_solution():
    hump = circuit.hump(0.6, 5.4, 1.2)
    s = np.sqrt(5.4 / (0.6 * 1.2))
    says("$s$ = √(5.4 / 0.72) = {s:.2f}, so the peak is at {peak:.2f} µM", s=s, peak=hump.peak_um)
    says("The return is at 2.04 / 0.4 = {back:.2f} µM", back=hump.return_um)
    d, a, c = (in_table(subunit) for subunit in ("2d", "2a", "2c"))
    says("the lower limit is {d:.2f} / {a:.2f} = {ratio:.3f}", d=d, a=a, ratio=d / a)
    times = circuit.hump(0.6, a, c).height / circuit.hump(0.6, a, d).height
    rounded = circuit.hump(0.6, 5.4, 1.2).height / circuit.hump(0.6, 5.4, 2.95).height
    says("So there is a hump, {times:.0f} times smaller than with GluN2C. (The lesson's rounded "
         "affinities give {rounded:.0f} times.)", times=times, rounded=rounded)  # fmt: skip
    says(
        "firing rises from {rest:.2f} to {two:.2f} Hz at 2 µM", rest=pyramidal(0), two=pyramidal(2)
    )
    equal = circuit.rate_model(1, 5.4, 5.4).pyramidal_hz
    says("firing falls, from {rest:.2f} to {one:.2f} Hz at 1 µM", rest=pyramidal(0), one=equal)
    low, high = levels.ANAESTHESIA_UM
    says("Free ketamine under anaesthesia is {low:.1f} to {high:.1f} µM", low=low, high=high)


def test_the_model_in_ten_lines_is_the_one_of_the_package(capsys):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "ten-lines-code")
    given = {}
    exec(cell.source, given)
    for c_um in (0.0, 0.5, 3.0, 30.0):
        found = given["fsolve"](given["excess"], (3, 9), args=(c_um,))
        state = circuit.rate_model(c_um)
        told = [float(state.pyramidal_hz), float(state.interneuron_hz)]
        assert found == pytest.approx(told, rel=1e-6)
    assert len(capsys.readouterr().out.splitlines()) == 4
