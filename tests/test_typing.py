"""Type checkers accept the package and its examples, and find planted mistakes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLANTED = ROOT / "tests" / "typing" / "planted.py"


def checked(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout + done.stderr


def planted_lines() -> set[int]:
    return {number for number, line in enumerate(PLANTED.read_text().splitlines(), 1) if line.endswith("# wrong")}


@pytest.mark.timeout(600)
def test_mypy_in_strict_mode_accepts_the_package_and_the_examples():
    for folder in ("timeline_dsl", "examples"):
        code, said = checked(sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy_cache", folder)
        assert code == 0, said


@pytest.mark.timeout(600)
def test_mypy_finds_every_planted_mistake():
    _, said = checked(sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy_cache", str(PLANTED))
    assert {int(line) for line in re.findall(r"planted\.py:(\d+): error", said)} == planted_lines(), said


@pytest.mark.timeout(600)
def test_pyright_accepts_the_examples_and_finds_every_planted_mistake():
    pyright = shutil.which("pyright", path=str(Path(sys.executable).parent))
    assert pyright, "pyright is part of the extra dev"
    _, said = checked(pyright, "--pythonpath", sys.executable, "examples", str(PLANTED))
    assert "examples" not in "\n".join(re.findall(r".*: error:.*", said)), said
    assert {int(line) for line in re.findall(r"planted\.py:(\d+):\d+ - error", said)} == planted_lines(), said
