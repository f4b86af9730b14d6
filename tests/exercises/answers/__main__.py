"""Print what the check says to the answers of some lectures or exercises: python -m tests.exercises.answers 02 04.3"""

import sys

from tests.exercises.answer_sets import LECTURES, judged

asked = sys.argv[1:] or LECTURES
for lecture in sorted({word.split(".")[0] for word in asked}):
    counts = {}
    for side in ("right", "wrong"):
        for one in judged(lecture, side, None if lecture in asked else asked):
            count = counts.setdefault(one.exercise.id, {"right": 0, "refused": 0, "wrong": 0, "passed": 0, "named": 0})
            count[side] += 1
            if side == "right" and one.verdict.status != "passed":
                count["refused"] += 1
                print(f"\n{one.exercise.id} RIGHT BUT REFUSED: {one.verdict.message}\n{one.text}")
            elif side == "wrong":
                count["passed"] += not one.rejected
                count["named"] += one.named
                word = one.verdict.mistake.name if one.named else "-" if one.rejected else "WRONG BUT PASSED"
                print(
                    f"\n{one.exercise.id} {word}" + ("" if one.named else f": {one.verdict.message}") + f"\n{one.text}"
                )
    print(f"\n{'exercise':10}" + "".join(f"{name:>9}" for name in ("right", "refused", "wrong", "passed", "named")))
    for id, count in counts.items():
        print(f"{id:10}" + "".join(f"{value:9}" for value in count.values()))
    wrong, named = (sum(count[key] for count in counts.values()) for key in ("wrong", "named"))
    print(f"lecture {lecture}: {named} of {wrong} wrong answers named, {named / max(wrong, 1):.0%}")
