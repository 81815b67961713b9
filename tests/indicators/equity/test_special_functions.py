"""Our two special functions are scipy's, to the last digits that either can hold."""

from decimal import Decimal, localcontext
from math import comb, inf

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaln, chdtrc, gammaln

from geo_ent.indicators.equity.special_functions import chi2_tail, log_beta

POWERS = st.floats(-6, 9)


@given(POWERS, POWERS)
def test_log_beta_is_scipys(first, second):
    """From 10⁻⁶ to 10⁹ they differ by what scipy's subtraction of log-gammas loses, and no more."""
    a, b = 10**first, 10**second
    lost = 4e-16 * abs(gammaln(a + b))
    assert abs(log_beta(a, b) - betaln(a, b)) <= 2e-13 + 5e-14 * abs(betaln(a, b)) + lost


@given(st.integers(1, 400), st.integers(1, 400))
def test_log_beta_of_whole_numbers(a, b):
    """It is that of the exact quotient: B(a, b) = (a + b) / (a b) over "a of a + b"."""
    with localcontext(prec=40):
        exact = (Decimal(a + b) / (a * b * comb(a + b, a))).ln()
    assert abs(float(Decimal(float(log_beta(a, b))) - exact)) <= 1e-13 + 1e-15 * abs(float(exact))


def test_log_beta_takes_whole_arrays():
    """A column and a row give a table, as NumPy's own functions do."""
    table = log_beta(np.array([[1.0], [2.0]]), np.array([1.0, 2.0, 3.0]))
    assert np.allclose(np.exp(-table), [[1, 2, 3], [2, 6, 12]], rtol=1e-13)


@given(st.integers(1, 40_000), st.floats(-6, 6))
def test_the_tail_of_chi_square_is_scipys(df, deviations):
    """Around its middle, where it is read, to 2e-12 of itself; where df is few or 40,000."""
    x = max(df + deviations * (2 * df) ** 0.5, 1e-3)
    expected = chdtrc(df, x)
    assert abs(chi2_tail(df, x) - expected) <= 2e-12 * expected


@given(st.integers(1, 30), st.floats(0, 400))
def test_the_tail_of_chi_square_far_away(df, x):
    """To 1e-12 of itself too where nearly nothing is left of it, and where all is."""
    expected = chdtrc(df, x)
    assert abs(chi2_tail(df, x) - expected) <= 1e-12 * expected


def test_the_ends_of_the_tail():
    """Nothing is more than 0 but for sure; nothing is left of what has no end."""
    assert chi2_tail(3, 0.0) == 1.0
    assert chi2_tail(1, 1e9) == chi2_tail(2, 1e9) == chi2_tail(999, 1e9) == 0.0
    assert chi2_tail(1, inf) == 0.0
