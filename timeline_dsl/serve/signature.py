"""ACS3-HMAC-SHA256: what a caller signs, and the check of it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import attrs

from timeline_dsl.serve.responses import Refusal

ALGORITHM = "ACS3-HMAC-SHA256"
LIFETIME = timedelta(minutes=15)  # how far x-acs-date may lie from the endpoint's clock, either way

# Left unsigned, these could be exchanged on the way: a nonce outside the signature would make replays possible.
_MUST_BE_SIGNED = ("x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256")
_AUTHORIZATION = re.compile(
    rf"{ALGORITHM}\s+Credential=(?P<key>[^,\s]+)\s*,\s*SignedHeaders=(?P<headers>[a-z0-9_;-]+)\s*,\s*Signature=(?P<signature>[0-9a-f]{{64}})"
)


@attrs.frozen(kw_only=True)
class Received:
    """A request as it came over the wire, as far as the signature covers it.

    `headers` are (lower-case name, value) pairs in order of arrival, `query` decoded (name, value) pairs.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header called `name` (lower case), or None."""
        return next((value.strip() for key, value in self.headers if key == name), None)


def string_to_sign(request: Received, signed_headers: Sequence[str]) -> str:
    """The two lines under the signature: the algorithm and the hash of the canonical request."""
    query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in sorted(request.query))
    headers = "".join(f"{name}:{','.join(_values(request.headers, name))}\n" for name in signed_headers)
    canonical = "\n".join(
        (
            request.method,
            request.path,
            query,
            headers,
            ";".join(signed_headers),
            hashlib.sha256(request.body).hexdigest(),
        )
    )
    return f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def signature(secret: str, text: str) -> str:
    """The signature of `text` under the access key's secret, as lower-case hexadecimal digits."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def verify(request: Received, secrets: Mapping[str, str], now: datetime, first_use: Callable[[str, str], bool]) -> str:
    """The access key id that signed `request`.

    `secrets` maps access key ids to secrets; `first_use(access_key_id, nonce)` remembers a nonce and says whether it
    is new. Raises `Refusal`: IncompleteSignature, InvalidAccessKeyId.NotFound, InvalidTimeStamp.*,
    SignatureDoesNotMatch, SignatureNonceUsed.
    """
    match = _AUTHORIZATION.fullmatch(request.header("authorization") or "")
    if match is None:
        raise Refusal(
            "IncompleteSignature",
            "The request signature does not conform to Aliyun standards. Every call needs the header "
            f"'Authorization: {ALGORITHM} Credential=<access key id>,SignedHeaders=<names>,Signature=<hex>'.",
        )
    signed_headers = match["headers"].split(";")
    _require_signed(request, signed_headers)
    secret = secrets.get(match["key"])
    if secret is None:
        raise Refusal("InvalidAccessKeyId.NotFound")
    _require_fresh(request, now)
    _require_body_hash(request)
    text = string_to_sign(request, signed_headers)
    if not hmac.compare_digest(signature(secret, text), match["signature"]):
        shown = text.replace("\n", " ")
        raise Refusal(
            "SignatureDoesNotMatch",
            f"Specified signature does not match our calculation. server StringToSign is [{shown}]",
        )
    if not first_use(match["key"], request.header("x-acs-signature-nonce") or ""):
        raise Refusal("SignatureNonceUsed")
    return match["key"]


def _require_signed(request: Received, signed_headers: Iterable[str]) -> None:
    signed = set(signed_headers)
    for name in ("x-acs-date", "x-acs-signature-nonce"):
        if not request.header(name):
            raise Refusal("IncompleteSignature", f"The header {name} is not supplied.")
    for name in _MUST_BE_SIGNED:
        if request.header(name) is not None and name not in signed:
            raise Refusal("IncompleteSignature", f"The header {name} must be one of SignedHeaders.")


def _require_fresh(request: Received, now: datetime) -> None:
    try:
        date = datetime.strptime(request.header("x-acs-date") or "", "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refusal(
            "InvalidTimeStamp.Format", "The header x-acs-date must read YYYY-MM-DDThh:mm:ssZ, in UTC."
        ) from None
    if abs(now - date) > LIFETIME:
        raise Refusal(
            "InvalidTimeStamp.Expired",
            "Specified time stamp or date value is expired: x-acs-date may lie at most 15 minutes from the "
            f"endpoint's clock, which shows {now:%Y-%m-%dT%H:%M:%SZ}.",
        )


def _require_body_hash(request: Received) -> None:
    given = request.header("x-acs-content-sha256")
    if given is not None and not hmac.compare_digest(
        given.lower().encode(), hashlib.sha256(request.body).hexdigest().encode()
    ):
        raise Refusal("SignatureDoesNotMatch", "x-acs-content-sha256 is not the SHA-256 of the body that arrived.")


def _values(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    return sorted(value.strip() for key, value in headers if key == name)


def _encoded(text: str) -> str:
    return quote(text, safe="~")
