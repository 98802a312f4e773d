"""Endpoints that really run, material that is really there, and the vendor's own SDK as the caller."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.models import Config

from timeline_dsl.serve.run import Running, endpoint

BUCKET = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
KEY = ("practice", "a-secret-for-tests")

# Worker processes and endpoints of these tests find engines.py in this folder.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))


def make_film(path: Path, seconds: float = 3.0) -> Path:
    """A small film with a tone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]
    command += ["-f", "lavfi", "-i", f"testsrc2=s=160x128:r=10:d={seconds}", "-f", "lavfi", "-i", f"sine=d={seconds}"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-shortest", str(path)], check=True)
    return path


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of three seconds, made once."""
    return make_film(tmp_path_factory.mktemp("films") / "c1.mp4")


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory, film: Path) -> Path:
    """A root in which `c1.mp4` and `折 1.mp4` lie in media-bucket."""
    return stocked(tmp_path_factory.mktemp("root"), film)


def stocked(root: Path, film: Path) -> Path:
    """`root` with the film in its bucket."""
    bucket = root / "media-bucket"
    bucket.mkdir(parents=True)
    for name in ("c1.mp4", "折 1.mp4"):
        (bucket / name).write_bytes(film.read_bytes())
    return root


@pytest.fixture(scope="session")
def running(root: Path) -> Iterator[Running]:
    """An endpoint without a call limit, shared by all tests that need no other."""
    with endpoint(root, access_key=KEY, calls_per_second=0) as started:
        yield started


@pytest.fixture(scope="session")
def sdk(running: Running) -> Client:
    """The vendor's client, as its users make it."""
    return client_of(running)


def client_of(running: Running, key: tuple[str, str] = KEY) -> Client:
    """The vendor's client for an endpoint."""
    config = Config(
        access_key_id=key[0],
        access_key_secret=key[1],
        endpoint=running.address,
        protocol="http",
        region_id="cn-shanghai",
    )
    return Client(config)


def timeline(*clips: dict[str, Any]) -> str:
    """The text of a timeline with one video track."""
    return json.dumps({"VideoTracks": [{"VideoTrackClips": list(clips)}]})


def clip(name: str = "c1.mp4", **more: Any) -> dict[str, Any]:
    """A video clip of the first second of a material in media-bucket."""
    return {"MediaURL": f"{BUCKET}{name}", "In": 0, "Out": 1, **more}


def output(name: str = "out/result.mp4", **more: Any) -> str:
    """OutputMediaConfig for an object in media-bucket."""
    return json.dumps({"MediaURL": f"{BUCKET}{name}", "Width": 160, "Height": 128, **more})


def submission(**changes: Any) -> models.SubmitMediaProducingJobRequest:
    """A small legal request, with changes."""
    return models.SubmitMediaProducingJobRequest(
        **{"timeline": timeline(clip()), "output_media_config": output(), **changes}
    )


def job(sdk: Client, job_id: str) -> dict[str, Any]:
    """The job as the SDK hands it over."""
    answer = sdk.get_media_producing_job(models.GetMediaProducingJobRequest(job_id=job_id))
    found: dict[str, Any] = answer.body.to_map()["MediaProducingJob"]
    return found


def wait(sdk: Client, job_id: str, seconds: float = 30) -> dict[str, Any]:
    """The job once it is over."""
    return until(lambda: job(sdk, job_id), lambda found: found["Status"] in ("Success", "Failed"), seconds)


def until(look: Callable[[], Any], good: Callable[[Any], bool], seconds: float = 30) -> Any:
    """What `look` gives once `good` holds of it; the test fails when that takes longer than `seconds`."""
    end = time.monotonic() + seconds
    while not good(found := look()):
        assert time.monotonic() < end, f"still {found}"
        time.sleep(0.05)
    return found
