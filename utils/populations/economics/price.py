"""Bass with decision variables: price and advertising turn the clock faster or slower, the curve stays the same.

    dF/dt = (p + q F)(1 − F) x(t)        x = 1 + β₁ Pr′/Pr + β₂ A′/A
    F(t) = F_Bass(X(t))                  X(t) = ∫₀ᵗ x = t + β₁ ln(Pr(t)/Pr(0)) + β₂ ln(A(t)/A(0))

β₁ < 0: a falling price speeds adoption. Only relative changes enter, so neither the currency nor its level does.
Source: Bass, Krishnan & Jain 1994, Why the Bass model fits without decision variables, Marketing Science 13, 203–223.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import an_instance, number
from utils.data.counts import Counts
from utils.populations.curves import Bass
from utils.populations.estimation.adoption import sales_likelihood
from utils.populations.estimation.fitting import Fit, fit
from utils.populations.estimation.likelihood import Likelihood, Parameter
from utils.populations.estimation.noise import noise_model, usable
from utils.populations.estimation.profiles import Profile, profile

WIDEST = 4.0  # |β| is searched up to here: a price that falls by a fifth then shifts a yearly clock by most of a year
COLLINEAR = 1e8  # two columns of a larger condition number are one


def clock(t: Any, price: Any, beta: float, advertising: Any = None, beta_advertising: float = 0.0) -> np.ndarray:
    """X (n,) at the times t (n,): X(t_k) = t_k − t_0 + β₁ ln(Pr_k/Pr_0) + β₂ ln(A_k/A_0), so X(t_0) = 0.

    price, advertising (n,): above 0, at those times; None: constant. Raises ValueError where the clock would run
    backwards, x < 0: people do not give back what they adopted.
    """
    t = arrays.points("t", t, ("n",), least=2)
    if np.any(np.diff(t) <= 0):
        raise ValueError(f"t must increase, got {t}")
    X = t - t[0] + number("beta", beta) * _relative("price", price, t)
    if number("beta_advertising", beta_advertising) and advertising is None:
        raise ValueError("advertising must be given where beta_advertising is not 0, got None")
    X = X if advertising is None else X + beta_advertising * _relative("advertising", advertising, t)
    if np.any(steps := np.diff(X) < -1e-12):
        where, betas = f"X falls after t = {t[np.argmax(steps)]:g}", f"{beta:g} and {beta_advertising:g}"
        raise ValueError(f"beta and beta_advertising must not turn the clock back, got {betas}: {where}")
    return X


def priced_adopters(
    curve: Bass, t: Any, price: Any, beta: float, advertising: Any = None, beta_advertising: float = 0.0
) -> np.ndarray:
    """m F(X(t)) (n,): how many have adopted by the times t (n,), if nobody had at t_0. The rest as in `clock`.

    A price with Pr′/Pr = r throughout: X = (1 + βr) t, an ordinary Bass curve with p(1 + βr) and q(1 + βr).
    """
    curve = an_instance("curve", curve, Bass)
    return curve.adopted(np.maximum(clock(t, price, beta, advertising, beta_advertising), 0.0))


def price_likelihood(series: Counts, price: Any) -> Likelihood:
    """ℓ(p, q, m, β) of new adopters by interval, normal errors: y_k around m (F(X(t_k)) − F(X(t_{k−1}))).

    series: kind "new". price (n + 1,): at the ends of its n intervals, series.edges. From the mean prices of n years,
    np.append(price[0], price) takes each to hold at its year's end. β is searched where the clock never runs backwards.
    """
    series = usable(series, "new")
    edges = series.edges - series.start
    change = _relative("price", price, edges)
    pace = np.diff(change) / np.diff(edges)  # Pr'/Pr; x = 1 + β pace must not be negative
    low = max(-WIDEST, -1 / pace.max()) if pace.max() > 0 else -WIDEST
    high = min(WIDEST, -1 / pace.min()) if pace.min() < 0 else WIDEST
    beta = Parameter("beta", low, high, (low / 4, 0.0, high / 4), least=-np.inf, linear=True)

    def expected(theta: np.ndarray) -> np.ndarray:
        X = np.maximum(edges + theta[3] * change, 0.0)
        return np.maximum(np.diff(Bass(*theta[:3]).adopted(X)), 0.0)  # a clock that stands still may round below 0

    parameters = (*sales_likelihood(series).parameters, beta)
    return noise_model(series, expected, parameters, "least squares", lambda theta: ())


@dataclass(frozen=True, eq=False)
class PriceFit:
    """Bass with a price, beside Bass without.

    beta: its estimate; nan where it is not identified, as warnings[0] then says. interval: its profile likelihood.
    condition: condition number of the columns t and ln(Pr/Pr_0), each of length 1: how nearly one is the other's
    multiple; infinite or nearly so under a constant rate of decline, whatever was sold.
    delta_aicc: AICc with the price less AICc without: below 0 the price earns its parameter (Hurvich & Tsai 1989; the
    size of the errors counts as a parameter).
    """

    priced: Fit
    plain: Fit
    interval: Profile
    condition: float
    delta_aicc: float
    beta: float
    warnings: tuple[str, ...]


def fit_price(series: Counts, price: Any, level: float = 0.9) -> PriceFit:
    """Fits both models. series, price: as in `price_likelihood`; level: of the interval.

    β is not identified if its profile does not fall far enough on both sides within the searched range, or if log price
    is a straight line in time to within rounding: p and q then make up for any β.
    Raises ValueError for fewer than 7 counts: AICc divides by n − 6.
    """
    likelihood = price_likelihood(series, price)
    if (n := likelihood.observations) < 7:
        raise ValueError(f"series must have at least 7 counts, got {n}")
    priced, plain = fit(likelihood), fit(sales_likelihood(series))
    columns = np.stack([series.edges - series.start, _relative("price", price, series.edges)])
    sizes = np.maximum(np.linalg.norm(columns, axis=1, keepdims=True), 1e-300)
    condition, interval = float(np.linalg.cond(columns / sizes)), profile(likelihood, priced, "beta", level)
    aicc = [one.aic + 2 * (k := len(one.names) + 1) * (k + 1) / (n - k - 1) for one in (priced, plain)]
    found, said = priced["beta"], priced.warnings
    if not np.all(np.isfinite([interval.low, interval.high])) or condition > COLLINEAR:
        why = f"condition number {condition:.1e}, interval {interval.low:.3g} to {interval.high:.3g}"
        found, said = np.nan, (f"beta is not identified: p and q can make up for any of it ({why})", *said)
    return PriceFit(priced, plain, interval, condition, aicc[0] - aicc[1], found, said)


def _relative(name: str, value: Any, t: np.ndarray) -> np.ndarray:
    """ln(value/value_0), (n,)."""
    value = arrays.points(name, value, t.shape)
    if value.min() <= 0:
        raise ValueError(f"{name} must be above 0, got {value.min():g} at place {value.argmin()} (from 0)")
    return np.log(value / value[0])
