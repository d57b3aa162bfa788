"""The equations of the cascade as printed, solved step by step: a second solver to compare with."""

from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp

from helpers.simulations.plasticity import DEFAULT, Drive


def second_solver(
    times_h,
    *,
    doses=((10.0, 0.0),),
    blocks=(),
    erased_h=(),
    account="disinhibition",
    p=DEFAULT,
    v=1,
    rtol=1e-8,
    max_step_h=0.5,
):
    """Solve the printed equations by Runge-Kutta, stopping at everything that happens.

    Doses must be far apart. Returns G, B, M, P, X, S - S0, F, L at the times.
    """

    def gain(dose):
        rise = (dose / p.gain_half_mg_per_kg) ** 2
        return rise / (1 + rise) / (1 + (dose / p.gain_fall_mg_per_kg) ** 4)

    def slopes(t, y, middle):
        surge, bdnf, mtorc1, protein, capacity, new, fast, trapped = y

        def factor(node):
            found = 1.0
            for one in blocks:
                if isinstance(one, Drive):
                    continue
                if one.node == node and one.from_h <= middle < one.to_h:
                    fade = 2 ** (-(t - one.from_h) / one.half_life_h) if one.half_life_h else 1.0
                    found *= 1 + one.added * fade
            return found

        def driven(node):
            found = 0.0
            for one in blocks:
                if isinstance(one, Drive) and one.node == node and one.from_h <= middle < one.to_h:
                    fade = 2 ** (-(t - one.from_h) / one.half_life_h) if one.half_life_h else 1.0
                    found += one.amount * fade
            return found

        given = [(d, 2 ** (-(t - at) / p.half_life_h)) for d, at in doses if at <= middle]
        drug = sum(d * left for d, left in given) / p.reference_mg_per_kg
        drive = sum(gain(d) * left for d, left in given) / gain(p.reference_mg_per_kg)
        ampa = factor("ampa")
        free = (bdnf + driven("bdnf")) * factor("bdnf")
        trkb = min(factor("trkb") * (free / (free + p.half_trkb) + driven("trkb")), 1.0)
        if account == "eef2k":
            release = drug / (drug + p.rest_half) * factor("translation")
        else:
            release = (surge + driven("ampa")) * ampa
        power = (max(capacity, 0) / p.theta) ** p.steepness
        growth = p.growth_per_h * power / (1 + power) * ampa * factor("mtorc1") * factor("growth")
        return [
            (p.surge_gain * (drive + driven("surge")) * factor("surge") - surge) / p.tau_surge_h,
            p.bdnf_per_h * v * factor("release") * release - bdnf / p.tau_bdnf_h,
            (min(trkb + driven("mtorc1"), 1.0) * factor("mtorc1") - mtorc1) / p.tau_mtorc1_h,
            p.protein_per_h * mtorc1 * factor("translation") - protein / p.tau_protein_h,
            (protein - capacity) / p.tau_capacity_h,
            growth * (p.max_gain - new) - p.turnover_per_h * new,
            p.fast_per_h * trkb * ampa * (1 - fast) - fast / p.tau_fast_h,
            p.habenula_per_h * drug * (1 - trapped) - trapped / p.tau_habenula_h,
        ]

    happens = {0.0, times_h[-1], *erased_h, *(at for _, at in doses)}
    happens |= {time for one in blocks for time in (one.from_h, one.to_h)}
    borders = sorted(time for time in happens if 0 <= time <= times_h[-1])
    now, found = np.zeros(8), np.full((8, len(times_h)), np.nan)
    for begins, ends in pairwise(borders):
        if begins in erased_h:
            now[5] = 0
        asked = (times_h >= begins) & (times_h < ends) | (times_h == times_h[-1]) & (
            ends == times_h[-1]
        )
        solved = solve_ivp(
            slopes,
            (begins, ends),
            now,
            t_eval=np.unique([*times_h[asked], ends]),
            rtol=rtol,
            atol=rtol * 1e-3,
            max_step=max_step_h,
            args=((begins + ends) / 2,),
        )
        found[:, asked] = solved.y[:, : asked.sum()]
        now = solved.y[:, -1].copy()
    return found
