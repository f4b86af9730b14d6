"""Exercises 07.5 to 07.7: the data's own denoiser, and telling whether a network memorises."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Choice, Function, Mistake, Prediction, edit


# 07.5 ----------------------------------------------------------------- the data's own denoiser
def data_denoiser(x_t, points, alpha, sigma):
    """Σ_i r_i x⁽ⁱ⁾, r_i ∝ exp(−|x_t − α x⁽ⁱ⁾|²/2σ²)."""
    logs = -np.sum((x_t - alpha * points) ** 2, axis=1) / (2 * sigma**2)
    r = np.exp(logs - np.max(logs))
    return r @ points / np.sum(r)


def _each_coordinate_by_itself(x_t, points, alpha, sigma):
    r = np.exp(-((x_t - alpha * points) ** 2) / (2 * sigma**2))
    return np.sum(r * points, axis=0) / np.sum(r, axis=0)


def _sigma_from_alpha(x_t, points, alpha, sigma):
    return data_denoiser(x_t, points, alpha, np.sqrt(1 - alpha**2))


EXPONENT = (
    r"The exponent of the Gaussian is $-\|x_t-\alpha x^{(i)}\|^2/(2\sigma^2)$: squares above and below, and the 2."
)
WHOLE = "A point is likely or not as a whole: one squared distance, the sum over its coordinates, for each row."
SHARES = "Probabilities add up to 1: divide each share by the sum of all of them."
SCALE = (
    r"The points stand at the scale of $x_0$ and so does the answer; only in the exponent they are shrunk by $\alpha$."
)

DATA_DENOISER = Function(
    "07.5",
    title="The data's own denoiser",
    points=3,
    reference=data_denoiser,
    inputs=lambda rng: [
        (np.array([0.2, 0.4]), np.array([[-1.0, 0.0], [1.0, 0.5], [0.0, 2.0]]), 0.8, 0.6),
        (np.array([300.0, -200.0]), np.array([[-1.0, 0.0], [1.0, 0.5], [0.0, 2.0], [1.0, 0.52]]), 0.9, 0.4),
        *(
            (rng.normal(size=d), rng.normal(size=(n, d)), float(a), float(s))
            for (n, d), a, s in zip(
                [(5, 2), (4, 3), (6, 1), (3, 3), (1, 2)], rng.uniform(0.3, 1.5, size=5), rng.uniform(0.4, 1.3, size=5)
            )
        ),
    ],
    mistakes=[
        Mistake("σ without the square", edit("2 * sigma**2", "2 * sigma"), EXPONENT),
        Mistake(
            "multiplied by σ²", edit("/ (2 * sigma**2)", "/ 2 * sigma**2"), "Python reads a / 2 * b as (a / 2) * b."
        ),
        Mistake("the 2 missing", edit("(2 * sigma**2)", "sigma**2"), EXPONENT),
        Mistake("(2σ)² for 2σ²", edit("2 * sigma**2", "(2 * sigma) ** 2"), EXPONENT),
        Mistake("σ left out", edit(" / (2 * sigma**2)", " / 2"), EXPONENT),
        Mistake(
            "distance not squared",
            edit("np.sum((x_t - alpha * points) ** 2, axis=1)", "np.linalg.norm(x_t - alpha * points, axis=1)"),
            EXPONENT,
        ),
        Mistake("the sign", edit("-np.sum", "np.sum"), "Your far points count more than your near ones."),
        Mistake("points not shrunk", edit("alpha * points", "points"), SCALE),
        Mistake(
            "x_t divided by α instead",
            edit("x_t - alpha * points", "x_t / alpha - points"),
            r"Dividing $x_t$ by $\alpha$ divides its noise as well: its standard deviation is then $\sigma/\alpha$.",
        ),
        Mistake("mean of the shrunk points", edit("return r @ points", "return alpha * r @ points"), SCALE),
        Mistake("divided by α", edit("return r @ points", "return r @ points / alpha"), SCALE),
        Mistake(
            "taken for the noise",
            edit("return r @ points / np.sum(r)", "return (x_t - sigma * (r @ points / np.sum(r))) / alpha"),
            r"The weighted mean of the points *is* $\operatorname E[x_0\mid x_t]$. Nothing has to be converted.",
        ),
        Mistake("σ from α", _sigma_from_alpha, r"You are given $\sigma$: it need not be $\sqrt{1-\alpha^2}$."),
        Mistake("summed before squaring", edit("points) ** 2, axis=1)", "points), axis=1) ** 2"), WHOLE),
        Mistake(
            "exponents not shifted by the largest",
            edit("logs - np.max(logs)", "logs"),
            "Far from all points you get 0/0 or too large a number, NaN. First take the largest exponent, that of the "
            "nearest point, from all of them: the shares stay the same.",
        ),
        Mistake("x_t scaled", edit("return r @ points / np.sum(r)", "return x_t / alpha"), "The points are not used."),
        Mistake(
            "the noise",
            edit("return r @ points / np.sum(r)", "return (x_t - alpha * (r @ points / np.sum(r))) / sigma"),
            "That is the noise. $x_0$ is asked for.",
        ),
        Mistake("mean over coordinates", edit("np.sum((", "np.mean(("), WHOLE),
        Mistake("each coordinate by itself", _each_coordinate_by_itself, WHOLE),
        Mistake(
            "the nearest point",
            edit("return r @ points / np.sum(r)", "return points[np.argmax(r)]"),
            "You returned the likeliest point. The others are possible as well, and a mean counts them.",
        ),
        Mistake("shares that do not add up to 1", edit("logs - np.max(logs)", "logs", " / np.sum(r)", ""), SHARES),
        Mistake("shares with the largest at 1", edit(" / np.sum(r)", ""), SHARES),
        Mistake(
            "densities, not shares",
            edit("logs - np.max(logs)", "logs", " / np.sum(r)", " / np.sqrt(2 * np.pi * sigma**2)"),
            SHARES,
        ),
        Mistake(
            "divided by the number of points", edit("logs - np.max(logs)", "logs", "np.sum(r)", "len(points)"), SHARES
        ),
        Mistake(
            "largest share 1, over their number",
            edit("np.sum(r)", "len(points)"),
            SHARES,
        ),
        Mistake(
            "the mean of the data",
            edit("return r @ points / np.sum(r)", "return np.mean(points, axis=0)"),
            "That is the best estimate before $x_t$ is seen.",
        ),
    ],
    hints=[
        "points has shape (n, d) and x_t (d,): x_t − alpha * points is (n, d), one difference a row.",
        r"Shares: np.exp of $-\text{squared distance}/(2\sigma^2)$, divided by their sum. Then shares @ points.",
    ],
)


# 07.6 ----------------------------------------------------------------- predict: digits it has not seen
NOT_SEEN = Prediction(
    "07.6",
    title="Predict: digits it has not seen",
    points=1,
    options={
        "a": "falls along with the loss on the training digits, a little above it",
        "b": "falls first, then rises, while the loss on the training digits goes on falling",
        "c": "rises from the start: what is learned about 100 digits is of no use for others",
        "d": "falls, and stops where the loss on the training digits stops",
    },
    reference="b",
    mistakes=[
        Mistake(
            "falls along",
            "a",
            "So it is with many training digits, for as long as we train here. A hundred can be memorised.",
        ),
        Mistake(
            "rises from the start", "c", "What comes first is of use for all digits: where the ink is, how strokes run."
        ),
        Mistake(
            "both stop together",
            "d",
            "The loss on the training digits has a minimum of its own, near 0 where $x_t$ identifies one of the 100.",
        ),
    ],
    reveal="First the network learns what all digits share, then what distinguishes these 100: overfitting.",
)


# 07.7 ----------------------------------------------------------------- spot the memoriser
MEMORISER = Choice(
    "07.7",
    title="Spot the memoriser",
    points=2,
    options={"a": "sample A", "b": "sample B", "c": "sample C", "d": "sample D"},
    reference="c",
    mistakes=[
        Mistake(
            "the one nearest to the training digits",
            "a",
            "Sample A is close to the training digits, and just as close to the held-out ones. A copy is not.",
        ),
        Mistake(
            "the sharp one",
            "b",
            "Sample B is as far from the training digits as from the held-out ones. What would a copy be?",
        ),
        Mistake(
            "the one farthest away", "d", "Sample D is far from both sets, and equally far. Copies of one set are not."
        ),
    ],
    hints=[
        "Training and held-out digits have the same law: samples that memorise neither are equally far from both.",
        "Compare the two columns of a row with each other, not the rows.",
    ],
    reveal="C is made of training digits with noise added. The noise hides the copies from a threshold on distance, "
    "but not from the comparison with held-out digits.",
)
