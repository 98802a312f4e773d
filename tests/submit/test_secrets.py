"""Laws of masking: what must never be written down is not, wherever it travels."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import time
from contextlib import redirect_stdout
from urllib.parse import quote

import attrs
import pytest

from timeline_dsl.submit import Cloud, Credentials, NoAnswer, ServiceError
from timeline_dsl.submit.retry import GaveUp, Retry
from timeline_dsl.submit.secrets import Redactor, redact, secrets_in, without_lifetimes

from .conftest import EDIT, OSS
from .practice import KEY, serving

S3 = {
    "Endpoint": "s3.example",
    "Bucket": "b",
    "ObjectKey": "out.mp4",
    "AccessKeyId": "plainlookingid77",
    "AccessKeySecret": "plainlookingsecret77",
    "SecurityToken": "plainlookingtoken77",
}
SIGNED = OSS + "c1.mp4?Expires=1900000000&OSSAccessKeyId=LTAI5tSomeBodysKey&Signature=a%2Bb%2Fc%3D"
WORDS = ("plainlookingid77", "plainlookingsecret77", "plainlookingtoken77", "LTAI5tSomeBodysKey", "a%2Bb%2Fc%3D")

TEXTS = {
    "the config as JSON": json.dumps(S3),
    "the config as JSON inside JSON": json.dumps({"OutputMediaConfig": json.dumps(S3)}),
    "the config twice inside JSON": json.dumps([json.dumps({"C": json.dumps(S3)})]),
    "the config in a query": "POST /?OutputMediaConfig=" + quote(json.dumps(S3)) + " HTTP/1.1",
    "a signed address": SIGNED,
    "a signed address inside JSON": json.dumps({"MediaURL": SIGNED}),
    "a signed address inside an address": "https://host/?url=" + quote(SIGNED, safe=""),
    "a signed address in escaped JSON": SIGNED.replace("&", "\\u0026"),
    "an authorization header": "Authorization: ACS3-HMAC-SHA256 Credential=LTAI5tSomeBodysKey,Signature=a%2Bb%2Fc%3D",
    "the config in another spelling": json.dumps({"access_key_secret": "plainlookingsecret77"}),
    "a bare id": "the key LTAI5tSomeBodysKey is not known",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_secret_is_left_in(text):
    masked = redact(text)
    once_more = masked.replace("%252B", "%2B").replace("%252F", "%2F")
    assert not [word for word in WORDS if word in masked or word in once_more]
    assert "***" in masked


def test_a_signed_address_keeps_everything_but_what_signs_it():
    assert redact(SIGNED) == OSS + "c1.mp4?Expires=1900000000&OSSAccessKeyId=***&Signature=***"


def test_the_life_span_of_a_signature_can_be_masked_too():
    assert without_lifetimes(SIGNED).startswith(OSS + "c1.mp4?Expires=***&OSSAccessKeyId=")


@pytest.mark.parametrize(
    "text",
    [
        "Signature dish",
        '{"ClientToken": "0123abc"}',
        "SubType=fade",
        OSS + "a.mp4?x=1",
        '{"Content": "the secret of sig=natures"}',
        '{"Key": "value"}',
    ],
)
def test_ordinary_text_stays_as_it_is(text):
    assert redact(text) == text


@pytest.mark.parametrize("piece", ['"', "\\", "%22", "&sig=", "LTAI", '"AccessKeyId": "', "://a:", "://a", "?token"])
def test_no_text_takes_longer_than_its_length_deserves(piece):
    begun = time.monotonic()
    redact(piece * (200_000 // len(piece)) + '"')
    assert time.monotonic() - begun < 1.0


def test_a_login_in_an_address_is_masked():
    assert redact("https://ann:hunter2@host/cb?token=abc&x=1") == "https://***@host/cb?token=***&x=1"


def test_a_value_is_masked_by_the_names_of_its_members():
    value = {"a": [{"access_key_secret": "xyz", "Width": 3}], "SecurityToken": "", "Password": None}
    assert Redactor().value(value) == {
        "a": [{"access_key_secret": "***", "Width": 3}],
        "SecurityToken": "",
        "Password": None,
    }


def test_known_secrets_are_masked_wherever_they_stand():
    assert Redactor(known=("abcdef", "abc")).text("xabcdefx abc") == "x***x abc"
    assert "abcdef" not in repr(Redactor(known=("abcdef",)))


def test_the_secrets_inside_json_text_are_found():
    assert secrets_in({"OutputMediaConfig": json.dumps(S3), "x": ["{broken", "[]"]}) == (
        "plainlookingid77",
        "plainlookingsecret77",
        "plainlookingtoken77",
    )


def test_no_repr_shows_a_secret(address):
    credentials = Credentials(*KEY, "some-token")
    cloud = Cloud("cn-shanghai", credentials=credentials, endpoint=address, transport="rpc")
    told = repr((credentials, cloud, cloud.service, cloud.ledger, vars(cloud)))
    assert not [word for word in (*KEY, "some-token") if word in told]


def test_a_dry_run_prints_the_request_without_its_secrets(cloud, practice):
    printed = io.StringIO()
    with redirect_stdout(printed):
        job = cloud.submit(
            {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": SIGNED}]}]},
            output=S3,
            dry_run=True,
            user_data={"NotifyAddress": "https://host/cb?token=hush"},
        )
    assert not [word for word in (*WORDS, "hush", *KEY) if word in printed.getvalue()]
    assert json.loads(printed.getvalue())["parameters"]["OutputMediaConfig"]["AccessKeySecret"] == "***"
    assert (job.id, practice.calls) == ("", [])


def test_nothing_in_the_state_folder_holds_a_secret(cloud, practice, state):
    practice.plan.extend(["drop_after", "error", None])
    cloud.submit({"VideoTracks": [{"VideoTrackClips": [{"MediaURL": SIGNED}]}]}, output=S3, key="k", force=True)
    practice.refuse["SubmitMediaProducingJob"] = (400, "InvalidParameter", f"no: {json.dumps(S3)} {KEY[0]}")
    with pytest.raises(ServiceError):
        cloud.submit(EDIT, output=S3, key="other", force=True)
    # What is kept for a repetition is compressed, where no search would find it: so it must not be kept at all.
    practice.chances["drop_before"] = 1.0
    cloud._retry = Retry(base=0.01, total=0.05)
    with pytest.raises(GaveUp):
        cloud.submit(EDIT, output=S3, key="open", force=True)
    assert cloud.ledger.request(cloud.ledger.find("open")) is None
    held = b"".join(file.read_bytes() for file in state.iterdir())
    assert b"OutputMediaConfig" not in held
    assert not [word for word in (*WORDS, *KEY) if word.encode() in held]


def test_an_error_does_not_repeat_the_secrets_that_the_service_echoes(either, practice):
    practice.refuse["SubmitMediaProducingJob"] = (400, "InvalidParameter", f"bad: {json.dumps(S3)} by {KEY[0]}")
    with pytest.raises(ServiceError) as caught:
        either.submit(EDIT, output=S3, key="k", force=True)
    told = f"{caught.value} {caught.value!r} {vars(caught.value)}"
    assert not [word for word in (*WORDS, *KEY) if word in told]


def test_a_dropped_connection_tells_no_secret_either(either, practice):
    patience = Retry(base=0.01, cap=0.02, total=0.1)
    practice.chances["drop_before"] = 1.0
    either._retry = patience
    with pytest.raises(GaveUp) as caught:
        either.submit(EDIT, output=S3, key="k", force=True)
    assert "OutputMediaConfig" not in str(caught.value)
    error: BaseException | None = caught.value
    while error is not None:
        assert not [word for word in (*WORDS, *KEY) if word in f"{error} {vars(error)}"]
        error = error.__cause__


@pytest.mark.parametrize("transport", ["rpc", "sdk"])
def test_a_refused_connection_does_not_quote_the_request(practice, transport):
    with serving(practice) as address:
        pass
    cloud = Cloud("cn-shanghai", credentials=KEY, endpoint=address, transport=transport)
    with pytest.raises(NoAnswer) as caught:
        cloud.service.call("SubmitMediaProducingJob", {"OutputMediaConfig": json.dumps(S3)})
    assert "OutputMediaConfig" not in str(caught.value)
    assert not [word for word in (*WORDS, *KEY) if word in str(caught.value)]


def test_the_log_of_the_vendors_sdk_is_masked_when_it_is_switched_on(address, tmp_path):
    program = (
        "from timeline_dsl.submit import Cloud\n"
        f"cloud = Cloud('cn-shanghai', credentials={KEY!r}, endpoint={address!r})\n"
        f"cloud.submit({EDIT!r}, output={S3!r}, force=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DEBUG": "sdk"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "x-acs-signature-nonce" in done.stderr
    assert not [word for word in (*WORDS, *KEY) if word in done.stdout + done.stderr]


def test_the_package_logs_no_secret(cloud, practice, caplog):
    caplog.set_level(logging.DEBUG)
    practice.plan.extend(["drop_after", "throttle", None])
    cloud.submit(EDIT, output=S3, key="k", force=True)
    assert not [word for word in (*WORDS, *KEY) if word in caplog.text]


def test_findings_tell_no_secret(cloud):
    job = cloud.submit(EDIT, output={**S3, "Bogus": S3["AccessKeySecret"]}, key="k", force=True)
    told = json.dumps([attrs.asdict(finding) for finding in job.findings])
    assert not [word for word in WORDS if word in told]
