"""The museum of bugs: published slips, each beside the right line.

    exhibits("root", {"β for √β in the noising step": "variance at the end 0.05, not 1"})

What a slip does is measured where it is shown (appendix I). The line, and a value that tells, come from the exercise
that teaches it, where there is one. They stay folded, for they answer that exercise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from utils.teaching.exercise import Choice, Exercise, Mistake, Prediction
from utils.teaching.exercise.compare import compact
from utils.teaching.exercise.explain import named
from utils.teaching.exercise.judge import agree, right_outcomes, trusted_outcomes
from utils.teaching.exercise.outcomes import Outcome
from utils.teaching.notebook.html import View, rich, wrap

from .. import registry
from .slips import KINDS, SLIPS, Slip

__all__ = ["KINDS", "SLIPS", "Slip", "catalogue", "exhibits", "lines", "search", "taught", "telling"]
LONGEST = 120  # characters of an input that is still shown
CODE = "font-family: var(--jp-code-font-family, monospace); overflow-x: auto"
EDGE = "border-left: 4px solid var(--jp-info-color1, #1565c0); padding: 2px 12px; margin: 8px 0; max-width: 50em"


def taught(slip: Slip) -> tuple[Exercise, Mistake] | None:
    """The exercise and its mistake that teach a slip; None if none does. Raises KeyError for an unknown name."""
    if slip.mistake is None:
        return None
    exercise = registry.find(slip.mistake[0])
    for mistake in exercise.mistakes:
        if mistake.name == slip.mistake[1]:
            return exercise, mistake
    raise KeyError(f"exercise {exercise.id} has no mistake {slip.mistake[1]!r}")


def lines(slip: Slip) -> str:
    """What was written beside what is right: lines taken out begin with "- ", those put in their place with "+ "."""
    if slip.right:
        sides = (("- ", slip.right), ("+ ", slip.wrong))
        return "\n".join(sign + line for sign, text in sides for line in text.splitlines())
    return "" if (both := taught(slip)) is None else both[1].difference(both[0])


def telling(exercise: Exercise, mistake: Mistake) -> tuple[str, str, str]:
    """(input, what the mistake gives, what is right) on the first input of the exercise where they differ."""
    inputs = exercise.draw()
    right = right_outcomes(exercise, inputs)
    wrong = trusted_outcomes(exercise, mistake.answer(exercise), inputs)
    at = next(i for i, pair in enumerate(zip(wrong, right)) if not agree(exercise, *pair))
    return named(inputs[at], exercise.names()), _given(wrong[at]), _given(right[at])


def exhibits(kind: str, does: Mapping[str, str]) -> View:
    """All slips of one kind; `does` says of each, by name, what it was measured to do.

    Raises ValueError if the kind is unknown, or `does` has other names than its slips.
    """
    if kind not in KINDS:
        raise ValueError(f"kind: got {kind!r}, expected one of {', '.join(KINDS)}")
    shown = [slip for slip in SLIPS if slip.kind == kind]
    if (got := set(does)) != (names := {slip.name for slip in shown}):
        raise ValueError(f"does: missing {sorted(names - got)}, unknown {sorted(got - names)}")
    views = [_card(slip, re.sub(r"(?<![\w^])-(?=\d)", "−", does[slip.name])) for slip in shown]
    return View("".join(view.html for view in views), "\n\n".join(view.text for view in views))


def search(words: str) -> list[tuple[str, str, str]]:
    """(exercise, mistake, its change in code) for every listed mistake whose name has all of the `words` in it.

    Multiple choice and predictions are left out: their mistakes are the other options.
    """
    wanted = words.casefold().split()
    return [
        (exercise.id, mistake.name, mistake.change())
        for ones in registry.everything().values()
        for exercise in _open(ones)
        for mistake in exercise.mistakes
        if all(word in mistake.name.casefold() for word in wanted)
    ]


def catalogue() -> View:
    """The names of all listed mistakes, exercise by exercise, each lecture folded; without predictions and choices."""
    folds, text = [], []
    for title, ones in registry.everything().items():
        listed = {f"{one.id} {one.title}": [mistake.name for mistake in one.mistakes] for one in _open(ones)}
        head = f"{title}: {sum(map(len, listed.values()))} mistakes"
        body = "".join(f"<p><b>{rich(name)}</b>: {rich(' · '.join(names))}</p>" for name, names in listed.items())
        folds.append(f"<details><summary>{rich(head)}</summary>{body}</details>")
        text += [head, *(f"  {name}" for name in listed)]
    return View("".join(folds), "\n".join(text))


def _open(exercises: Sequence[Exercise]) -> list[Exercise]:
    """Those whose mistakes are not the other options."""
    return [exercise for exercise in exercises if not isinstance(exercise, Choice | Prediction)]


def _card(slip: Slip, does: str) -> View:
    facts = [("Seen in", slip.where), ("What it does", does), ("What finds it", slip.found)]
    code, both, more = lines(slip), taught(slip), ""
    title = "The line"
    if both is not None:
        title += f" (it answers exercise {both[0].id}: do that first)"
        where, got, right = (" ".join(value.split()) for value in telling(*both))
        more = f"For {where}: {got}; right is {right}." if len(where) <= LONGEST else ""
    html = f"<p><b>{rich(slip.name)}</b></p><p>"
    html += "<br>".join(f"<i>{what}:</i> {rich(text)}" for what, text in facts)
    html += f"</p><details><summary>{title}</summary><pre style='{CODE}'>{escape(code)}</pre>"
    html += f"<p>{rich(more)}</p></details>" if more else "</details>"
    text = [slip.name, *(wrap(f"  {what}: {words}") for what, words in facts), f"  {title}:", code]
    return View(f'<div style="{EDGE}">{html}</div>', "\n".join([*text, more] if more else text))


def _given(outcome: Outcome) -> str:
    return outcome.failure.type if outcome.failure else compact(outcome.value).strip("'")
