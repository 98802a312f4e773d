from __future__ import annotations

import subprocess
import sys

import pytest

from timeline_dsl.errors import MissingExtra, SubmitError, UsageError
from timeline_dsl.submit import Cloud, Credentials
from timeline_dsl.submit.credentials import source_of

from .practice import KEY

NAMES = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN")


@pytest.mark.parametrize("given", [KEY, list(KEY), Credentials(*KEY)])
def test_a_pair_is_taken_as_it_is(given):
    assert source_of(given)() == Credentials(*KEY)


def test_a_client_of_the_vendors_is_asked_each_time():
    from alibabacloud_credentials.client import Client
    from alibabacloud_credentials.models import Config

    client = Client(Config(type="sts", access_key_id="LTAIx", access_key_secret="s", security_token="t"))
    assert source_of(client)() == Credentials("LTAIx", "s", "t")


def test_nothing_means_the_chain_which_begins_with_the_environment_of_this_moment(monkeypatch, address):
    monkeypatch.setenv(NAMES[0], KEY[0])
    monkeypatch.setenv(NAMES[1], KEY[1])
    for transport in ("rpc", "sdk"):
        assert list(Cloud("cn-shanghai", endpoint=address, transport=transport).jobs()) == []


def test_without_the_vendors_package_the_environment_alone_is_asked(monkeypatch):
    monkeypatch.setitem(sys.modules, "alibabacloud_credentials.client", None)
    for name, value in zip(NAMES, ("LTAIx", "s", "t"), strict=True):
        monkeypatch.setenv(name, value)
    assert source_of(None)() == Credentials("LTAIx", "s", "t")
    monkeypatch.delenv(NAMES[1])
    with pytest.raises(MissingExtra) as caught:
        source_of(None)()
    assert str(caught.value) == (
        "The package with the vendor's credentials chain is not installed. Fix: set ALIBABA_CLOUD_ACCESS_KEY_ID and "
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or pip install 'timeline-dsl[ims]'"
    )


def test_after_the_environment_the_vendors_own_chain_is_asked(tmp_path):
    profile = tmp_path / "credentials.ini"
    profile.write_text("[default]\ntype=access_key\naccess_key_id=LTAIx\naccess_key_secret=from-the-file\n")
    program = "from timeline_dsl.submit.credentials import source_of\nprint(source_of(None)().access_key_secret)\n"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={
            "HOME": str(tmp_path),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true",
            "ALIBABA_CLOUD_CREDENTIALS_FILE": str(profile),
        },
    )
    assert done.stdout == "from-the-file\n"


def test_a_chain_that_finds_nothing_says_what_to_set():
    program = (
        "from timeline_dsl.submit.credentials import source_of\n"
        "try: source_of(None)()\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={
            "HOME": "/nonexistent",
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true",
        },
    )
    assert done.stdout.startswith("SubmitError No credentials were found (CredentialException). Fix: set ALIBABA_")


def test_credentials_without_a_pair_are_refused():
    class Bearer:
        def get_credential(self):
            from alibabacloud_credentials.models import CredentialModel

            return CredentialModel(type="bearer", bearer_token="b")

    with pytest.raises(SubmitError, match="without an AccessKey pair to sign with"):
        source_of(Bearer())()


@pytest.mark.parametrize("given", [42, ("only-one",), ("a", "b", "c", "d"), ("a", None)])
def test_anything_else_is_refused_without_being_repeated(given):
    with pytest.raises(UsageError) as caught:
        source_of(given)
    assert caught.value.message == f"credentials cannot be a {type(given).__name__}."
