"""The programs of the package Examples, and what they say."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def example(name):
    """The built program of an example."""
    path = ROOT / ".build/release" / name
    assert path.exists(), f"{path} is not there. Build it: Scripts/build-examples {name}"
    return str(path)


def race(*words):
    """Runs the race to its end."""
    return subprocess.run(
        [example("TheRace"), *words], capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)


def board(text):
    """The introduction, the headings and the rows of a race's output: each row's cells by its label."""
    introduction, table = text.strip().split("\n\n")
    headings, *lines = [re.split(r"\s{2,}", line.strip()) for line in table.splitlines()]
    return introduction, headings, {line[0]: [_cell(text) for text in line[1:]] for line in lines}


def _cell(text):
    return int(text) if text.isdigit() else text
