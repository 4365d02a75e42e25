"""Worked examples in print: tables of two judges, and what the authors or the manuals of R made of them."""

import numpy as np
import pytest

from analysis.measures.agreement import brennan_prediger, cohen_kappa, scott_pi, weighted_kappa
from analysis.measures.distances import jensen_shannon
from analysis.measures.exact import fisher_exact

SEXUAL_FUN = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]  # Hout, Duncan & Sobel (1987)
# Feinstein & Cicchetti (1990), J Clin Epidemiol 43, 543-549; adjusted: Byrt, Bishop & Carlin (1993), 46, 423-429
PARADOX = {
    "high agreement, even margins": ([[40, 9], [6, 45]], 0.70, 0.7),
    "high agreement, uneven margins": ([[80, 10], [5, 5]], 0.32, 0.7),
    "symmetrical imbalance": ([[45, 15], [25, 15]], 0.13, 0.2),
    "asymmetrical imbalance": ([[25, 35], [5, 35]], 0.26, 0.2),
}
KAPPAS = {
    "Agresti (2002), table 10.8": ([[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]], 0.493),
    "Landis & Koch (1977), Biometrics 33, New Orleans": (
        [[5, 3, 0, 0], [3, 11, 4, 0], [2, 13, 3, 4], [1, 2, 4, 14]],
        0.297,
    ),
    "Landis & Koch (1977), Winnipeg": ([[38, 5, 0, 1], [33, 11, 3, 0], [10, 14, 5, 6], [3, 7, 3, 10]], 0.208),
    "Cohen (1968), Psychological Bulletin 70, 213-220": ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
    "R, vcd, Kappa(SexualFun)": (SEXUAL_FUN, 0.1293),
}


def judge(table):
    """The two judges' verdicts, one pair for each case of the table."""
    cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return np.array(cells).T


@pytest.mark.parametrize("source", KAPPAS)
def test_kappa_is_as_printed(source):
    table, printed = KAPPAS[source]
    assert cohen_kappa(*judge(table)) == pytest.approx(printed, abs=0.0006)


@pytest.mark.parametrize("case", PARADOX)
def test_the_two_paradoxes_of_kappa_are_as_printed(case):
    table, kappa, adjusted = PARADOX[case]
    first, second = judge(table)
    counts = np.stack([(first == k).astype(int) + (second == k) for k in (0, 1)], axis=1)
    assert cohen_kappa(first, second) == pytest.approx(kappa, abs=0.005)
    assert brennan_prediger(counts) == pytest.approx(adjusted)


def test_weighted_kappa_is_that_of_vcd():
    assert weighted_kappa(*judge(SEXUAL_FUN), weights="linear") == pytest.approx(0.2374, abs=0.0001)


def test_scotts_pi_is_that_of_artstein_and_poesio():
    # Computational Linguistics 34(4), 555-596
    assert scott_pi(*judge([[46, 6, 0], [0, 32, 0], [0, 6, 10]])) == pytest.approx(0.7995, abs=0.0001)


def test_fishers_twins_are_those_of_r():
    assert fisher_exact(2, 15, 10, 3) == pytest.approx(0.0005367, abs=1e-7)  # R, fisher.test(Convictions)


def test_the_distance_is_that_of_scipys_manual():
    nats = 0.46450140402245893  # jensenshannon([1, 0], [0.5, 0.5])
    assert jensen_shannon(np.array([1.0, 0]), np.array([0.5, 0.5])) == pytest.approx(nats / np.sqrt(np.log(2)))
