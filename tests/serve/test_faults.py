"""Faults on demand: what the text means, and what the caller meets."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from pathlib import Path

import pytest

from timeline_dsl.errors import UsageError
from timeline_dsl.serve.faults import Fate, Faults, FaultSource, parse
from timeline_dsl.serve.run import endpoint

from .conftest import KEY
from .wire import call


def test_the_text_names_every_fault() -> None:
    assert parse("throttle=0.2,drop=0.1,error=0.05,slow=2s,seed=7") == Faults(
        throttle=0.2, drop=0.1, error=0.05, slow=2.0, seed=7
    )
    assert parse("slow=250ms@0.5") == Faults(slow=0.25, slow_share=0.5)
    assert parse("") == Faults()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("drop=2", "'drop=2' needs a share from 0 to 1."),
        ("drop=x", "'drop=x' needs a share from 0 to 1."),
        ("crash=1", "'crash=1' is not a fault."),
        ("slow=2", "'slow=2' is not a fault."),
        ("throttle=0.6,drop=0.5", "The shares of throttle, drop and error add up to more than 1."),
    ],
)
def test_a_text_that_names_no_fault_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert str(caught.value) == f"{message} Fix: for example throttle=0.2,drop=0.1,error=0.05,slow=2s,seed=7"


def test_the_same_seed_gives_the_same_faults() -> None:
    faults = parse("throttle=0.2,drop=0.2,error=0.2,seed=3")
    first, second = FaultSource(faults), FaultSource(faults)
    assert [first.draw() for _ in range(200)] == [second.draw() for _ in range(200)]


def test_the_shares_are_kept_and_halved_before_and_after() -> None:
    source = FaultSource(parse("throttle=0.2,drop=0.1,error=0.1"))
    seen = Counter(source.draw() for _ in range(20_000))
    assert seen[Fate(throttle=True)] == pytest.approx(4000, rel=0.1)
    for fate in (Fate(drop="before"), Fate(drop="after"), Fate(error="before"), Fate(error="after")):
        assert seen[fate] == pytest.approx(1000, rel=0.15)


def test_a_caller_meets_throttling_errors_and_cut_connections(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    with endpoint(
        tmp_path, access_key=KEY, calls_per_second=0, faults="throttle=0.2,drop=0.2,error=0.2,seed=1"
    ) as running:
        for count in range(60):
            try:
                status, body = call(running, "CreateEditingProject", {"Title": str(count)})
                seen[body.get("Code", "ok")] += 1
                assert status == {"Throttling.User": 429, "ServiceUnavailable": 503, "InternalError": 500}.get(
                    body.get("Code"), 200
                )
            except (http.client.RemoteDisconnected, ConnectionResetError):
                seen["cut"] += 1
    assert set(seen) == {"ok", "cut", "Throttling.User", "ServiceUnavailable", "InternalError"}


def test_a_slow_endpoint_answers_late(tmp_path: Path) -> None:
    with endpoint(tmp_path, access_key=KEY, faults="slow=300ms") as running:
        start = time.monotonic()
        assert call(running, "ListMediaProducingJobs")[0] == 200
        assert 0.3 <= time.monotonic() - start < 3
