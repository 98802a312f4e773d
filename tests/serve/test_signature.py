"""Who may call: signatures as the SDK makes them, as a hand makes them, and as nobody should."""

from __future__ import annotations

import time

import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_tea_openapi.exceptions import ClientException

from timeline_dsl.serve.run import Running
from timeline_dsl.serve.signature import Received, string_to_sign

from .conftest import KEY, client_of
from .wire import Answer, call, send, signed_headers

LIST = "ListMediaProducingJobs"


def moment(shift: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + shift))


def refusal(answer: Answer) -> tuple[int, str]:
    status, body = answer
    assert len(body["RequestId"]) == 36
    return status, body["Code"]


def test_a_call_signed_by_hand_is_answered(running: Running) -> None:
    status, body = call(running, LIST, {"MaxResults": "3", "Keyword": "a b+c~d/é*'"})
    assert (status, body["MediaProducingJobList"]) == (200, [])


def test_a_call_by_get_is_answered_as_by_post(running: Running) -> None:
    assert call(running, LIST, {"MaxResults": "3"}, method="GET")[0] == 200


def test_the_canonical_request_of_the_signature_page_is_met() -> None:
    request = Received(
        method="POST",
        path="/",
        query=(("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"), ("RegionId", "cn-shanghai")),
        headers=(
            ("host", "ecs.cn-shanghai.aliyuncs.com"),
            ("x-acs-action", "RunInstances"),
            ("x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("x-acs-date", "2023-10-26T10:22:32Z"),
            ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
            ("x-acs-version", "2014-05-26"),
        ),
        body=b"",
    )
    # the worked example of the service's signature page: its hash of this canonical request
    assert string_to_sign(request, [name for name, _ in request.headers]) == (
        "ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
    )


def test_a_wrong_secret_is_refused(running: Running) -> None:
    assert refusal(call(running, LIST, secret="another")) == (400, "SignatureDoesNotMatch")


def test_the_sdk_with_a_wrong_secret_is_refused(running: Running) -> None:
    with pytest.raises(ClientException) as caught:
        client_of(running, (KEY[0], "wrong")).list_media_producing_jobs(models.ListMediaProducingJobsRequest())
    assert (caught.value.status_code, caught.value.code) == (400, "SignatureDoesNotMatch")


def test_the_sdk_with_an_unknown_key_is_refused(running: Running) -> None:
    with pytest.raises(ClientException) as caught:
        client_of(running, ("unknown", KEY[1])).list_media_producing_jobs(models.ListMediaProducingJobsRequest())
    assert (caught.value.status_code, caught.value.code) == (404, "InvalidAccessKeyId.NotFound")


def test_an_unsigned_call_is_refused(running: Running) -> None:
    headers = {"x-acs-action": LIST, "x-acs-version": "2020-11-09"}
    assert refusal(send(running, "POST", "/", headers)) == (400, "IncompleteSignature")


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic cHJhY3RpY2U6eA==", "ACS3-HMAC-SHA256 Credential=practice", "ACS3-HMAC-SHA256 " + "x" * 5000],
)
def test_a_garbled_authorization_is_refused(running: Running, authorization: str) -> None:
    headers = signed_headers(running, LIST, {}, b"") | {"authorization": authorization}
    assert refusal(send(running, "POST", "/", headers)) == (400, "IncompleteSignature")


@pytest.mark.parametrize("shift", [-901, 905])
def test_a_date_more_than_15_minutes_away_is_refused(running: Running, shift: float) -> None:
    assert refusal(call(running, LIST, x_acs_date=moment(shift))) == (400, "InvalidTimeStamp.Expired")


@pytest.mark.parametrize("shift", [-880, 880])
def test_a_date_within_15_minutes_is_taken(running: Running, shift: float) -> None:
    assert call(running, LIST, x_acs_date=moment(shift))[0] == 200


def test_a_date_of_another_form_is_refused(running: Running) -> None:
    assert refusal(call(running, LIST, x_acs_date="yesterday")) == (400, "InvalidTimeStamp.Format")


def test_a_call_sent_twice_is_refused_the_second_time(running: Running) -> None:
    headers = signed_headers(running, LIST, {}, b"")
    assert send(running, "POST", "/", headers)[0] == 200
    assert refusal(send(running, "POST", "/", headers)) == (400, "SignatureNonceUsed")


def test_a_wrongly_signed_call_uses_up_no_nonce(running: Running) -> None:
    call(running, LIST, x_acs_signature_nonce="once", secret="another")
    assert call(running, LIST, x_acs_signature_nonce="once")[0] == 200


@pytest.mark.parametrize("name", ["x-acs-date", "x-acs-signature-nonce"])
def test_a_call_without_date_or_nonce_is_refused(running: Running, name: str) -> None:
    assert refusal(call(running, LIST, **{name.replace("-", "_"): None})) == (400, "IncompleteSignature")


def test_an_unsigned_nonce_is_refused(running: Running) -> None:
    headers = signed_headers(running, LIST, {}, b"")
    headers["authorization"] = headers["authorization"].replace(";x-acs-signature-nonce", "")
    assert refusal(send(running, "POST", "/", headers)) == (400, "IncompleteSignature")


def test_a_changed_query_is_refused(running: Running) -> None:
    headers = signed_headers(running, LIST, {"MaxResults": "3"}, b"")
    assert refusal(send(running, "POST", "/?MaxResults=4", headers)) == (400, "SignatureDoesNotMatch")


def test_a_changed_body_is_refused(running: Running) -> None:
    headers = signed_headers(running, "CreateEditingProject", {"Title": "t"}, b"Timeline=%7B%7D")
    answer = send(running, "POST", "/?Title=t", headers, b"Timeline=%5B%5D")
    assert refusal(answer) == (400, "SignatureDoesNotMatch")


def test_an_unknown_action_is_not_found(running: Running) -> None:
    assert refusal(call(running, "SubmitEverything")) == (404, "InvalidAction.NotFound")


def test_another_version_is_refused(running: Running) -> None:
    assert refusal(call(running, LIST, x_acs_version="2019-01-01")) == (400, "InvalidVersion")


def test_an_unknown_parameter_is_ignored(running: Running) -> None:
    assert call(running, LIST, {"RegionId": "cn-shanghai", "Whatever": "x"})[0] == 200


def test_a_parameter_given_twice_differently_is_refused(running: Running) -> None:
    answer = call(running, "CreateEditingProject", {"Title": "a"}, {"Title": "b"})
    assert refusal(answer) == (400, "InvalidParameter")
    assert (
        answer[1]["Message"] == "The specified parameter Title is not valid. It is given twice, with different values."
    )
