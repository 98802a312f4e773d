"""Signed local addresses of files under the root, as short-lived as the service's."""

from __future__ import annotations

import hashlib
import hmac
import time
from pathlib import Path
from urllib.parse import quote

from timeline_dsl.serve.paths import Address, AddressError, locate
from timeline_dsl.serve.responses import Refusal

ROUTE = "/files"


class SignedFiles:
    """Makes and checks the addresses. They die with the access key's secret, and not with the process."""

    def __init__(self, root: Path, secret: str, base: str) -> None:
        self._root = root
        self._key = hmac.new(secret.encode(), b"signed file addresses", hashlib.sha256).digest()
        self._base = base

    def url(self, bucket: str, name: str, lifetime: int) -> str:
        """An address that opens the object for `lifetime` seconds."""
        expires = int(time.time()) + lifetime
        path = f"{ROUTE}/{bucket}/{quote(name)}"
        return f"{self._base}{path}?Expires={expires}&Signature={self._signature(bucket, name, str(expires))}"

    def open(self, bucket: str, name: str, expires: str, signature: str) -> Path:
        """The file behind an address; Refusal FileNotFound when the address is forged or over, or the file is gone."""
        expected = self._signature(bucket, name, expires)
        fresh = expires.isdecimal() and len(expires) < 16 and int(expires) >= time.time()
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")) or not fresh:
            raise Refusal("FileNotFound")
        try:
            path = locate(self._root, Address(bucket=bucket, object=name))
        except AddressError:
            raise Refusal("FileNotFound") from None
        if not path.is_file():
            raise Refusal("FileNotFound")
        return path

    def _signature(self, bucket: str, name: str, expires: str) -> str:
        text = "\n".join((bucket, name, expires))
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
