"""A caller without the vendor's SDK: it signs by hand, so that it can also sign wrongly."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
import uuid
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from timeline_dsl.serve.run import Running

Answer = tuple[int, dict[str, Any]]


def signed_headers(
    running: Running,
    action: str,
    query: dict[str, str],
    body: bytes,
    *,
    method: str = "POST",
    secret: str | None = None,
    **changes: str | None,
) -> dict[str, str]:
    """The headers of a call, signed as the service's signature page says. `changes` replace headers before signing."""
    headers: dict[str, str | None] = {
        "host": running.address,
        "x-acs-action": action,
        "x-acs-version": "2020-11-09",
        "x-acs-date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
    }
    if body:
        headers["content-type"] = "application/x-www-form-urlencoded"
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    present = {name: value for name, value in headers.items() if value is not None}
    names = sorted(present)
    canonical = "\n".join(
        (
            method,
            "/",
            "&".join(f"{quote(name, safe='~')}={quote(query[name], safe='~')}" for name in sorted(query)),
            "".join(f"{name}:{present[name]}\n" for name in names),
            ";".join(names),
            hashlib.sha256(body).hexdigest(),
        )
    )
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = (secret or running.access_key_secret).encode()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    present["authorization"] = (
        f"ACS3-HMAC-SHA256 Credential={running.access_key_id},SignedHeaders={';'.join(names)},Signature={signature}"
    )
    return present


def send(
    running: Running, method: str, target: str, headers: dict[str, str], body: bytes = b"", seconds: float = 10
) -> Answer:
    """One request as it is; status and JSON of the answer."""
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=seconds)
    try:
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def call(
    running: Running,
    action: str,
    query: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
    method: str = "POST",
    **changes: Any,
) -> Answer:
    """A signed call; status and JSON of the answer."""
    query, body = query or {}, urlencode(form or {}).encode()
    headers = signed_headers(running, action, query, body, method=method, **changes)
    return send(running, method, f"/?{urlencode(query)}", headers, body)
