"""The way of a job through the queue: its states, dying workers, a dying endpoint."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client

from timeline_dsl.serve.engine import LOCAL
from timeline_dsl.serve.run import Running, endpoint

from .conftest import KEY, client_of, job, output, stocked, submission, until, wait
from .engines import RENDER_SECONDS

SLOW = "engines:SlowEngine"
FRAGILE = "engines:FragileEngine"


@pytest.fixture
def stock(tmp_path: Path, film: Path) -> Path:
    return stocked(tmp_path / "root", film)


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory, film: Path) -> Iterator[Client]:
    with start(stocked(tmp_path_factory.mktemp("fragile") / "root", film), FRAGILE) as running:
        yield client_of(running)


def start(root: Path, engine: str = LOCAL, **changes: Any) -> Any:
    return endpoint(root, access_key=KEY, calls_per_second=0, engine=engine, **changes)


def submit(sdk: Client, name: str, **changes: Any) -> str:
    job_id: str = sdk.submit_media_producing_job(submission(output_media_config=output(name), **changes)).body.job_id
    return job_id


def states(sdk: Client, job_id: str) -> tuple[list[str], list[int]]:
    """Every state and progress that was seen, in order, each once."""
    seen: list[str] = []
    progress: list[int] = []

    def look() -> dict[str, Any]:
        found = job(sdk, job_id)
        if found["Status"] not in seen[-1:]:
            seen.append(found["Status"])
        if found["Progress"] not in progress[-1:]:
            progress.append(found["Progress"])
        return found

    until(look, lambda found: found["Status"] in ("Success", "Failed"))
    return seen, progress


def kill(running: Running) -> list[psutil.Process]:
    """Kill the endpoint as a power cut would; its children at that moment."""
    children = psutil.Process(running.process.pid).children(recursive=True)
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait(10)
    return children


def test_a_job_waits_is_rendered_with_growing_progress_and_succeeds(
    stock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RENDER_SECONDS, "1.5")
    with start(stock, SLOW, workers=1) as running:
        sdk = client_of(running)
        first, second = submit(sdk, "one.mp4"), submit(sdk, "two.mp4")
        assert job(sdk, second)["Status"] in ("Init", "Queuing")
        seen, progress = states(sdk, first)
        assert seen[-2:] == ["Processing", "Success"]
        assert progress == sorted(progress)
        assert len(progress) > 4
        assert progress[-1] == 100
        seen, _ = states(sdk, second)
        assert [state for state in ("Queuing", "Processing", "Success") if state in seen] == seen[-3:]


def test_two_workers_render_at_the_same_time(stock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RENDER_SECONDS, "1")
    with start(stock, SLOW, workers=2) as running:
        sdk = client_of(running)
        jobs = [submit(sdk, f"{count}.mp4") for count in range(2)]
        until(lambda: [job(sdk, one)["Status"] for one in jobs], lambda seen: seen == ["Processing"] * 2)


def test_a_job_whose_worker_dies_is_started_again(fragile: Client) -> None:
    assert wait(fragile, submit(fragile, "deaths-2.mp4"))["Status"] == "Success"


def test_a_job_whose_worker_dies_three_times_fails(fragile: Client) -> None:
    done = wait(fragile, submit(fragile, "deaths-9.mp4"))
    assert (done["Code"], done["Message"]) == (
        "InternalError",
        "The worker process ended with exit code 70. It was started 3 times.",
    )
    assert wait(fragile, submit(fragile, "easy.mp4"))["Status"] == "Success"


def test_a_bug_in_the_engine_fails_the_job_without_a_traceback(fragile: Client) -> None:
    done = wait(fragile, submit(fragile, "bug.mp4"))
    assert (done["Code"], done["Message"]) == ("InternalError", "ZeroDivisionError: a bug in the engine")


def test_an_output_that_cannot_be_written_fails_the_job(sdk: Client, root: Path) -> None:
    (root / "media-bucket/a-file").write_bytes(b"")
    done = wait(sdk, submit(sdk, "a-file/x.mp4"))
    assert (done["Status"], done["Code"]) == ("Failed", "ProduceFailed")
    assert done["Message"] == "The output cannot be put at media-bucket/a-file/x.mp4: File exists."


def test_accepted_jobs_are_finished_after_a_kill(stock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RENDER_SECONDS, "0.4")
    with start(stock, SLOW) as running:
        sdk = client_of(running)
        jobs = [submit(sdk, f"{count}.mp4", client_token=f"t{count}") for count in range(8)]
        until(lambda: job(sdk, jobs[2])["Status"], lambda status: status == "Processing")
        children = kill(running)
    assert len(children) >= 2
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []  # workers and their FFmpeg end with the endpoint
    with start(stock, SLOW) as running:
        sdk = client_of(running)
        again = [submit(sdk, f"{count}.mp4", client_token=f"t{count}") for count in range(8)]
        assert again == jobs
        assert [wait(sdk, one)["Status"] for one in jobs] == ["Success"] * 8
        listed = sdk.list_media_producing_jobs(models.ListMediaProducingJobsRequest(max_results=100)).body
        assert sorted(row.job_id for row in listed.media_producing_job_list) == sorted(jobs)
    assert sorted(path.name for path in (stock / "media-bucket").glob("[0-9].mp4")) == [f"{n}.mp4" for n in range(8)]
    assert not list((stock / ".timeline-dsl/work").glob("*"))


def test_a_rendered_job_is_not_rendered_again_after_a_kill(stock: Path) -> None:
    with start(stock) as running:
        sdk = client_of(running)
        job_id = submit(sdk, "ready.mp4")
        wait(sdk, job_id)
        kill(running)
    # as it was found when the kill came between rendering and publishing
    place = stock / f".timeline-dsl/work/{job_id}-1"
    place.mkdir(parents=True)
    (place / "ready.mp4").write_bytes(b"rendered before the kill")
    (stock / "media-bucket/ready.mp4").unlink()
    with sqlite3.connect(stock / ".timeline-dsl/endpoint.sqlite3") as state:
        state.execute("UPDATE jobs SET status = 'Processing', rendered = 1.0, duration = NULL")
        state.execute("DELETE FROM media")
    with start(stock) as running:
        done = wait(client_of(running), job_id)
        assert (done["Status"], done["Duration"]) == ("Success", 1.0)
    assert (stock / "media-bucket/ready.mp4").read_bytes() == b"rendered before the kill"


def test_a_nonce_is_remembered_over_a_restart(stock: Path) -> None:
    from .wire import send, signed_headers

    with start(stock) as running:
        port = running.address.rpartition(":")[2]
        headers = signed_headers(running, "ListMediaProducingJobs", {}, b"")
        assert send(running, "POST", "/", headers)[0] == 200
        kill(running)
    with start(stock, port=int(port)) as running:
        status, body = send(running, "POST", "/", headers)
        assert (status, body["Code"]) == (400, "SignatureNonceUsed")
