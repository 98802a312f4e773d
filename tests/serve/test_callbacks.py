"""Events posted to the addresses that UserData names."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from alibabacloud_ice20201109.client import Client

from timeline_dsl.serve.callbacks import Policy, post

from .conftest import clip, output, submission, timeline, until, wait


class Receiver:
    """An HTTP server that keeps what is posted to it. The first `refusals` posts are answered 503."""

    def __init__(self, refusals: int = 0) -> None:
        self.events: list[dict[str, Any]] = []
        self.left = refusals
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                refuse, receiver.left = receiver.left > 0, receiver.left - 1
                if not refuse:
                    receiver.events.append({"path": self.path, **json.loads(body)})
                self.send_response(503 if refuse else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    started = Receiver()
    yield started
    started.server.shutdown()


def submit(sdk: Client, words: dict[str, str], name: str = "call.mp4", **changes: Any) -> Any:
    request = submission(user_data=json.dumps(words), output_media_config=output(name), **changes)
    return sdk.submit_media_producing_job(request).body


def test_a_finished_job_is_told_to_its_address(sdk: Client, receiver: Receiver) -> None:
    words = {"NotifyAddress": receiver.url + "/done?x=1", "mine": "ü"}
    accepted = submit(sdk, words)
    wait(sdk, accepted.job_id)
    (event,) = until(lambda: receiver.events, bool)
    assert (event["path"], event["EventType"]) == ("/done?x=1", "ProduceMediaComplete")
    assert event["EventTime"].endswith("Z")
    body = event["MessageBody"]
    assert (body["Status"], body["JobId"], body["ProjectId"]) == ("Success", accepted.job_id, accepted.project_id)
    assert json.loads(body["UserData"]) == words


def test_a_failed_job_is_told_with_its_reason(sdk: Client, receiver: Receiver) -> None:
    submit(sdk, {"NotifyAddress": receiver.url}, timeline=timeline(clip("gone.mp4")))
    (event,) = until(lambda: receiver.events, bool)
    body = event["MessageBody"]
    assert (body["Status"], body["Code"]) == ("Failed", "InvalidMaterial.NotFound")


def test_the_analysis_of_an_output_is_told_to_its_own_address(sdk: Client, receiver: Receiver) -> None:
    accepted = submit(sdk, {"RegisterMediaNotifyAddress": receiver.url})
    (event,) = until(lambda: receiver.events, bool)
    assert event["EventType"] == "RegisterMediaComplete"
    assert (event["MessageBody"]["Status"], event["MessageBody"]["MediaId"]) == ("Success", accepted.media_id)


def test_a_refused_event_is_posted_again(sdk: Client) -> None:
    receiver = Receiver(refusals=1)
    submit(sdk, {"NotifyAddress": receiver.url})
    assert len(until(lambda: receiver.events, bool)) == 1
    receiver.server.shutdown()


@pytest.mark.parametrize(
    ("address", "objection"),
    [
        ("http://127.0.0.1:8000/x", None),
        ("https://localhost/x", None),
        ("http://[::1]:9/x", None),
        (
            "http://example.com/x",
            "not posted: beyond this machine; callbacks to other hosts must be allowed when the endpoint is started",
        ),
        (
            "http://127.0.0.1.example.com/x",
            "not posted: beyond this machine; callbacks to other hosts must be allowed when the endpoint is started",
        ),
        ("ice-callback-queue", "not posted: a message queue, which the endpoint does not have"),
        ("file:///etc/passwd", "not posted: no http or https URL"),
        ("http://127.0.0.1:99999/", "not posted: no URL"),
    ],
)
def test_events_stay_on_this_machine_unless_allowed(address: str, objection: str | None) -> None:
    assert Policy().objection(address) == objection


def test_events_may_leave_when_allowed() -> None:
    assert Policy(beyond_loopback=True).objection("http://example.com/x") is None


def test_a_post_to_nobody_tells_why() -> None:
    assert "refused" in (post("http://127.0.0.1:9/x", b"{}") or "")
