"""Exercise 07.4: telling whether a network memorises."""

from utils.teaching.exercise import Choice, Mistake

# 07.4 ----------------------------------------------------------------- spot the memoriser
MEMORISER = Choice(
    "07.4",
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
