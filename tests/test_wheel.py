"""The wheel, used as a stranger uses it: a separate package with its own tests, on the installed files alone."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STRANGER = Path(__file__).parent / "stranger"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of a copy of the sources, so that nothing of the checkout is touched."""
    copy, folder = tmp_path_factory.mktemp("sources") / "timeline_dsl", tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".*cache", "__pycache__", "*.mp4", ".venv"))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(folder),
            str(copy),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("timeline_dsl-*.whl"))


def test_everything_that_is_read_at_run_time_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tables = {
        f"timeline_dsl/catalog/tables/{path.name}" for path in (ROOT / "timeline_dsl/catalog/tables").glob("*.json")
    }
    schemas = {f"timeline_dsl/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.json")}
    assert tables | schemas | {"timeline_dsl/py.typed", "timeline_dsl/check/rules.json"} <= names
    data = {
        str(path.relative_to(ROOT)) for path in (ROOT / "timeline_dsl").rglob("*") if path.suffix in (".json", ".html")
    }
    assert data <= names


@pytest.mark.timeout(300)
def test_a_strangers_package_passes_its_own_tests_on_the_wheel(wheel, tmp_path):
    site = tmp_path / "stranger-site"
    installed = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)],
        capture_output=True,
        text=True,
    )
    assert installed.returncode == 0, installed.stderr
    own = tmp_path / "own"
    shutil.copytree(STRANGER, own)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-q",
        "-c",
        os.devnull,
        "--rootdir",
        str(own),
        "check_greetings.py",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(own)])}
    environment.pop("PYTEST_ADDOPTS", None)
    subprocess.run(
        [*command, "--update-timelines", "-k", "golden"], cwd=own, env=environment, capture_output=True, text=True
    )
    done = subprocess.run(command, cwd=own, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 passed" in done.stdout
