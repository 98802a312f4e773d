"""Every file in examples/ runs, and what it makes is free of errors."""

import runpy
from pathlib import Path

import pytest

import timeline_dsl as td

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_the_timelines_it_makes_have_no_errors(path, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    made = [value for value in runpy.run_path(str(path)).values() if isinstance(value, td.Timeline)]
    for timeline in made:
        assert timeline.check(region="cn-shanghai").errors == ()
