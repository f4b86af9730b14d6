# %% [markdown]
r"""
# K · How does one teach this course, and what does a mark in it mean?

{badges}

| | |
|---|---|
| **You will be able to** | choose a plan for a day, four weeks or fourteen, and change it without breaking what a lecture needs · say for each lecture what to ask aloud, which exercise separates, which mistakes to expect and what to cut · grade a class, and say what such a mark proves |
| **You need** | [lecture 00](../lectures/00_start_here.ipynb), and the lectures that you teach |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np

from utils.exercises import guide, registry
from utils.exercises.guide import PLANS
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.exercise import Choice, Formula, Function, Number, Prediction
from utils.teaching.notebook import html
from utils.teaching.scene import Curve, Formula as Words, Links, Panel, Points
from utils.teaching.tables import table

figures.use_style()
known = guide.lectures()

# %% [markdown]
r"""
## The picture first

Each dot is a lecture: its number below, and upwards how long the longest chain of lectures is on which it rests.
A line joins it to what it needs, by the row *You need* at its top; lines that follow from others are left out.
Choose a plan and drag through its sessions: blue discs have been taught, orange squares are being taught, light circles are read at home, pink squares are not taught yet.

Before you drag: which lecture could you teach next, after 00, 02 and 06?
And which rests on the most?
"""

# %% tags=["picture"]
numbers = list(known)
place = {number: i for i, number in enumerate(numbers)}


def rests_on(number):
    """All lectures that a lecture needs, directly or through others."""
    return {deep for need in known[number].needs for deep in {need, *rests_on(need)}}


below = {number: rests_on(number) for number in numbers}
height = {}
for number in numbers * 3:  # until nothing changes
    height[number] = 1 + max((height.get(need, 0) for need in known[number].needs), default=0)
edges = [(place[need], place[number]) for number in numbers for need in known[number].needs
         if not any(need in below[other] for other in known[number].needs)]


# %% tags=["picture"]
def taught(plan):
    chosen = next(one for one in PLANS if one.name == plan)
    steps = len(chosen.sessions) + 1
    where = np.array([(place[n], height[n]) for n in numbers], dtype=float)
    colours = np.full((steps, len(numbers)), 7)
    for k in range(1, steps):
        for done, (now, at_home) in enumerate(chosen.sessions[:k], 1):
            for number in (*now, *at_home):
                colours[k, place[number]] = (6 if number in now else 2) if done == k else 5
    used = np.r_[[(0, 0)], np.cumsum(chosen.minutes(), axis=0)].T
    dots = Points(np.tile(where, (steps, 1, 1))[0], colour_by=colours, size=6, label="lectures")
    panels = [Panel(Links(np.array(edges)), dots, title="what needs what", xlabel="lecture", ylabel="longest chain below it", xlim=(-1, 29), ylim=(0, max(height.values()) + 1)),
              Panel(Curve(np.arange(steps), used[0], label="in class"), Curve(np.arange(steps), used[1], label="at home"), title="minutes of the course", xlabel="session", ylabel="minutes"),
              Words("after {sessions:.0f} sessions: {taught:.0f} minutes in class, {read:.0f} at home")]
    values = {"sessions": np.arange(steps), "taught": used[0], "read": used[1]}
    return dict(panels=panels, times=np.arange(steps), t=2, values=values, title="A plan on the map of needs",
                status="session {t:.0f} of {T:.0f}: {taught:.0f} minutes in class, {read:.0f} at home")


controlled(taught, plan=choose("plan", [plan.name for plan in PLANS], value="four weeks"))

# %%
table([(number, known[number].title, ", ".join(known[number].needs) or "–", len(below[number]), sum(known[n].minutes for n in (number, *below[number])))
       for number in numbers], "lecture", "question", "needs", "rests on (lectures)", "minutes, all of them")

# %% [markdown]
r"""
## 1 · What the minutes are

They are counted, by the build, from each lecture as it stands: words/200, half a minute for a displayed equation, a minute for 20 lines of code that is not collapsed, three minutes an exercise.
Nobody has timed a class.
Three minutes is right for a choice or a prediction and too little for an exercise that derives something, so a learner who does all exercises needs longer than the plans say; that is what the free minutes in them, and homework, are for.
If you time a class, you know more than this page.

## 2 · Three plans

A plan is for people who read in the room: you show the opening scene, they read and try a section, you ask, they commit themselves, somebody opens the cell.
How long it takes to lecture a text from the front instead, you have to try.

- **One day**, for people who want the idea: three sessions of two hours.
  The noising line, how much noise is enough, the score, sampling; then the other meaning of diffusion, as an outlook.
- **Four weeks**, two sessions of two hours a week, with reading in between: Part I whole, then guidance, fraud, adoption, epidemics, networks, hierarchies, and the rewind that joins both parts.
- **Fourteen weeks**, a row a week, two meetings of 75 minutes: everything.
  Lecture 18 is read at home in week 11, after 19, which it needs.

The cell computes the minutes and refuses a plan that does not fit or uses a lecture before what it needs; a test does so, too.
"""

# %%
for plan in PLANS:
    minutes = plan.minutes()
    assert guide.early(plan.order) == [], guide.early(plan.order)
    assert all(a <= plan.room and b <= plan.home for a, b in minutes)
    table([(k, " · ".join(now), a, plan.room - a, " · ".join(at_home) or "–", b) for k, ((now, at_home), (a, b)) in enumerate(zip(plan.sessions, minutes), 1)],
          "session", "in class", "minutes", "free", "read at home after it", "minutes at home",
          caption=f"{plan.name}: {len(plan.order)} of {len(known)} lectures, {sum(a for a, _ in minutes)} minutes in class, {sum(b for _, b in minutes)} at home")

# %% [markdown]
r"""
To make a plan of your own, list the lectures in your order and ask what is missing:
"""

# %%
mine = ["00", "02", "06", "19", "28"]
table(guide.early(mine), "lecture", "needs first", caption=f"taught in this order: {', '.join(mine)}")

# %% [markdown]
r"""
A need can also be met by ten minutes at the board.
The *You need* row of a lecture says which equations or sections it uses; two short bridges are from [02](../lectures/02_noising.ipynb) and [03](../lectures/03_schedules.ipynb) to 08 (the kernel, the prior gap), and from [09](../lectures/09_continuous_time.ipynb), sections 1 and 2, to 19 and 20 (Fokker–Planck).

## 3 · Lecture by lecture

Open a lecture for: two questions to ask aloud *before* the picture or the table is opened; the exercise that separates who has understood from who has followed, and why; mistakes to have a word ready for; what to leave out first.

The mistakes are a choice from those that the checks know by name.
They were written down from wrong answers to the statements alone (kept in `tests/exercises/answers`) and from slips that were published ([appendix I](I_museum_of_bugs.ipynb)).
How often a class makes them, we do not know: no class has been counted.
A grading run counts them in yours (section 5).
"""

# %% tags=["picture"]
cards = [guide.card(number) for number in numbers]
html.View("".join(card.html for card in cards), "\n\n".join(card.text for card in cards))

# %% [markdown]
r"""
Three habits in the room, whatever the lecture.

- **Let them commit.**
  A prediction earns its point for any answer.
  Ask for hands before you open the cell; the cells that decide are stored closed.
- **Be wrong on purpose.**
  Hand in a listed mistake in front of the class, and let them say what the check will answer.
- **Let them drag.**
  A scene needs no kernel: it works on a projector, in a saved notebook and in an exported page.

## 4 · Points

Points stand in the exercises' modules and are woven into the text.
A *prediction* earns its points for any guess: it rewards committing oneself, and measures nothing.
"""

# %%
kinds = {"predictions": Prediction, "choices": Choice, "numbers": Number, "formulas": Formula, "functions": Function}
every = {number: registry.exercises(name) for number, name in zip(numbers, registry.modules())}
rows = [(number, len(ones), sum(one.points for one in ones), *(sum(isinstance(one, kind) for one in ones) for kind in kinds.values())) for number, ones in every.items()]
table([*rows, ("all", *(sum(row[i] for row in rows) for i in range(1, 8)))], "lecture", "exercises", "points", *kinds)
free = sum(one.points for ones in every.values() for one in ones if isinstance(one, Prediction))
print(f"points for committing oneself: {free} of {sum(row[2] for row in rows)}")

# %% [markdown]
r"""
## 5 · Grading a class

A learner's own check is for learning.
For marks, collect the notebooks and grade them elsewhere; [grading/README.md](../grading/README.md) has the whole of it.

    python -m grading 02 submissions.zip --out results/02

`submissions.zip` may be a folder, or what Moodle or Canvas lets you download.
In `results/02` you find a page of feedback for each learner (`feedback/`), a gradebook, and `class.html`: who has no mark and why, what was passed, and which mistakes were made how often.
That last table is what this page cannot give you: what *your* class gets wrong.
`--to moodle`, `canvas` or `gradescope` writes what these platforms take; Moodle's and Canvas' own export (`--worksheet`) is filled in, and nothing else in it touched.
A run that was interrupted goes on where it stopped; a notebook that cannot be read is named, and has no mark rather than a 0.

Each answer is run on the inputs of the notebook's own check and on hidden ones, which follow from a secret and are new in each run.
The learner's code runs behind a wall: another process, without network, without the reference answers and without the other submissions; what comes back is data, and the judge outside compares.
Where there is no such wall (macOS, Windows, an old kernel) nothing is graded, unless you say `--trust-submissions`; the last line names the wall that was in force.

**With nbgrader.**
The masters in `source/lectures` mark each answer with nbgrader's own pair of comments.
`python -m grading.nbgrader_source 02 --out COURSE/source/lecture_02` makes nbgrader's source notebook of a lecture, and `nbgrader generate_assignment lecture_02` what students get.
nbgrader runs a learner's code without a wall, and its marks are worth what section 6 says.

## 6 · What is not protected

Know this before a mark counts.

| what | who can reach it | what it means |
|---|---|---|
| worked answers | everybody: `solutions/` and `source/` are public | a mark for these exercises shows that somebody handed the answer in, not who found it |
| reference answers and listed mistakes | everybody who runs the course: `utils/exercises` is read by the check in the learner's own kernel | a notebook's "passed" proves nothing to others; a few lines of code can produce it |
| progress | the learner: a file in the course's folder | do not collect it for marks |
| hidden inputs of a grading run | nobody, while the secret stays yours | they stop answers that are typed in for the usual inputs, and nothing else |
| the right values on the usual inputs | everybody who gets feedback | a second attempt could type them in; new seeds each run are the answer |
| your own exercises, kept outside the course (`--exercises FOLDER`) | you, until you hand the statements out | the only exercises here whose answers are not public |
| help from others, people or programs | whom you do not see | ask for a derivation at the board: each lecture ends with what one should be able to say there |

What follows from it:

- **For learning**, leave all as it is.
  Whoever copies an answer cheats nobody else.
- **For a pass mark**, grade with hidden seeds, and talk to those who passed: five minutes on the exercise that separates.
- **For a mark that counts**, write exercises of your own, in the format of `utils/exercises`, outside the course: a reference, inputs, mistakes.
  Change a lecture's numbers, domain or law rather than its words.
  `python -m grading --try-exercises mine/` says whether they accept what is right and name what is wrong.
  Or examine on paper: the derivations are made for a blackboard.

**Who runs what, where.**
The learner's notebook, its checks and its progress run on the learner's machine, or on a hub's, and send nothing anywhere.
Grading runs on yours.
The names in the submissions stay in the folder that you name.

## Sources

The minutes, needs, points and mistakes are read from the course itself, by `utils/exercises/guide`; the advice and the plans are ours, and no class has tested them.
"""
