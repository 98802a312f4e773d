"""The vendor's own SDK as a service: each call by its name, one request each, its errors in this package's words."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Mapping
from typing import Any

from timeline_dsl.errors import MissingExtra, SubmitError
from timeline_dsl.submit.credentials import CredentialSource
from timeline_dsl.submit.endpoint import Endpoint
from timeline_dsl.submit.secrets import Redactor, redact, secrets_in
from timeline_dsl.submit.service import CONNECT_TIMEOUT, NoAnswer, ServiceError

_SDK_LOGGER = "darabonba-core"  # with DEBUG=sdk in the environment it prints whole URLs and the Authorization header
_POOL = 40  # connections kept, the SDK's own default; part of the name under which it keeps a session
_SNAKE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SDK_PREFIX = re.compile(r"^code: \d+, ")
_SDK_SUFFIX = re.compile(r" request id: \S*$")
# The vendor quotes the whole request line here, percent-encoded keys of an S3 target included.
_QUOTED_URL = re.compile(r"with url: \S+")
_SETUP = threading.Lock()


class SdkService:
    """The service's calls, spoken by the vendor's SDK (extra `ims`). It is imported with the first call.

    The SDK's own retries stay off, because only the caller knows which token a repetition must carry.
    `timeout` is in seconds, for each read.
    """

    def __init__(
        self, endpoint: Endpoint, credentials: CredentialSource, *, region: str, timeout: float = 30.0
    ) -> None:
        self._endpoint, self._credentials, self._region, self._timeout = endpoint, credentials, region, timeout
        self._made: tuple[Any, Any] | None = None

    def __repr__(self) -> str:
        return f"SdkService({self._endpoint})"

    def prepare(self) -> None:
        """Import the SDK, which takes most of a second, and make its client."""
        _sdk()
        self._client(self._credentials())

    def call(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        """The answer to one request by the SDK. Raises ServiceError or NoAnswer, with secrets masked."""
        _sdk()
        from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
        from darabonba.runtime import RuntimeOptions
        from Tea.exceptions import TeaException, UnretryableException

        credentials = self._credentials()
        redactor = Redactor(known=(*credentials.secrets, *secrets_in(dict(params))))
        client = self._client(credentials)
        request, method = _typed(action, params, client)
        patience = RuntimeOptions(read_timeout=int(self._timeout * 1000), connect_timeout=int(CONNECT_TIMEOUT * 1000))
        try:
            answer = method(request, patience)
        except AlibabaCloudException as error:
            raise _refused(action, error, redactor) from None
        except UnretryableException as error:
            reason = redactor.text(_QUOTED_URL.sub("", str(error.inner_exception)))
            raise NoAnswer(action, f"the connection to {self._endpoint} broke ({reason})") from None
        except TeaException as error:
            raise SubmitError(redactor.text(f"{action}: {error.message}"), code=str(error.code)) from None
        found = answer.body.to_map() if answer.body is not None else {}
        return dict(found)

    def _client(self, credentials: Any) -> Any:
        """The SDK's client for these credentials, made again when they change."""
        with _SETUP:
            if self._made is None or self._made[0] != credentials:
                from alibabacloud_ice20201109.client import Client
                from alibabacloud_tea_openapi.utils_models import Config

                if self._endpoint.loopback:
                    _reach_without_proxy(self._endpoint)
                config = Config(
                    access_key_id=credentials.access_key_id,
                    access_key_secret=credentials.access_key_secret,
                    security_token=credentials.security_token,
                    endpoint=self._endpoint.netloc,
                    protocol=self._endpoint.scheme,
                    region_id=self._region,
                )
                self._made = (credentials, Client(config))
            return self._made[1]


def _sdk() -> None:
    """Import the SDK, and keep secrets out of what it logs."""
    try:
        import alibabacloud_ice20201109.client  # noqa: F401
    except ImportError as error:
        missing = MissingExtra("The vendor's SDK", "ims")
        missing.fix = f"{missing.fix}, or choose transport='rpc', which needs nothing"
        raise missing from error
    logger = logging.getLogger(_SDK_LOGGER)
    if not any(isinstance(present, _Masked) for present in logger.filters):
        logger.addFilter(_Masked())


class _Masked(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


def _typed(action: str, params: Mapping[str, str], client: Any) -> tuple[Any, Any]:
    """The SDK's request value for `params`, and its method for `action`."""
    from alibabacloud_ice20201109 import models

    method = getattr(client, f"{_SNAKE.sub('_', action).lower()}_with_options", None)
    kind = getattr(models, f"{action}Request", None)
    if method is None or kind is None:
        raise SubmitError(
            f"The installed SDK knows no call {action!r}.",
            code="UnknownAction",
            fix="install a newer alibabacloud_ice20201109, or choose transport='rpc'",
        )
    return kind().from_map(dict(params)), method


def _refused(action: str, error: Any, redactor: Redactor) -> ServiceError:
    """The SDK's error without what the SDK wrote around the service's own message."""
    message = _SDK_SUFFIX.sub("", _SDK_PREFIX.sub("", str(error.message)))
    return ServiceError(
        action,
        redactor.text(message),
        code=str(error.code),
        status=error.status_code,
        request_id=str(error.request_id or ""),
        retry_after=error.retry_after / 1000 if error.retry_after else None,
    )


def _reach_without_proxy(endpoint: Endpoint) -> None:
    """Give the SDK a session for this machine's own address that asks no proxy.

    The SDK applies HTTP_PROXY to every host, loopback too, and its `no_proxy` option does not reach the library below.
    It keeps one session per address, so the one for ours is laid ready before it makes its own.
    """
    from darabonba.core import DaraCore
    from requests import Session
    from requests.adapters import HTTPAdapter

    class Direct(HTTPAdapter):
        def send(
            self,
            request: Any,
            stream: bool = False,
            timeout: Any = None,
            verify: Any = True,
            cert: Any = None,
            proxies: Any = None,
        ) -> Any:
            return super().send(request, stream=stream, timeout=timeout, verify=verify, cert=cert, proxies=None)

    session = Session()
    session.mount(f"{endpoint.scheme}://", Direct(pool_maxsize=_POOL))
    DaraCore._sessions[f"{endpoint.scheme}://{endpoint.netloc}:80:pool={_POOL}"] = session
