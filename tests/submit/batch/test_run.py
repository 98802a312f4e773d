from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from timeline_dsl.errors import DocumentError, UsageError
from timeline_dsl.submit import Cloud
from timeline_dsl.submit.batch import Progress, Row, progress_table, read_rows, run_batch
from timeline_dsl.submit.batch import run as run_room
from timeline_dsl.submit.batch.table import line_of

from ..conftest import EDIT, OSS, QUICK
from ..practice import KEY

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(run_room, "_FIRST_LOOK", 0.01)
    monkeypatch.setattr(run_room, "_RAREST", 0.02)


@pytest.fixture
def results(tmp_path):
    return tmp_path / "results.jsonl"


def rows_file(tmp_path, count, *, keys=True):
    path = tmp_path / "rows.jsonl"
    lines = [
        {**({"key": f"ep{number}"} if keys else {}), "timeline": EDIT, "output": f"{OSS}ep{number}.mp4"}
        for number in range(count)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def lines_of(results):
    return [json.loads(line) for line in results.read_text().splitlines()]


def test_every_row_becomes_one_job_and_one_line(cloud, practice, tmp_path, results):
    seen = []
    progress = run_batch(cloud, read_rows(rows_file(tmp_path, 25)), results, on_progress=seen.append)
    assert (progress.ok, progress.succeeded, progress.total, progress.earlier) == (True, 25, 25, 0)
    assert len(practice.jobs) == 25
    line = next(line for line in lines_of(results) if line["key"] == "ep7")
    job = next(job for job in practice.jobs.values() if job["MediaURL"] == OSS + "ep7.mp4")
    assert line == {
        "key": "ep7",
        "where": "rows.jsonl:8",
        "state": "succeeded",
        "job_id": job["JobId"],
        "status": "Success",
        "media_id": job["MediaId"],
        "media_url": OSS + "ep7.mp4",
        "duration": 14.0,
    }
    assert seen[-1].waiting == seen[-1].running == 0


def test_a_second_run_does_nothing_again(cloud, practice, tmp_path, results):
    rows = read_rows(rows_file(tmp_path, 5, keys=False))
    run_batch(cloud, rows, results)
    calls, text = len(practice.calls), results.read_text()
    progress = run_batch(cloud, rows, results)
    assert (progress.ok, progress.earlier, len(practice.calls), results.read_text()) == (True, 5, calls, text)


def test_a_lost_results_file_makes_no_job_twice(cloud, practice, tmp_path, results):
    rows = read_rows(rows_file(tmp_path, 5, keys=False))
    run_batch(cloud, rows, results)
    results.unlink()
    assert run_batch(cloud, rows, results).succeeded == 5
    assert len(practice.jobs) == 5


def test_a_line_that_a_crash_tore_is_written_anew(cloud, practice, tmp_path, results):
    rows = read_rows(rows_file(tmp_path, 3))
    run_batch(cloud, rows, results)
    results.write_bytes(results.read_bytes()[:-20])
    progress = run_batch(cloud, rows, results)
    assert (progress.earlier, progress.succeeded, len(practice.jobs)) == (2, 1, 3)
    assert sorted(line["key"] for line in lines_of(results)) == ["ep0", "ep1", "ep2"]


def test_never_more_jobs_are_open_than_asked_for(cloud, practice, tmp_path, results):
    practice.looks = ("Queuing",) * 4 + ("Success",)
    seen = []
    run_batch(cloud, read_rows(rows_file(tmp_path, 20)), results, concurrency=3, on_progress=seen.append)
    assert max(progress.running for progress in seen) == 3


def test_a_refused_row_is_told_with_its_findings_and_tried_again_later(cloud, practice, tmp_path, results):
    practice.refuse["SubmitMediaProducingJob"] = (404, "ProjectNotFound", "The specified project not found")
    rows = (Row(where="r.jsonl:1", key="k", source="project-1", output=OSS + "o.mp4"),)
    progress = run_batch(cloud, rows, results)
    (line,) = lines_of(results)
    assert (progress.ok, progress.refused, line["state"], line["code"]) == (False, 1, "refused", "ProjectNotFound")
    assert [finding["path"] for finding in line["findings"]] == ["/ProjectId"]
    practice.refuse.clear()
    assert run_batch(cloud, rows, results).succeeded == 1
    assert [line["state"] for line in lines_of(results)] == ["succeeded"]


def test_a_failed_job_is_done_and_told_with_its_reason(cloud, practice, tmp_path, results):
    practice.looks, practice.failure = ("Failed",), ("InvalidMaterial.NotFound", "The specified clips url not found")
    rows = read_rows(rows_file(tmp_path, 1))
    assert run_batch(cloud, rows, results).failed == 1
    (line,) = lines_of(results)
    assert (line["state"], line["code"], line["findings"][0]["rule"]) == (
        "failed",
        "InvalidMaterial.NotFound",
        "media.url-oss-only",
    )
    assert run_batch(cloud, rows, results).earlier == 1


def test_rows_that_write_to_the_same_output_are_refused_before_anything_leaves(cloud, practice, tmp_path, results):
    rows = [Row(where=f"r.csv:{number}", source=EDIT, output=OSS + "same.mp4") for number in (2, 3)]
    with pytest.raises(UsageError) as caught:
        run_batch(cloud, rows, results)
    assert caught.value.message.startswith("r.csv:3 writes to the same output as r.csv:2: ")
    assert practice.calls == []


def test_a_file_that_holds_something_else_is_not_overwritten(cloud, tmp_path, results):
    for text in ("precious\n", '{"a": 1}\n', "precious"):
        results.write_text(text)
        with pytest.raises(DocumentError, match="is no result of a batch"):
            run_batch(cloud, read_rows(rows_file(tmp_path, 1)), results)
        assert results.read_text() == text


def test_an_error_that_no_row_explains_stops_the_batch(address, tmp_path, results, monkeypatch):
    monkeypatch.setitem(sys.modules, "alibabacloud_ice20201109.client", None)
    cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport="sdk")
    with pytest.raises(Exception, match="The vendor's SDK is not installed"):
        run_batch(cloud, read_rows(rows_file(tmp_path, 30)), results)
    assert results.read_text() == ""


def test_a_batch_killed_twice_ends_with_one_job_for_each_row(tmp_path, results):
    count = 60
    faults = {
        "throttle": 0.08,
        "error": 0.05,
        "drop_before": 0.03,
        "drop_after": 0.04,
        "looks": ["Processing", "Success"],
    }
    server = subprocess.Popen(
        [sys.executable, str(HERE.parent / "practice.py"), json.dumps(faults)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    client = None
    try:
        address = server.stdout.readline().strip()
        probe = Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport="rpc", rate=1000, retry=QUICK)
        command = [
            sys.executable,
            str(HERE / "client.py"),
            address,
            str(rows_file(tmp_path, count, keys=False)),
            str(results),
            "rpc",
            "300",
            *KEY,
        ]
        made = [0]
        for _ in range(2):
            client = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ))
            deadline = time.monotonic() + 30
            while probe.call("Jobs", {})["Jobs"] < made[-1] + 8 and time.monotonic() < deadline:
                time.sleep(0.01)
            os.kill(client.pid, signal.SIGKILL)
            client.communicate()
            made.append(probe.call("Jobs", {})["Jobs"])
        assert 0 < made[1] < made[2] < count
        done = subprocess.run(command, capture_output=True, text=True, timeout=90)
        assert (done.returncode, done.stderr) == (0, "")
        told = probe.call("Jobs", {})
    finally:
        for process in filter(None, (client, server)):
            process.kill()
            process.communicate()
    assert told["Jobs"] == len(told["Outputs"]) == count
    assert min(told["Answers"].get(name, 0) for name in ("drop_before", "drop_after", "Throttling.User")) > 0
    lines = lines_of(results)
    assert len(lines) == len({line["job_id"] for line in lines}) == count
    assert {line["state"] for line in lines} == {"succeeded"}


def progress_of(**counts):
    return Progress(
        **{
            "total": 10,
            "earlier": 0,
            "waiting": 0,
            "running": 0,
            "succeeded": 0,
            "failed": 0,
            "refused": 0,
            "unsettled": 0,
            "seconds": 12.3,
            **counts,
        }
    )


def test_the_progress_is_told_in_one_line():
    assert line_of(progress_of(waiting=4, running=3, succeeded=2, failed=1)) == (
        "3 of 10 rows after 12 s: 4 waiting, 3 running, 2 succeeded, 1 failed"
    )
    assert line_of(progress_of(earlier=10)) == "10 of 10 rows after 12 s: nothing to do, 10 from earlier"


def test_without_a_terminal_the_last_line_is_always_told():
    out = io.StringIO()
    with progress_table(out) as tell:
        tell(progress_of(waiting=10))
        tell(progress_of(succeeded=10))
    assert out.getvalue() == "10 of 10 rows after 12 s: 10 succeeded\n"


def test_on_a_terminal_the_table_shows_every_count():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = Terminal()
    with progress_table(out) as tell:
        tell(progress_of(waiting=4, running=3, succeeded=2, failed=1))
    assert all(name in out.getvalue() for name in ("waiting", "unsettled", "3 of 10 rows after 12 s"))
