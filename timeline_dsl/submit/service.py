"""The seam to the service: one call by its name, and the ways in which it can go wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from timeline_dsl.errors import Finding, SubmitError

API_VERSION = "2020-11-09"

CONNECT_TIMEOUT = 5.0  # seconds

# These travel in the form body because they grow long; every other parameter travels in the query.
FORM_PARAMETERS = frozenset({"Timeline", "Config", "EditingConfig", "InputConfig"})


class Service(Protocol):
    """Anything that answers the service's calls: the vendor's SDK, the generic RPC client, one of your own."""

    def prepare(self) -> None:
        """Whatever may take long before a call's first byte: imports, fetching credentials. Costs nothing when done."""
        ...

    def call(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        """The answer to one request, made once and never repeated here. Raises ServiceError or NoAnswer."""
        ...


class ServiceError(SubmitError):
    """The service answered with an error. `findings` place it in the request where that is possible.

    `retry_after` is the wait in seconds that the answer asks for, or None.
    """

    def __init__(
        self,
        action: str,
        message: str,
        *,
        code: str,
        status: int | None,
        request_id: str = "",
        retry_after: float | None = None,
        findings: Iterable[Finding] = (),
        fix: str | None = None,
    ) -> None:
        self.action, self.retry_after = action, retry_after
        self.findings = tuple(findings)
        self.reason = message
        told = f" (HTTP {status}, request {request_id or 'unknown'})" if status else ""
        text = f"{action} was refused: {code}: {message}{told}"
        super().__init__(
            "\n".join([text, *map(str, self.findings)]), code=code, status=status, request_id=request_id, fix=fix
        )

    @property
    def throttled(self) -> bool:
        """Too many calls: the request was not looked at, and is welcome later."""
        return self.code.startswith("Throttling")

    @property
    def leaves_doubt(self) -> bool:
        """Whether the request may have been accepted all the same: a failure of the server says nothing about that."""
        return self.status is not None and self.status >= 500 and not self.throttled


class NoAnswer(SubmitError):
    """No readable answer came: no connection, a dropped one, a time-out. `sent`: whether anything can have arrived."""

    def __init__(self, action: str, reason: str, *, sent: bool = True) -> None:
        self.action, self.reason, self.sent = action, reason, sent
        super().__init__(f"{action} got no answer: {reason}", code="NoAnswer")
