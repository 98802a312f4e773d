from __future__ import annotations

import asyncio
import json

import pytest

from timeline_dsl.errors import UsageError
from timeline_dsl.submit import Cloud, Retry
from timeline_dsl.submit.callbacks import callback_app, parse_event

from .conftest import EDIT, OSS
from .practice import KEY

ENVELOPE = {
    "EventType": "ProduceMediaComplete",
    "UserId": 123456,
    "EventTime": "2026-01-01T00:00:00Z",
    "MessageBody": {
        "Status": "Success",
        "JobId": "job-1",
        "ProjectId": "project-1",
        "MediaId": "media-1",
        "MediaURL": OSS + "out.mp4",
        "UserData": {"mine": 1},
    },
}
FLAT = {
    "EventType": "ProduceMediaComplete",
    "EventTime": "2026-01-01T00:00:00Z",
    "Status": "fail",
    "MediaId": "media-1",
    "ProjectId": "project-1",
    "ErrorCode": "InvalidParameter.ResourceContentBad",
    "ErrorMessage": "bad",
}


def post(app, body, *, path="/", method="POST", pieces=1):
    """(status, text) of one request, through the ASGI interface itself."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    step = max(1, -(-len(raw) // pieces))
    parts = [raw[start : start + step] for start in range(0, len(raw), step)] or [b""]
    messages = [
        {"type": "http.request", "body": part, "more_body": number < len(parts)} for number, part in enumerate(parts, 1)
    ]
    sent = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(app({"type": "http", "path": path, "method": method}, receive, send))
    return sent[0]["status"], sent[1]["body"].decode()


@pytest.fixture
def heard():
    return []


@pytest.fixture
def app(cloud, heard):
    return callback_app(cloud, lambda job, event: heard.append((job, event)))


def test_both_shapes_are_read():
    envelope, flat = parse_event(json.dumps(ENVELOPE)), parse_event(json.dumps(FLAT).encode())
    assert (envelope.shape, envelope.status, envelope.job_id, envelope.user_data) == (
        "envelope",
        "success",
        "job-1",
        '{"mine": 1}',
    )
    assert (flat.shape, flat.status, flat.job_id, flat.code) == (
        "flat",
        "fail",
        None,
        "InvalidParameter.ResourceContentBad",
    )


def test_a_message_body_that_is_json_text_is_read_too():
    assert parse_event({**ENVELOPE, "MessageBody": json.dumps(ENVELOPE["MessageBody"])}).job_id == "job-1"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"EventType": 5}', b"\xff\xfe", b"[" * 100000])
def test_what_is_no_event_is_refused(body, app, heard):
    with pytest.raises(UsageError):
        parse_event(body)
    assert post(app, body)[0] == 400
    assert heard == []


@pytest.mark.parametrize("event", [ENVELOPE, FLAT], ids=["envelope", "flat"])
def test_the_service_is_asked_and_not_the_event_believed(app, heard, cloud, practice, event):
    practice.looks = ("Success",)
    cloud.submit(EDIT, output=OSS + "out.mp4", key="k")
    assert post(app, event, pieces=3) == (204, "")
    ((job, told),) = heard
    assert (job.status, job.key, told.media_id) == ("Success", "k", "media-1")


def test_an_event_that_lies_about_the_end_calls_nobody(app, heard, cloud, practice):
    practice.looks = ("Processing",)
    cloud.submit(EDIT, output=OSS + "out.mp4")
    assert post(app, ENVELOPE) == (204, "")
    assert heard == []


@pytest.mark.parametrize("event", [ENVELOPE, FLAT], ids=["envelope", "flat"])
def test_an_event_about_no_job_is_told_so(app, heard, event):
    assert post(app, event) == (404, "the service knows nothing of this")
    assert heard == []


def test_an_analysed_asset_is_asked_for_too(cloud, practice, heard):
    analysed = {**ENVELOPE, "EventType": "RegisterMediaComplete"}
    app = callback_app(cloud, heard.append, on_media=lambda media, event: heard.append(media["MediaId"]))
    assert post(app, analysed) == (404, "the service knows nothing of this")
    cloud.submit(EDIT, output=OSS + "out.mp4")
    practice.media_status = "Preparing"
    assert (post(app, analysed), heard) == ((204, ""), [])
    practice.media_status = "Normal"
    assert (post(app, analysed), heard) == ((204, ""), ["media-1"])
    assert post(app, {**FLAT, "EventType": "RegisterMediaComplete", "MediaId": ""})[0] == 404


def test_other_events_are_taken_and_dropped(app, heard, practice):
    for kind in ("RegisterMediaComplete", "SomethingNew"):
        assert post(app, {**ENVELOPE, "EventType": kind}) == (204, "")
    assert (heard, practice.calls) == ([], [])


def test_the_sender_is_asked_to_come_again_while_the_service_is_out(address, practice, heard):
    practice.chances["error"] = 1.0
    cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport="rpc", retry=Retry(base=0.01, total=0.1))
    assert post(callback_app(cloud, heard.append), ENVELOPE) == (503, "the service cannot be asked now")


def test_other_paths_methods_and_large_bodies_are_refused(app, heard):
    assert post(app, ENVELOPE, path="/elsewhere")[0] == 404
    assert post(app, ENVELOPE, method="GET")[0] == 405
    assert post(app, b"x" * 300_000, pieces=5)[0] == 413
    assert heard == []


def test_a_coroutine_function_is_awaited(cloud, practice):
    practice.looks = ("Success",)
    cloud.submit(EDIT, output=OSS + "out.mp4")
    heard = []

    async def on_job(job, event):
        await asyncio.sleep(0)
        heard.append(job.id)

    assert post(callback_app(cloud, on_job, path="/hook"), ENVELOPE, path="/hook") == (204, "")
    assert heard == ["job-1"]


def test_the_application_lives_in_a_real_server(cloud, practice, heard):
    import threading
    import time
    import urllib.request

    import uvicorn

    practice.looks = ("Success",)
    cloud.submit(EDIT, output=OSS + "out.mp4")
    app = callback_app(cloud, lambda job, event: heard.append(job.id))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/", data=json.dumps(ENVELOPE).encode(), timeout=10) as answer:
            assert answer.status == 204
    finally:
        server.should_exit = True
        thread.join(10)
    assert heard == ["job-1"]
