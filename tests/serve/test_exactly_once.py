"""Many submissions through throttling, errors and cut connections, with both sides killed: each job exists once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client

from timeline_dsl.serve.run import Running, endpoint

from .conftest import KEY, client_of, stocked, until

# The acceptance run is 500 jobs; the suite takes fewer.
JOBS = int(os.environ.get("TIMELINE_DSL_JOBS", "30"))
FAULTS = "throttle=0.08,drop=0.06,error=0.06,seed=11"


def client(running: Running) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("stubborn_client.py")
    command = [sys.executable, str(script), running.address, str(JOBS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def read(process: subprocess.Popen[str], lines: int) -> list[str]:
    assert process.stdout is not None
    return [process.stdout.readline().strip() for _ in range(lines)]


def kill(process: subprocess.Popen[Any]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)


def listed(sdk: Client) -> dict[str, str]:
    """Every job there is, with its state."""
    found: dict[str, str] = {}
    token = None
    while True:
        ask = models.ListMediaProducingJobsRequest(max_results=100, next_token=token)
        page = sdk.list_media_producing_jobs(ask).body
        found |= {row.job_id: row.status for row in page.media_producing_job_list}
        token = page.next_token
        if token is None:
            return found


def test_every_job_exists_once_and_is_finished_whoever_was_killed(tmp_path: Path, film: Path) -> None:
    root = stocked(tmp_path / "root", film)
    with endpoint(root, access_key=KEY, faults=FAULTS) as running:
        port = int(running.address.rpartition(":")[2])
        first = client(running)
        early = read(first, JOBS // 5)
        kill(first)
        second = client(running)
        assert read(second, JOBS // 5) == early
        kill(second)
        third = client(running)
        read(third, JOBS // 3)
        kill(running.process)
    with endpoint(root, access_key=KEY, faults=FAULTS, port=port):
        assert third.stdout is not None
        third.stdout.read()
        assert third.wait(60) == 0
    with endpoint(root, access_key=KEY, calls_per_second=0) as running:
        sdk = client_of(running)
        jobs = until(lambda: listed(sdk), lambda jobs: set(jobs.values()) == {"Success"}, 300)
    assert len(jobs) == JOBS
    assert set(early) <= set(jobs)
    names = sorted(path.name for path in (root / "media-bucket/many").iterdir())
    assert names == sorted(f"{number}.mp4" for number in range(JOBS))
