"""A generic RPC client over the standard library: signs with ACS3-HMAC-SHA256, for where the SDK does not fit."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import ssl
import urllib.request
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from timeline_dsl.errors import SubmitError
from timeline_dsl.submit.credentials import Credentials, CredentialSource
from timeline_dsl.submit.endpoint import Endpoint
from timeline_dsl.submit.secrets import Redactor, secrets_in
from timeline_dsl.submit.service import API_VERSION, CONNECT_TIMEOUT, FORM_PARAMETERS, NoAnswer, ServiceError

ALGORITHM = "ACS3-HMAC-SHA256"


class RpcService:
    """The service's calls, spoken directly: one signed POST on one connection each.

    `timeout` is in seconds, for each read.
    """

    def __init__(self, endpoint: Endpoint, credentials: CredentialSource, *, timeout: float = 30.0) -> None:
        self._endpoint, self._credentials, self._timeout = endpoint, credentials, timeout

    def __repr__(self) -> str:
        return f"RpcService({self._endpoint})"

    def prepare(self) -> None:
        """Fetch the credentials, where that takes long."""
        self._credentials()

    def call(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        """The answer to one signed request. Raises ServiceError or NoAnswer, with secrets masked."""
        credentials = self._credentials()
        redactor = Redactor(known=(*credentials.secrets, *secrets_in(dict(params))))
        query = {name: value for name, value in params.items() if name not in FORM_PARAMETERS}
        form = {name: value for name, value in params.items() if name in FORM_PARAMETERS}
        body = urlencode(form).encode() if form else b""
        headers = signed_headers(action, self._endpoint.netloc, query, body, credentials)
        status, retry_after, answer = self._exchange(action, f"/?{canonical_query(query)}", body, headers)
        try:
            document = json.loads(answer)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            if status < 500 and status >= 400:
                raise ServiceError(action, "the answer is not JSON", code=f"HTTP{status}", status=status)
            raise NoAnswer(action, f"HTTP {status} with a body that is not a JSON object")
        if status >= 400:
            raise ServiceError(
                action,
                redactor.text(str(document.get("Message", ""))),
                status=status,
                retry_after=retry_after,
                code=str(document.get("Code", f"HTTP{status}")),
                request_id=str(document.get("RequestId", "")),
            )
        return document

    def _exchange(
        self, action: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, float | None, bytes]:
        """Status, wished wait in seconds and body of one exchange; nothing is repeated."""
        connection, prefix = self._connection()
        try:
            try:
                connection.connect()
                connection.sock.settimeout(self._timeout)
            except ssl.SSLCertVerificationError as error:
                raise SubmitError(
                    f"{self._endpoint} shows a certificate that is not trusted ({error.verify_message}).",
                    code="BadCertificate",
                ) from None
            except OSError as error:
                raise NoAnswer(action, f"no connection to {self._endpoint} ({_short(error)})", sent=False) from None
            try:
                connection.request("POST", prefix + target, body=body, headers=dict(headers))
                response = connection.getresponse()
                answer = response.read()
            except (OSError, http.client.HTTPException) as error:
                raise NoAnswer(action, f"the connection to {self._endpoint} broke ({_short(error)})") from None
            return response.status, _wished_wait(response.getheader("x-acs-retry-after")), answer
        finally:
            connection.close()

    def _connection(self) -> tuple[http.client.HTTPConnection, str]:
        """A connection, through a proxy of the environment unless it is to this machine; and the target's prefix."""
        secure = self._endpoint.scheme == "https"
        port = self._endpoint.port or (443 if secure else 80)
        proxy = (
            None
            if self._endpoint.loopback or urllib.request.proxy_bypass(self._endpoint.host)
            else (urllib.request.getproxies().get(self._endpoint.scheme))
        )
        if proxy is None:
            host, at, prefix = self._endpoint.host, port, ""
        else:
            parts = urlsplit(proxy if "//" in proxy else f"//{proxy}")
            host, at, prefix = parts.hostname or "", parts.port or 80, "" if secure else str(self._endpoint)
        if not secure:
            return http.client.HTTPConnection(host, at, timeout=CONNECT_TIMEOUT), prefix
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, at, timeout=CONNECT_TIMEOUT, context=context)
        if proxy is not None:
            connection.set_tunnel(self._endpoint.host, port)
        return connection, prefix


def signed_headers(
    action: str,
    host: str,
    query: Mapping[str, str],
    body: bytes,
    credentials: Credentials,
    *,
    now: datetime | None = None,
    nonce: str | None = None,
) -> dict[str, str]:
    """The headers of a POST to `/` with `query` and the form `body`, signed with `credentials`."""
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-version": API_VERSION,
        "x-acs-date": (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce or uuid.uuid4().hex,
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
        "accept": "application/json",
    }
    if body:
        headers["content-type"] = "application/x-www-form-urlencoded"
    if credentials.security_token:
        headers["x-acs-accesskey-id"] = credentials.access_key_id
        headers["x-acs-security-token"] = credentials.security_token
    names = sorted(name for name in headers if name.startswith("x-acs-") or name in ("host", "content-type"))
    canonical = "\n".join(
        [
            "POST",
            "/",
            canonical_query(query),
            "".join(f"{name}:{headers[name].strip()}\n" for name in names),
            ";".join(names),
            headers["x-acs-content-sha256"],
        ]
    )
    told = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(credentials.access_key_secret.encode(), told.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key_id},SignedHeaders={';'.join(names)},Signature={signature}"
    )
    return headers


def canonical_query(query: Mapping[str, str]) -> str:
    """The query as it is signed and sent: sorted by name, percent-encoded as RFC 3986 has it."""
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(query.items()))


def _wished_wait(header: str | None) -> float | None:
    """The wait in seconds that the header asks for in milliseconds."""
    return int(header) / 1000 if header is not None and header.isdecimal() and int(header) > 0 else None


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
