"""Lint, formatting and generated files: what is committed is what the tools would write."""

import subprocess
import sys
from pathlib import Path

from timeline_dsl import schema
from timeline_dsl.catalog import aliases, table

ROOT = Path(__file__).parent.parent


def ruff(*words):
    done = subprocess.run([sys.executable, "-m", "ruff", *words], cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_ruff_finds_nothing():
    code, said = ruff("check", "--no-cache", ".")
    assert code == 0, said


def test_every_file_is_formatted():
    code, said = ruff("format", "--check", "--no-cache", ".")
    assert code == 0, said + "\nrun: ruff format ."


def test_the_committed_schemas_are_current(tmp_path):
    for path in schema.write(tmp_path):
        committed = ROOT / "schemas" / path.name
        assert committed.read_text(encoding="utf8") == path.read_text(encoding="utf8"), (
            f"run: timeline-dsl schema --write schemas ({path.name})"
        )
    assert {path.name for path in (ROOT / "schemas").iterdir()} == {path.name for path in tmp_path.iterdir()}


def test_the_aliases_of_the_catalogue_are_current():
    written = (ROOT / "timeline_dsl/catalog/ids.py").read_text(encoding="utf8")
    assert aliases.text() == written, "run: python -m timeline_dsl.catalog.aliases"


def test_the_catalogue_has_the_counts_that_its_tables_state():
    import json

    for path in sorted((ROOT / "timeline_dsl/catalog/tables").glob("*.json")):
        assert len(table(path.stem)) == json.loads(path.read_text(encoding="utf8"))["count"], path.name


def test_the_top_level_is_as_small_as_it_is_told():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    top = {name.split("/")[0] for name in listed if name and not name.startswith(".")}
    assert top <= {"timeline_dsl", "schemas", "tests", "examples", "pyproject.toml", "README.md", "LICENSE"}
