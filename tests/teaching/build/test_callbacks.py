"""A knob's callback that reads a name which a later line assigns is refused: it would break after Run All."""

import pytest

from utils.teaching.build.callbacks import late
from utils.teaching.build.master import read

HEAD = "# %% [markdown]\n# # 02 · Why?\n\n# %%\nimport numpy as np\n\nd, scale = 64, [1.0]\n"
KNOB = (
    "\n# %%\ndef draw(T):\n    return dict(panels=[scale[0] * d * T])\n\n\ncontrolled(draw, T=slider('T', 1, 0, 2))\n"
)


def slips(tmp_path, text):
    path = tmp_path / "02_small.py"
    path.write_text(text, encoding="utf-8")
    return late(read(path))


@pytest.mark.parametrize(
    "later",
    [
        "d = 2",
        "for name, d in []:\n    pass",
        "with open('x') as d:\n    pass",
        "d += 1",
        "if (d := 3) > 2:\n    pass",
        "[d := n for n in range(3)]",
        "def d():\n    pass",
        "del d",
        "try:\n    pass\nexcept ValueError as d:\n    pass",
        "a, (b, *d) = 1, (2, 3)",
        "def change():\n    global d\n    d = 3",
        "match [1]:\n    case [d]:\n        pass",
    ],
)
def test_a_later_assignment_of_any_kind_is_named_with_both_lines(tmp_path, later):
    text = f"{HEAD}{KNOB}\n# %%\n{later}\n"
    [message] = slips(tmp_path, text)
    assert message.startswith(f"{tmp_path}/02_small.py:10: the callback draw reads 'd', which line ")
    assert int(message.split("which line ")[1].split()[0]) in range(17, 20)


@pytest.mark.parametrize(
    "later",
    [
        "[d for d in range(3)]",
        "def other(d):\n    d = 2\n    return d",
        "(lambda d: d)(3)",
        "import numpy as np",
        "x.d = 3",
        "scale[0] = 2",
    ],
)
def test_what_binds_another_name_is_no_concern(tmp_path, later):
    assert slips(tmp_path, f"{HEAD}{KNOB}\n# %%\n{later}\n") == []


def test_a_name_assigned_before_only_is_fine_and_so_is_one_that_is_bound(tmp_path):
    assert slips(tmp_path, HEAD + KNOB) == []
    bound = KNOB.replace("draw(T)", "draw(T, d=d)")
    assert slips(tmp_path, f"{HEAD}{bound}\n# %%\nd = 2\n") == []


def test_what_a_called_function_reads_counts_too(tmp_path):
    text = HEAD + KNOB.replace(
        "def draw(T):\n", "def size():\n    return [d for _ in range(3)]\n\n\ndef draw(T):\n    size()\n"
    )
    text = text.replace("scale[0] * d * T", "scale[0]")
    [message] = slips(tmp_path, f"{text}\n# %%\nd = 2\n")
    assert "the callback draw reads 'd'" in message


@pytest.mark.parametrize(
    "handed",
    [
        "own.observe(lambda change: own.update(d), 'handles')",
        "button.on_click(lambda event: print(d))",
        "Panel(on_drag=lambda event: print(d))",
        "controlled(partial(lambda d_, T: d, 3), T=slider('T', 1, 0, 2))",
        "controlled(make=lambda T: d)",
    ],
)
def test_lambdas_and_other_ways_of_handing_over(tmp_path, handed):
    [message] = slips(tmp_path, f"{HEAD}\n# %%\n{handed}\n\n# %%\nd = 2\n")
    assert ":10: the callback lambda reads 'd', which line 13 assigns" in message


def test_a_function_that_is_called_at_once_may_read_anything(tmp_path):
    assert (
        slips(tmp_path, f"{HEAD}\n# %%\ndef now():\n    return d\n\n\nnow()\nlist(map(now, []))\n\n# %%\nd = 2\n") == []
    )
