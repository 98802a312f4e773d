"""Each test has a state folder of its own, a server to talk to, and a Cloud that talks to it."""

from __future__ import annotations

import os

import pytest

from timeline_dsl.submit import Cloud, Retry

from .practice import KEY, Practice, serving

# No test may find the credentials of the machine it runs on, nor ask a metadata service for some. The vendor's package
# reads these when it is imported, so they are set before that.
os.environ.update(
    ALIBABA_CLOUD_ECS_METADATA_DISABLED="true",
    ALIBABA_CLOUD_CLI_PROFILE_DISABLED="true",
    ALIBABA_CLOUD_CREDENTIALS_FILE="/nonexistent/credentials",
)

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
EDIT = {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": OSS + "c1.mp4", "In": 0, "Out": 5}]}]}
QUICK = Retry(base=0.01, cap=0.05, total=20)


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    folder = tmp_path / "state"
    monkeypatch.setenv("TIMELINE_DSL_STATE", str(folder))
    return folder


@pytest.fixture
def practice():
    return Practice()


@pytest.fixture
def address(practice):
    with serving(practice) as address:
        yield address


@pytest.fixture
def cloud(address):
    return Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport="rpc", retry=QUICK, rate=1000)


@pytest.fixture(params=["rpc", "sdk"])
def either(request, address):
    return Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport=request.param, retry=QUICK, rate=1000)
