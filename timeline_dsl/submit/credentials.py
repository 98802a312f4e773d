"""Who calls: an AccessKey given here, or the vendor's default chain."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import attrs

from timeline_dsl.errors import MissingExtra, SubmitError, UsageError

_ENVIRONMENT = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN")


@attrs.frozen
class Credentials:
    """An AccessKey pair, with the token when it is temporary. Nothing of it shows in its repr."""

    access_key_id: str = attrs.field(repr=False)
    access_key_secret: str = attrs.field(repr=False)
    security_token: str | None = attrs.field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The literal texts that must not be written down."""
        return tuple(text for text in (self.access_key_id, self.access_key_secret, self.security_token) if text)


# Asked before every call, because temporary credentials are renewed behind it.
CredentialSource = Callable[[], Credentials]


def source_of(given: Any) -> CredentialSource:
    """A source from what a caller gives: None (the default chain), `(id, secret[, token])`, Credentials, or an object
    with the vendor's `get_credential()`."""
    if given is None:
        return _Chain()
    if isinstance(given, Credentials):
        return lambda: given
    if isinstance(given, (tuple, list)) and len(given) in (2, 3) and all(isinstance(part, str) for part in given):
        pair = Credentials(*given)
        return lambda: pair
    if callable(getattr(given, "get_credential", None)):
        return lambda: _from_vendor(given)
    raise UsageError(
        f"credentials cannot be a {type(given).__name__}.",
        fix="give (access_key_id, access_key_secret), Credentials, a client of alibabacloud_credentials, "
        "or nothing for the default chain",
    )


class _Chain:
    """The vendor's default chain; without its package, the environment alone.

    The environment, first in that chain, is read here: the vendor reads it once, when its package is imported.
    """

    def __init__(self) -> None:
        self._client: Any = None

    def __call__(self) -> Credentials:
        key, secret, token = (os.environ.get(name) for name in _ENVIRONMENT)
        if key and secret:
            return Credentials(key, secret, token or None)
        if self._client is None:
            try:
                from alibabacloud_credentials.client import Client
            except ImportError:
                missing = MissingExtra("The package with the vendor's credentials chain", "ims")
                missing.fix = f"set {_ENVIRONMENT[0]} and {_ENVIRONMENT[1]}, or {missing.fix}"
                raise missing from None
            try:
                self._client = Client()
            except Exception as error:  # the vendor's chain raises several unrelated classes
                raise _none_found(error) from None
        return _from_vendor(self._client)


def _from_vendor(client: Any) -> Credentials:
    try:
        found = client.get_credential()
    except Exception as error:  # the vendor's chain raises several unrelated classes
        raise _none_found(error) from None
    if not found.access_key_id or not found.access_key_secret:
        raise SubmitError(
            f"The credentials are of the kind {found.type!r}, without an AccessKey pair to sign with.",
            code="NoCredentials",
        )
    return Credentials(found.access_key_id, found.access_key_secret, found.security_token or None)


def _none_found(error: Exception) -> SubmitError:
    return SubmitError(
        f"No credentials were found ({type(error).__name__}).",
        code="NoCredentials",
        fix=f"set {_ENVIRONMENT[0]} and {_ENVIRONMENT[1]}, or pass credentials=(id, secret)",
    )
