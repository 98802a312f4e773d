"""Code from timelines: running it gives the same document, and it reads as if a person had written it."""

import ast
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import timeline_dsl as td
from timeline_dsl.code.layout import WIDTH
from timeline_dsl.strategies import timelines

from .random_documents import OSS, draw


def made_by(code: str) -> td.Timeline:
    """What a program calls `timeline`."""
    names: dict[str, Any] = {}
    exec(compile(code, "<code>", "exec"), names)
    timeline: td.Timeline = names["timeline"]
    return timeline


def hold(timeline: td.Timeline) -> str:
    """The code of a timeline, after a look at the law and the width of its lines."""
    code = timeline.to_python()
    assert repr(made_by(code).to_dict(check=False)) == repr(_sorted_like(timeline.to_dict(check=False), made_by(code)))
    assert max(map(len, code.splitlines())) <= WIDTH
    return code


def _sorted_like(document: Any, made: td.Timeline) -> Any:
    """`document` with its keys in the order of the other one, so that 1, 1.0 and True are told apart by their text."""
    return _ordered(document, made.to_dict(check=False))


def _ordered(one: Any, like: Any) -> Any:
    if isinstance(one, dict) and isinstance(like, dict):
        keys = [key for key in like if key in one] + [key for key in one if key not in like]
        return {key: _ordered(one[key], like.get(key)) for key in keys}
    if isinstance(one, list) and isinstance(like, list) and len(one) == len(like):
        return [_ordered(inner, other) for inner, other in zip(one, like, strict=True)]
    return one


def read(document: dict[str, Any]) -> td.Timeline:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", td.TimelineWarning)
        return td.Timeline.from_dict(document)


@pytest.mark.parametrize("first", range(0, 300, 25))
def test_running_the_code_of_random_documents_gives_the_same_documents(first: int) -> None:
    for seed in range(first, first + 25):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", td.TimelineWarning)
            try:
                hold(read(draw(seed)))
            except Exception as error:
                raise AssertionError(f"seed {seed}") from error


@given(timelines())
@settings(max_examples=100, deadline=None)
def test_running_the_code_of_timelines_that_check_gives_the_same_documents(timeline: td.Timeline) -> None:
    assert "from_dict" not in hold(timeline)
