"""A course of one lecture and one appendix, small enough to build in a test."""

from pathlib import Path

PYPROJECT = """\
[project]
name = "small"
[project.urls]
Repository = "https://github.com/ada/small"
[tool.course]
branch = "main"
exercises = "{exercises}"
"""

LECTURE = '''\
# %% [markdown]
# # 02 · Why is two not three?
#
# {badges}
#
# | to read | to run |
# |---|---|
# | {minutes} | {seconds} |

# %% tags=["setup"]
import math


def check(number, answer):
    return answer


# %% [markdown]
r"""
Text with $x^2$ words.
"""

# %%
print("one")
print("two")
1 + 1

# %% tags=["picture", "reveal"]
len("picture")

# %% [markdown] tags=["exercise"]
# ### Exercise 02.1
# Twice `x`.

# %% tags=["exercise"]
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


double = check("02.1", double)

# %% [markdown]
# ### BEGIN SOLUTION
# Because two is two.
# ### END SOLUTION

# %% [markdown] tags=["exercise"]
# ### Exercise 02.2
# What is one and one?

# %% tags=["exercise"]
### BEGIN SOLUTION
total = 1 + 1
### END SOLUTION
total = check("02.2", total)

# %%
math.floor(2.5)
'''

APPENDIX = """\
# %% [markdown]
# # A · Signs
#
# {badges}
#
# A page without code, read in {minutes} minutes.
"""


def write(root: Path, lecture: str = LECTURE, exercises: str = "") -> Path:
    """Lay the course out under `root`; returns the lecture's master."""
    for folder in ("source/lectures", "source/appendices"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text(PYPROJECT.format(exercises=exercises), encoding="utf-8")
    (root / "source/appendices/A_signs.py").write_text(APPENDIX, encoding="utf-8")
    master = root / "source/lectures/02_small.py"
    master.write_text(lecture, encoding="utf-8")
    return master
