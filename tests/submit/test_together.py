"""The client and the local endpoint together, over the vendor's SDK, with both sides killed."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import imageio_ffmpeg
import pytest
import uvicorn

from timeline_dsl.serve.run import endpoint
from timeline_dsl.submit import Cloud
from timeline_dsl.submit.callbacks import callback_app

from .conftest import OSS

HERE = Path(__file__).parent
KEY = ("practice", "a-secret-for-tests")
# The acceptance run is 500 jobs; the suite takes fewer.
JOBS = int(os.environ.get("TIMELINE_DSL_JOBS", "20"))
EDIT = {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": OSS + "c1.mp4", "In": 0, "Out": 1}]}]}
SMALL = {"Width": 160, "Height": 128}


@pytest.fixture
def root(tmp_path):
    film = tmp_path / "root" / "media-bucket" / "c1.mp4"
    film.parent.mkdir(parents=True)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x128:r=10:d=2"]
    command += ["-f", "lavfi", "-i", "sine=d=2", "-pix_fmt", "yuv420p", "-shortest", str(film)]
    subprocess.run(command, check=True)
    return tmp_path / "root"


@pytest.mark.parametrize("transport", ["sdk", "rpc"])
def test_an_edit_is_submitted_followed_and_its_file_is_there(root, transport):
    with endpoint(root, access_key=KEY) as running:
        cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=running.url, transport=transport)
        job = cloud.submit(EDIT, output={"MediaURL": f"{OSS}out/{transport}.mp4", **SMALL}, key=f"one-{transport}")
        done = job.wait(timeout=60)
        again = cloud.submit(EDIT, output={"MediaURL": f"{OSS}out/{transport}.mp4", **SMALL}, key=f"one-{transport}")
        listed = [one.id for one in cloud.jobs()]
    assert (done.status, done.media_url, again.id) == ("Success", f"{OSS}out/{transport}.mp4", job.id)
    assert listed == [job.id]
    assert (root / "media-bucket" / "out" / f"{transport}.mp4").stat().st_size > 1000


def test_the_endpoint_calls_back_and_the_job_is_asked_for(root):
    heard = queue.Queue()
    with endpoint(root, access_key=KEY) as running:
        cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=running.url, transport="rpc")
        app = callback_app(cloud, lambda job, event: heard.put((job.id, job.status, event.shape)))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            deadline = time.monotonic() + 10
            while not server.started and time.monotonic() < deadline:
                time.sleep(0.01)
            port = server.servers[0].sockets[0].getsockname()[1]
            job = cloud.submit(
                EDIT,
                output={"MediaURL": f"{OSS}out/called.mp4", **SMALL},
                user_data={"NotifyAddress": f"http://127.0.0.1:{port}/"},
            )
            assert heard.get(timeout=60) == (job.id, "Success", "envelope")
        finally:
            server.should_exit = True
            thread.join(10)


def results_in(path):
    return path.read_text().splitlines() if path.exists() else []


def until_ended(client, results, lines):
    deadline = time.monotonic() + 300
    while len(results_in(results)) < lines and client.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


def test_whoever_is_killed_every_row_is_one_finished_job(root, tmp_path):
    rows, results = tmp_path / "rows.jsonl", tmp_path / "results.jsonl"
    outputs = [{"MediaURL": f"{OSS}out/{number}.mp4", **SMALL} for number in range(JOBS)]
    rows.write_text("".join(json.dumps({"timeline": EDIT, "output": output}) + "\n" for output in outputs))
    faults = "throttle=0.07,drop=0.07,error=0.06,seed=5"  # a fifth of all calls

    def client(address):
        program = [sys.executable, str(HERE / "batch" / "client.py")]
        command = [*program, address, str(rows), str(results), "sdk", "30", *KEY]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def kill(process):
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()

    with endpoint(root, access_key=KEY, faults=faults) as running:
        port = int(running.address.rpartition(":")[2])
        first = client(running.address)
        until_ended(first, results, JOBS // 5)
        kill(first)
        second = client(running.address)
        until_ended(second, results, JOBS // 2)
        kill(running.process)
    with endpoint(root, access_key=KEY, faults=faults, port=port) as running:
        until_ended(second, results, 7 * JOBS // 10)
        kill(second)
        assert len(results_in(results)) < JOBS
        third = client(running.address)
        said, complaint = third.communicate(timeout=600)
        assert (third.returncode, complaint) == (0, ""), said
    with endpoint(root, access_key=KEY, port=port) as running:
        cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=running.url, transport="rpc")
        jobs = list(cloud.jobs())
    assert len(jobs) == len({job.media_url for job in jobs}) == JOBS
    assert {job.status for job in jobs} == {"Success"}
    lines = [json.loads(line) for line in results_in(results)]
    assert {line["job_id"] for line in lines} == {job.id for job in jobs}
    assert len(lines) == JOBS


CALLER = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from timeline_dsl.submit import Cloud, Retry
cloud = Cloud("cn-shanghai", credentials={KEY!r}, endpoint=sys.argv[1], retry=Retry(total=0))
print("ready", flush=True)
for line in sys.stdin:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: cloud.call("ListMediaProducingJobs", {{}}), range(int(line))))
    print("done", flush=True)
"""


def test_four_processes_share_thirty_calls_a_second_without_one_refusal(root):
    calls = int(os.environ.get("TIMELINE_DSL_CALLS", "80"))
    best = 0.0

    def spoken(callers, word):
        for caller in callers:
            said = caller.stdout.readline()
            assert said == f"{word}\n", caller.communicate()[1]

    with endpoint(root, access_key=KEY) as running:
        callers = [
            subprocess.Popen(
                [sys.executable, "-c", CALLER, running.address],
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for _ in range(4)
        ]
        try:
            spoken(callers, "ready")
            # The first round also imports the SDK in each process, so only the others can show the rate.
            for share in (1, calls // 4, calls // 4, calls // 4):
                begun = time.monotonic()
                for caller in callers:
                    caller.stdin.write(f"{share}\n")
                    caller.stdin.flush()
                spoken(callers, "done")
                best = max(best, 4 * share / (time.monotonic() - begun) if share > 1 else 0.0)
                if best >= 27:
                    break
        finally:
            for caller in callers:
                caller.kill()
                caller.communicate()
    # One Throttling.User anywhere would have ended its process: nothing here tries again.
    assert best >= 27
