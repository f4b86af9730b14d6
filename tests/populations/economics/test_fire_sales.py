"""Fire sales: one bank in closed form, rounds, and the jump."""

import numpy as np
import pytest
from scipy.special import lambertw

from utils.populations.economics.clearing import clearing_vector, obligations
from utils.populations.economics.fire_sales import fire_sale

ONE = [[0.0, 1.0], [0.0, 0.0]]  # bank 0 owes 1


@pytest.mark.parametrize("alpha", [0.01, 0.1, 0.3, 0.36])
def test_one_seller_stops_where_sales_at_their_own_price_pay_the_debt(alpha):
    *_, last = fire_sale(ONE, [0, 0], [9, 0], alpha)  # s e^{−αs} = 1
    assert last.sold[0] == pytest.approx(-lambertw(-alpha).real / alpha, rel=1e-9) and not last.defaults.any()


def test_beyond_one_over_e_no_price_pays_and_everything_is_sold():
    *_, last = fire_sale(ONE, [0, 0], [9, 0], 0.37)
    assert last.sold[0] == 9 and last.price == pytest.approx(np.exp(-0.37 * 9)) and last.defaults[0]
    assert last.payments[0] == pytest.approx(9 * last.price)


def test_rounds_only_get_worse_and_the_last_agrees_with_itself():
    rng = np.random.default_rng(0)
    L = rng.exponential(size=(12, 12)) * (rng.random((12, 12)) < 0.3)
    np.fill_diagonal(L, 0)
    owed, Pi = obligations(L)
    q, alpha = rng.random(12) + 0.5, 0.12
    cash = owed - L.sum(axis=0) - q * rng.uniform(-0.5, 1, 12)
    steps = list(fire_sale(L, cash, q, alpha))
    prices, last = np.array([one.price for one in steps]), steps[-1]
    assert prices[0] == 1 and np.all(np.diff(prices) <= 0) and len(steps) > 3
    assert last.price == pytest.approx(np.exp(-alpha * last.sold.sum()), rel=1e-11)
    np.testing.assert_allclose(last.payments, clearing_vector(L, cash + last.price * q).payments)
    has = cash + Pi.T @ last.payments
    assert last.defaults.any() and not last.defaults.all()
    np.testing.assert_allclose(last.sold[last.defaults], q[last.defaults])
    sellers = (last.sold > 0) & ~last.defaults
    assert sellers.any()
    np.testing.assert_allclose((has + last.price * last.sold)[sellers], owed[sellers])


def test_without_an_effect_on_the_price_one_round_clears():
    (only,) = fire_sale(ONE, [0.2, 0], [1, 0], 0.0)
    assert only.price == 1 and only.sold[0] == pytest.approx(0.8) and not only.defaults.any()
