"""What the vendor's SDK and the generic client have in common, each against the same server."""

from __future__ import annotations

import json
import sys

import pytest

from timeline_dsl.errors import MissingExtra, SubmitError, UsageError
from timeline_dsl.submit import Cloud, Credentials, NoAnswer, ServiceError
from timeline_dsl.submit.endpoint import endpoint_of
from timeline_dsl.submit.rpc import RpcService, canonical_query, signed_headers

from .conftest import EDIT, OSS
from .practice import KEY, serving


def test_the_timeline_travels_in_the_body_and_arrives_as_it_was(either, practice):
    edit = {"VideoTracks": [{"VideoTrackClips": [{"Type": "Text", "Content": "a+b &=% 中文 ~*'\"\\"}]}]}
    either.service.call(
        "SubmitMediaProducingJob",
        {
            "Timeline": json.dumps(edit, ensure_ascii=False),
            "OutputMediaConfig": json.dumps({"MediaURL": OSS + "ü b.mp4"}),
        },
    )
    ((action, params, _),) = practice.calls
    assert (action, json.loads(params["Timeline"])) == ("SubmitMediaProducingJob", edit)
    assert json.loads(params["OutputMediaConfig"]) == {"MediaURL": OSS + "ü b.mp4"}


def test_a_refusal_carries_the_services_own_words(either, practice):
    practice.refuse["GetMediaProducingJob"] = (404, "JobNotFound", "The specified job not found")
    with pytest.raises(ServiceError) as caught:
        either.service.call("GetMediaProducingJob", {"JobId": "x"})
    error = caught.value
    assert (error.code, error.status, error.request_id, error.reason) == (
        "JobNotFound",
        404,
        "R-error",
        "The specified job not found",
    )
    assert str(error) == (
        "GetMediaProducingJob was refused: JobNotFound: The specified job not found (HTTP 404, request R-error)"
    )


@pytest.mark.parametrize("fault", ["drop_before", "drop_after"])
def test_a_dropped_connection_is_no_answer(either, practice, fault):
    practice.plan.append(fault)
    with pytest.raises(NoAnswer) as caught:
        either.service.call("GetMediaProducingJob", {"JobId": "x"})
    assert caught.value.sent


def test_each_call_is_one_request_whatever_comes_back(either, practice):
    for fault in ("throttle", "error", "drop_before"):
        practice.plan.append(fault)
        with pytest.raises(SubmitError):
            either.service.call("GetMediaProducingJob", {"JobId": "x"})
    assert len(practice.calls) == 3


def test_throttling_tells_how_long_to_wait(either, practice):
    practice.retry_after = 1500
    practice.plan.append("throttle")
    with pytest.raises(ServiceError) as caught:
        either.service.call("GetMediaProducingJob", {"JobId": "x"})
    assert (caught.value.throttled, caught.value.retry_after, caught.value.leaves_doubt) == (True, 1.5, False)


def test_an_answer_that_is_no_json_is_no_answer(either, practice):
    practice.plain["GetMediaProducingJob"] = (502, b"<html>bad gateway</html>")
    with pytest.raises(NoAnswer):
        either.service.call("GetMediaProducingJob", {"JobId": "x"})


def test_a_wrong_key_is_refused(address):
    for transport in ("rpc", "sdk"):
        for pair, code in (
            (("LTAIsomebodyelse", KEY[1]), "InvalidAccessKeyId.NotFound"),
            ((KEY[0], "wrong-secret"), "SignatureDoesNotMatch"),
        ):
            cloud = Cloud("cn-shanghai", credentials=pair, endpoint=address, transport=transport)
            with pytest.raises(ServiceError) as caught:
                cloud.job("job-1")
            assert caught.value.code == code


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(either, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert either.service.call("ListMediaProducingJobs", {})["MediaProducingJobList"] == []


def test_the_sdk_says_when_it_does_not_know_a_call(address):
    cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=address)
    with pytest.raises(SubmitError) as caught:
        cloud.service.call("InventedCall", {})
    assert str(caught.value) == (
        "The installed SDK knows no call 'InventedCall'. "
        "Fix: install a newer alibabacloud_ice20201109, or choose transport='rpc'"
    )


def test_without_the_sdk_the_message_names_both_ways_out(address, monkeypatch):
    monkeypatch.setitem(sys.modules, "alibabacloud_ice20201109", None)
    monkeypatch.setitem(sys.modules, "alibabacloud_ice20201109.client", None)
    with pytest.raises(MissingExtra) as caught:
        Cloud("cn-shanghai", credentials=KEY, endpoint=address).job("job-1")
    assert str(caught.value) == (
        "The vendor's SDK is not installed. Fix: pip install 'timeline-dsl[ims]', "
        "or choose transport='rpc', which needs nothing"
    )


def test_an_unknown_transport_is_refused():
    with pytest.raises(UsageError, match="There is no transport 'soap'"):
        Cloud("cn-shanghai", transport="soap")  # type: ignore[arg-type]


def test_the_signature_is_the_one_that_the_sdk_makes():
    from alibabacloud_tea_openapi.utils import Utils
    from darabonba.request import DaraRequest

    query, body = {"B": "ü *~'", "A": "", "OutputMediaConfig": '{"a": "b+c/d"}'}, b"Timeline=%7B%7D"
    credentials = Credentials("LTAIabcdefgh1234", "the-secret", "the-token")
    headers = signed_headers("SubmitMediaProducingJob", "ice.cn-shanghai.aliyuncs.com", query, body, credentials)
    theirs = DaraRequest()
    theirs.method, theirs.pathname, theirs.query = "POST", "/", dict(query)
    # The SDK signs `accept` as well; which further headers are signed is the signer's choice.
    theirs.headers = {name: value for name, value in headers.items() if name not in ("Authorization", "accept")}
    assert headers["Authorization"] == Utils.get_authorization(
        theirs, "ACS3-HMAC-SHA256", headers["x-acs-content-sha256"], "LTAIabcdefgh1234", "the-secret"
    )


def test_the_query_is_sorted_and_encoded_as_it_is_signed():
    assert canonical_query({"b": "x y*", "a": "~/é"}) == "a=~%2F%C3%A9&b=x%20y%2A"


def test_nothing_can_have_arrived_where_no_connection_was_made(practice):
    with serving(practice) as address:
        pass
    service = RpcService(endpoint_of("cn-shanghai", address), lambda: Credentials(*KEY))
    with pytest.raises(NoAnswer) as caught:
        service.call("GetMediaProducingJob", {"JobId": "x"})
    assert not caught.value.sent


def test_a_read_that_takes_too_long_is_no_answer(practice, address):
    practice.slow = 1.0
    service = RpcService(endpoint_of("cn-shanghai", address), lambda: Credentials(*KEY), timeout=0.2)
    with pytest.raises(NoAnswer) as caught:
        service.call("GetMediaProducingJob", {"JobId": "x"})
    assert caught.value.sent


class _Relay:
    """A forward proxy of the plainest kind: it notes the request line and answers for the far host."""

    def __init__(self):
        import socket
        import threading

        self.lines = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        connection, _ = self.socket.accept()
        with connection:
            self.lines.append(connection.recv(65536).split(b"\r\n")[0].decode())
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")


def test_other_hosts_are_reached_through_the_proxy_of_the_environment(monkeypatch):
    relay = _Relay()
    monkeypatch.setenv("http_proxy", f"http://{relay.address}")
    monkeypatch.delenv("no_proxy", raising=False)
    service = RpcService(endpoint_of("cn-shanghai", "http://ice.example.invalid"), lambda: Credentials(*KEY))
    assert service.call("GetMediaProducingJob", {"JobId": "x"}) == {}
    assert relay.lines == ["POST http://ice.example.invalid/?JobId=x HTTP/1.1"]


def test_importing_the_room_does_not_import_the_sdk():
    import subprocess

    program = (
        "import sys, timeline_dsl.submit\n"
        "print(sorted({'alibabacloud_ice20201109', 'darabonba', 'requests', 'rich'} & sys.modules.keys()))"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True).stdout
        == "[]\n"
    )


def test_the_edit_arrives_through_submit_with_either_transport(either, practice):
    job = either.submit(EDIT, output=OSS + "out.mp4", key="k")
    assert (job.id, job.key, job.status, job.project_id, job.media_id) == ("job-1", "k", "Init", "project-1", "media-1")
    assert json.loads(practice.jobs["job-1"]["Timeline"]) == EDIT
