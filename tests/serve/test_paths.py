"""From bucket and object to a file under the root, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_dsl.serve.paths import Address, AddressError, address_of, checked, locate


def test_an_oss_url_names_bucket_region_and_the_decoded_object() -> None:
    url = "https://my-bucket.oss-cn-shanghai.aliyuncs.com/a%20b/%E6%8A%98.mp4?Expires=1&Signature=x"
    assert address_of(url) == Address(bucket="my-bucket", object="a b/折.mp4", region="cn-shanghai")


def test_an_internal_url_names_the_same_object() -> None:
    assert address_of("http://b-1.oss-cn-beijing-internal.aliyuncs.com/x.mp4").region == "cn-beijing"


def test_an_encoded_percent_sign_is_decoded_once() -> None:
    assert address_of("https://b-1.oss-cn-beijing.aliyuncs.com/%252e%252e").object == "%2e%2e"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "https://cdn.example.com/x.mp4?Signature=secret",
            "'https://cdn.example.com/x.mp4' is not an OSS address. "
            "Fix: write https://<bucket>.oss-<region>.aliyuncs.com/<object>",
        ),
        ("https://b-1.oss-cn-beijing.aliyuncs.com/%ff", "'https://b-1.oss-cn-beijing.aliyuncs.com/%ff' is not a URL."),
        ("http://[::1", "'http://[::1' is not a URL."),
        ("oss://../x", "'..' is not a bucket name. Fix: 3 to 63 lower-case letters, digits and hyphens"),
        ("oss://b-1/..", "'..' is not an object name: it holds a '.' or '..' part."),
        ("oss://b-1/a%00b", "'a\\x00b' is not an object name: it holds a control character."),
    ],
)
def test_what_is_no_address_is_refused(url: str, message: str) -> None:
    with pytest.raises(AddressError) as caught:
        address_of(url)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "it is empty"),
        ("é" * 512, "it is longer than 1023 bytes"),
        ("/etc/passwd", "it begins with a slash"),
        ("\\x", "it begins with a slash"),
        ("a\\b", "it holds a backslash"),
        ("a/./b", "it holds a '.' or '..' part"),
        ("a//b", "it holds an empty part or ends with a slash"),
        ("a/", "it holds an empty part or ends with a slash"),
        ("é" * 128, "one part is longer than 255 bytes"),
        ("\ud800", "it is not UTF-8"),
    ],
)
def test_an_impossible_object_name_is_refused(name: str, reason: str) -> None:
    with pytest.raises(AddressError) as caught:
        checked(Address(bucket="b-1", object=name))
    assert caught.value.message.endswith(f"is not an object name: {reason}.")


@given(bucket=st.text(max_size=20), name=st.text(alphabet=st.sampled_from("./\\a%\x00é: ~$"), max_size=20))
def test_no_name_leads_out_of_its_bucket(bucket: str, name: str) -> None:
    root = Path("/srv/root")
    for attempt in (bucket, "bucket"):
        try:
            found = locate(root, Address(bucket=attempt, object=name))
        except AddressError:
            continue
        assert found.resolve().is_relative_to(root / attempt)


def test_a_link_within_the_root_is_followed(tmp_path: Path) -> None:
    (tmp_path / "b-1").mkdir()
    (tmp_path / "b-1/real.mp4").write_bytes(b"x")
    (tmp_path / "b-1/link.mp4").symlink_to("real.mp4")
    assert locate(tmp_path, Address(bucket="b-1", object="link.mp4")).read_bytes() == b"x"


def test_a_link_out_of_the_root_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "b-1").symlink_to(tmp_path)
    with pytest.raises(AddressError) as caught:
        locate(root, Address(bucket="b-1", object="x.mp4"))
    assert str(caught.value) == "b-1/x.mp4 leads outside the root by a symbolic link."
