"""What nobody should send: the endpoint refuses it in the usual shape and lives on."""

from __future__ import annotations

import http.client
import json
import random
import socket
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from timeline_dsl.serve.calls import ACTIONS
from timeline_dsl.serve.run import Running
from timeline_dsl.serve.settings import MAX_BODY

from .wire import call, send, signed_headers

NASTY = (
    "", "{}", "[]", "null", "{", "[" * 100_000, '{"a":' * 2_000, "1e999", "NaN", '{"VideoTracks":1}', "9" * 5_000,
    '{"VideoTracks":[null]}', '{"VideoTracks":[{"VideoTrackClips":{}}]}', "\ud7ff", "\u202e", "'; DROP TABLE jobs; --",
    "../../../etc/passwd", "%00", "<script>alert(1)</script>", "-1", "0", "true", "oss://x/y", "http://[::1", ",,,",
    '{"MediaURL":7}', '{"MediaURL":"https://a-b.oss-cn-shanghai.aliyuncs.com/../x"}', '{"Bucket":[]}', '"\\ud800"',
    '{"VideoTracks":[{"VideoTrackClips":[{"MediaURL":{"a":1},"In":"x","Out":[]}]}]}', "https://a.b",
)  # fmt: skip


def is_well_refused(status: int, body: dict[str, object]) -> bool:
    text = json.dumps(body)
    return 400 <= status < 500 and set(body) >= {"Code", "Message", "RequestId"} and "Traceback" not in text


def garbage(dice: random.Random) -> bytes:
    """Bytes that may or may not begin like a request."""
    junk = dice.randbytes(dice.randrange(1, 300))
    return dice.choice(
        (
            junk + b"\r\n\r\n",
            b"GET " + junk.replace(b"\n", b"") + b" HTTP/1.1\r\n\r\n",
            b"POST /?" + junk.hex().encode() + b" HTTP/9.9\r\nhost: x\r\n\r\n",
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n",
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\nabcde",
            b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n" + junk,
            b"GET /%ff%fe?%ff=%fe HTTP/1.1\r\nhost: x\r\nx-acs-action: GetMediaInfo\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * dice.randrange(1, 200) + b"\r\n",
        )
    )


def odd_request(dice: random.Random) -> tuple[str, str, dict[str, str], bytes]:
    """A request that is HTTP, and wrong."""
    action = dice.choice((*ACTIONS, "Nothing", "", "..", "\xff"))
    query = {
        dice.choice(("JobId", "Action", "Title", "MediaIds", "a b", "")): dice.choice(NASTY)[:2_000] for _ in range(3)
    }
    headers = {"x-acs-action": action, "x-acs-version": dice.choice(("2020-11-09", "1", ""))}
    if dice.random() < 0.5:
        headers["authorization"] = dice.choice(
            (
                "x",
                "ACS3-HMAC-SHA256 Credential=,SignedHeaders=,Signature=",
                "ACS3-HMAC-SHA256 " + "=" * 50,
                "Bearer \xfe",
            )
        )
        headers["x-acs-date"] = dice.choice(("", "0", "2026-13-99T99:99:99Z", "9999-12-31T23:59:59Z"))
    if dice.random() < 0.3:
        headers["content-type"] = dice.choice(
            ("application/x-www-form-urlencoded", "application/json", "multipart/form-data")
        )
    body = dice.choice((b"", b"\xff\xfe=%zz", b"Timeline=%ff", b"&&&===", dice.randbytes(50)))
    path = dice.choice(
        ("/", "/", "/files/../../etc/passwd", "/files/a/b?Expires=1", "/page/jobs/../../x", "/%2e%2e", "//")
    )
    method = dice.choice(("POST", "POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS"))
    return method, f"{path}?{urlencode(query, errors='surrogatepass')}", headers, body


@pytest.fixture
def connection(running: Running) -> Iterator[http.client.HTTPConnection]:
    opened = http.client.HTTPConnection(running.address, timeout=10)
    yield opened
    opened.close()


def test_9000_wrong_requests_are_refused_in_json(running: Running, connection: http.client.HTTPConnection) -> None:
    dice = random.Random(20)
    seen: Counter[str] = Counter()
    for _ in range(9_000):
        method, target, headers, body = odd_request(dice)
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        assert b"Traceback" not in text
        if answer.getheader("content-type", "").startswith("text/html"):
            seen["page"] += 1  # GET at the root without an action is a person
            continue
        assert is_well_refused(answer.status, json.loads(text)), (method, target[:200], headers, text)
        seen[json.loads(text)["Code"]] += 1
    assert len(seen) > 5
    assert "InternalError" not in seen
    assert call(running, "ListMediaProducingJobs")[0] == 200


def test_1000_broken_requests_leave_the_endpoint_alive(running: Running) -> None:
    dice = random.Random(21)
    host, _, port = running.address.partition(":")
    for _ in range(1_000):
        with socket.create_connection((host, int(port)), timeout=5) as raw:
            raw.sendall(garbage(dice))
            raw.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := raw.recv(65_536):
                answer += chunk
            assert b"Traceback" not in answer
            assert not answer or answer.startswith(b"HTTP/1.1 ")
    assert call(running, "ListMediaProducingJobs")[0] == 200


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_signed_nonsense_is_refused_or_answered_but_never_an_internal_error(running: Running, action: str) -> None:
    dice = random.Random(action)
    names = [param.name for param in ACTIONS[action].params]
    in_body = [name for name in names if name in ("Timeline", "Config")]
    for _ in range(60):
        chosen = {name: dice.choice(NASTY) for name in names if dice.random() < 0.6}
        query = {name: text[:5_000] for name, text in chosen.items() if name not in in_body}
        form = {name: text for name, text in chosen.items() if name in in_body}
        status, body = call(running, action, query, form)
        assert status < 500, (chosen, body)
        assert "Traceback" not in json.dumps(body)


def test_a_body_announced_too_large_is_refused_before_it_is_sent(running: Running) -> None:
    host, _, port = running.address.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as raw:
        raw.sendall(f"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {MAX_BODY + 1}\r\n\r\n".encode())
        head, _, body = b"".join(iter(lambda: raw.recv(65_536), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert json.loads(body)["Code"] == "EntityTooLarge"
    assert json.loads(body)["Message"] == "The request body is too large: at most 10485760 bytes are taken."


def test_a_body_that_grows_too_large_is_refused(running: Running) -> None:
    host, _, port = running.address.partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        answer = b""
        try:
            for _ in range(40):
                raw.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the endpoint has hung up, as it should
        try:
            answer = raw.recv(65_536)
        except ConnectionResetError:
            answer = b"HTTP/1.1 413 "
        assert answer.startswith(b"HTTP/1.1 413 ")
    assert call(running, "ListMediaProducingJobs")[0] == 200


def test_a_large_timeline_within_the_limit_is_taken(running: Running) -> None:
    clips = [{"MediaURL": "https://media-bucket.oss-cn-shanghai.aliyuncs.com/c1.mp4", "In": 0, "Out": 1}] * 10_000
    form = {"Timeline": json.dumps({"VideoTracks": [{"VideoTrackClips": clips}]})}
    status, body = call(running, "CreateEditingProject", {"Title": "large"}, form)
    assert (status, len(json.loads(body["Project"]["Timeline"])["VideoTracks"][0]["VideoTrackClips"])) == (200, 10_000)


@pytest.mark.parametrize(
    "path", ["/files/media-bucket/c1.mp4", "/files/media-bucket/c1.mp4?Expires=9999999999&Signature=00", "/files/../x"]
)
def test_a_file_without_a_valid_address_is_not_found(running: Running, path: str) -> None:
    status, body = send(running, "GET", path, {})
    assert (status, body["Code"]) == (404, "FileNotFound")


def test_the_page_is_not_shown_under_a_foreign_name(running: Running) -> None:
    status, body = send(running, "GET", "/page/jobs", {"host": "evil.example"})
    assert (status, body["Message"]) == (400, "This page answers under 127.0.0.1 and localhost only.")


def test_headers_that_never_end_are_refused(running: Running) -> None:
    host, _, port = running.address.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nx: " + b"y" * 400_000)
        answer = raw.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["Code"] == "InvalidRequest"


def test_a_signature_over_nonsense_is_still_checked(running: Running) -> None:
    headers = signed_headers(running, "GetMediaInfo", {"MediaId": "\U0001f3ac"}, b"", secret="x")
    status, body = send(running, "POST", "/?MediaId=%F0%9F%8E%AC", headers)
    assert (status, body["Code"]) == (400, "SignatureDoesNotMatch")
