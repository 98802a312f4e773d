"""Thirty calls a second, then Throttling.User."""

from __future__ import annotations

from pathlib import Path

from timeline_dsl.serve.limits import CallLimit
from timeline_dsl.serve.run import endpoint

from .conftest import KEY
from .wire import call


def test_no_second_takes_more_than_the_limit() -> None:
    moments = [count / 100 for count in range(500)]
    ticking = iter(moments)
    limit = CallLimit(30, lambda: next(ticking))
    taken = [moment for moment in moments if limit.admits("a")]
    for start in taken:
        assert sum(start <= moment < start + 1 for moment in taken) <= 30
    assert len(taken) == 150


def test_a_refused_call_does_not_count() -> None:
    now = [0.0]
    limit = CallLimit(2, lambda: now[0])
    assert [limit.admits("a") for _ in range(5)] == [True, True, False, False, False]
    now[0] = 1.0
    assert [limit.admits("a") for _ in range(3)] == [True, True, False]


def test_each_access_key_has_its_own_limit() -> None:
    limit = CallLimit(1, lambda: 0.0)
    assert [limit.admits(key) for key in ("a", "b", "a")] == [True, True, False]


def test_the_31st_call_of_a_second_is_throttled(tmp_path: Path) -> None:
    with endpoint(tmp_path, access_key=KEY) as running:
        answers = [call(running, "ListMediaProducingJobs") for _ in range(60)]
        statuses = [status for status, _ in answers]
        assert statuses[:30] == [200] * 30
        assert statuses[30] == 429
        assert next(body["Code"] for status, body in answers if status == 429) == "Throttling.User"
