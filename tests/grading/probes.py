"""Exercises and answers that say what a learner's code can do behind the wall."""

from __future__ import annotations

import textwrap

from submissions import cell

from grading.wall import Wall
from grading.wall.messages import Report
from utils.teaching.exercise import Number

PROBE = Number("99.1", title="Say what you see", points=1, reference=1.0)
START = """
import ctypes, os, pathlib, signal, socket, subprocess, sys, threading, time

def tried(do):
    try:
        return f"did: {do()}"[:500]
    except BaseException as error:
        return type(error).__name__
"""


def ran(wall: Wall, code: str, limit: float = 10.0) -> Report:
    """What the wall's report says of an answer that `code` puts into `found`."""
    source = f'{START}\n{textwrap.dedent(code)}\ncheck("99.1", found)\n'
    report = wall.run("from utils.exercises import check", cell(source), PROBE, [[()]], limit)
    assert not report.setup, report.setup
    return report


def said(report: Report) -> str:
    """Why there is no result, in words."""
    return report.fault + "".join(one.refusal for one in report.ran)


def seen(wall: Wall, expression: str) -> str:
    """The value of an expression behind the wall as text, or the name of the exception that it raised."""
    report = ran(wall, f"found = tried(lambda: {expression})")
    assert report.ran and report.ran[0].outcomes, report
    return report.ran[0].outcomes[0].value
