"""What must never be written down: keys, tokens and signatures, found by name and by shape, and masked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

MASK = "***"

# Member names whose value is a secret wherever it stands, compared without case, "-" and "_".
_MEMBERS = (
    "AccessKeyId",
    "AccessKeySecret",
    "AccessKey",
    "SecretAccessKey",
    "SecretKey",
    "Secret",
    "SecurityToken",
    "SessionToken",
    "StsToken",
    "AccessToken",
    "AuthKey",
    "Password",
    "PrivateKey",
    "Signature",
    "Authorization",
)
# Members of a URL's query that sign it, or that open what it points to.
_QUERY = (
    "Signature",
    "OSSAccessKeyId",
    "security-token",
    "x-oss-signature",
    "x-oss-credential",
    "x-oss-security-token",
    "X-Amz-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
    "AccessKeyId",
    "auth_key",
    "access_token",
    "token",
    "secret",
    "password",
    "sig",
)
# How long a signed URL lives: no secret, but different each time the same URL is signed.
_LIFETIME = ("Expires", "x-oss-expires", "x-oss-date", "X-Amz-Date", "X-Amz-Expires")

_SHORTEST_KNOWN = 6  # characters; masking a shorter literal everywhere would garble ordinary text


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


_MEMBER_NAMES = frozenset(_plain(name) for name in _MEMBERS)
_QUERY_NAMES = tuple(_plain(name) + end for name in _QUERY for end in ("=", "%3d"))


def _query_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in names)
    # The separators also stand percent-encoded (a URL inside a URL) and as \u0026 (inside escaped JSON).
    return re.compile(
        rf"((?:[?&;]|%3F|%26|\\u0026)(?:{words})(?:=|%3D))((?:(?!%26|%22|%27|\\)[^&#\"'\s<>])+)", re.IGNORECASE
    )


_SIGNED = _query_pattern(_QUERY)
_LIVES = _query_pattern(_LIFETIME)
# "Name": "value" in JSON text, escaped up to four times (plain, \", \\\" …) or percent-encoded. The bound keeps a long
# run of backslashes from costing its square.
_QUOTE = r"(?:\\{0,15}\"|%22|%5C%22)"
_NAMES = "|".join(re.sub(r"(?<=[a-z])(?=[A-Z])", "[-_]?", name) for name in _MEMBERS)
_JSON = re.compile(
    rf"({_QUOTE}(?:{_NAMES}){_QUOTE}(?:\s|%20)*(?::|%3A)(?:\s|\+|%20)*{_QUOTE})"
    r"((?:(?!\\|\"|%22|%5C).)+)",
    re.IGNORECASE,
)
_SHAPES = (
    re.compile(r"\bLTAI[0-9A-Za-z]{8,}"),
    re.compile(r"\bSTS\.[0-9A-Za-z]{8,}"),
    re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
)
_HEADER = re.compile(r"(ACS3-HMAC-SHA256|AWS4-HMAC-SHA256|OSS4-HMAC-SHA256)[ +]?[^\n\"']*")
_LOGIN = re.compile(r"(://)[^/\s:@\"']+:[^/\s@\"']+@")


@attrs.frozen(kw_only=True)
class Redactor:
    """Masks secrets in text and in JSON values. `known` are literal secrets, masked wherever they stand."""

    known: tuple[str, ...] = attrs.field(default=(), repr=False)

    def text(self, text: str) -> str:
        """`text` with every secret replaced by `***`; signed URLs keep everything but what signs them."""
        for secret in sorted(self.known, key=len, reverse=True):
            if len(secret) >= _SHORTEST_KNOWN:
                text = text.replace(secret, MASK)
        words = _plain(text)  # a long timeline mostly names no secret at all, and finding that out is quick
        if any(name in words for name in _MEMBER_NAMES):
            text = _JSON.sub(rf"\1{MASK}", text)
        if any(name in words for name in _QUERY_NAMES):
            text = _SIGNED.sub(rf"\1{MASK}", text)
        text = _HEADER.sub(rf"\1 {MASK}", text)
        text = _LOGIN.sub(rf"\1{MASK}@", text)
        for shape in _SHAPES:
            text = shape.sub(MASK, text)
        return text

    def value(self, value: Any) -> Any:
        """A JSON value with the same done to each text in it, and to each member whose name tells a secret."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: MASK if _is_secret(name, member) else self.value(member) for name, member in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(item) for item in value]
        return value


def redact(text: str) -> str:
    """`text` with every secret masked that shows itself by its name or its shape."""
    return Redactor().text(text)


def without_lifetimes(text: str) -> str:
    """`text` with the life span of signed URLs masked, so that the same URL signed again reads the same."""
    return _LIVES.sub(rf"\1{MASK}", text)


def secrets_in(value: Any) -> tuple[str, ...]:
    """The literal secrets inside a JSON value, JSON text in its strings included: for masking them elsewhere."""
    return tuple(dict.fromkeys(_secrets(value)))


def _is_secret(name: object, member: object) -> bool:
    return _plain(str(name)) in _MEMBER_NAMES and isinstance(member, str) and bool(member)


def _secrets(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value[:1] in "{[" and value[:1]:
            try:
                inner = json.loads(value)
            except ValueError:
                return
            yield from _secrets(inner)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if _is_secret(name, member):
                yield member
            else:
                yield from _secrets(member)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _secrets(item)
