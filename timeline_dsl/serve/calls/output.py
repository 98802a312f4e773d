"""Where a job's output goes: the three output targets, read from OutputMediaTarget and OutputMediaConfig."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import attrs

from timeline_dsl.serve.engine import Document
from timeline_dsl.serve.paths import Address, AddressError, address_of, checked
from timeline_dsl.serve.responses import Refusal, invalid

CONFIG = "OutputMediaConfig"
_SECRETS = frozenset(("AccessKeyId", "AccessKeySecret", "SecurityToken"))


@attrs.frozen(kw_only=True)
class Output:
    """The place of an output: its address, the URL it is known by, and whether it becomes a VOD asset."""

    address: Address
    media_url: str
    is_vod: bool = False


def output_of(target: str | None, config: Mapping[str, object]) -> Output:
    """The place that a submit call names; Refusal InvalidParameter when it names none."""
    try:
        if target == "vod-media":
            return _vod(config)
        if target == "S3":
            return _s3(config)
        return Output(address=address_of(_member(config, "MediaURL")), media_url=_member(config, "MediaURL"))
    except AddressError as error:
        raise invalid(CONFIG, str(error)) from None


def _vod(config: Mapping[str, object]) -> Output:
    place, name = _member(config, "StorageLocation").rstrip("/"), _member(config, "FileName")
    url = f"https://{place}/{quote(name)}"
    found = address_of(url)
    if "/" in name:
        raise AddressError(f"FileName {name!r} must be a name without a path.")
    return Output(address=found, media_url=url, is_vod=True)


def _s3(config: Mapping[str, object]) -> Output:
    bucket, key, endpoint = (_member(config, name) for name in ("Bucket", "ObjectKey", "Endpoint"))
    address = checked(Address(bucket=bucket, object=key))
    host = urlsplit(endpoint if "//" in endpoint else f"//{endpoint}").netloc
    return Output(address=address, media_url=f"https://{bucket}.{host}/{quote(key)}")


def _member(config: Mapping[str, object], name: str) -> str:
    value = config.get(name)
    if not isinstance(value, str) or not value:
        raise invalid(CONFIG, f"{name} must be given as a non-empty text.")
    return value


def refuse_other_region(output: Output, region: str | None) -> None:
    """Raise InvalidParameter when the output lies in another region than the endpoint's."""
    found = output.address.region
    if region is not None and found is not None and found != region:
        raise invalid(
            CONFIG,
            f"The output bucket lies in {found}, the call goes to {region}; they must agree [output.region-match].",
        )


def refuse_other_region_early(texts: Mapping[str, str], region: str | None) -> None:
    """The same, on the raw parameters: the service looks at the region before it looks at the signature."""
    from timeline_dsl.serve.calls.table import parsed

    try:
        config = parsed(CONFIG, texts.get(CONFIG, ""))
        output = output_of(texts.get("OutputMediaTarget"), config if isinstance(config, dict) else {})
    except Refusal:
        return  # every other fault of the output is told after the signature was looked at
    refuse_other_region(output, region)


def without_secrets(config: Document) -> Document:
    """OutputMediaConfig as it may be kept: the key pair of an S3 target left out."""
    return {name: value for name, value in config.items() if name not in _SECRETS}
