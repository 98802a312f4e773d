"""The ASGI application: the service's calls at the root, signed files, and the page for a person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response

from timeline_dsl.serve.calls.table import Answer
from timeline_dsl.serve.faults import Fate, FaultSource
from timeline_dsl.serve.files import ROUTE, SignedFiles
from timeline_dsl.serve.gate import Gate, decoded
from timeline_dsl.serve.page import Page
from timeline_dsl.serve.responses import Refusal, answer, new_request_id, refusal
from timeline_dsl.serve.signature import Received

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger("timeline_dsl.serve")
TRANSPORT = "timeline_dsl.transport"  # where the server leaves the connection, for dropping it
JSON = "application/json;charset=utf-8"
# Somebody's file must not act as a page of this endpoint.
_HARMLESS = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class Endpoint:
    """The application. Every answer is JSON with a RequestId, files and page apart; no traceback ever leaves it."""

    def __init__(self, gate: Gate, faults: FaultSource, files: SignedFiles, page: Page, max_body: int) -> None:
        self._gate = gate
        self._faults = faults
        self._files = files
        self._page = page
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive, send)
        request_id = new_request_id()
        try:
            response = await self._respond(request, request_id)
        except Refusal as refused:
            body = refusal(request_id, refused, request.headers.get("host", ""))
            # what is left of an oversized body is not read, so the connection cannot be used again
            close = {"connection": "close"} if refused.code == "EntityTooLarge" else {}
            response = Response(body, refused.status, {"x-acs-request-id": request_id, **close}, JSON)
        except Dropped:
            await _cut(scope, receive)
            return
        except ClientDisconnect:
            return
        except Exception:
            log.exception("request %s failed", request_id)
            failed = Refusal("InternalError")
            response = Response(refusal(request_id, failed), failed.status, {"x-acs-request-id": request_id}, JSON)
        await response(scope, receive, send)

    async def _respond(self, request: Request, request_id: str) -> Response:
        path = request.url.path
        if request.method in ("GET", "HEAD") and path.startswith(f"{ROUTE}/"):
            bucket, _, name = path.removeprefix(f"{ROUTE}/").partition("/")
            query = request.query_params
            file = self._files.open(bucket, name, query.get("Expires", ""), query.get("Signature", ""))
            return FileResponse(file, headers=_HARMLESS)
        if request.method in ("GET", "HEAD") and self._is_for_a_person(request):
            return await run_in_threadpool(self._page.respond, request)
        members = await self._call(await self._received(request))
        return Response(answer(request_id, members), 200, {"x-acs-request-id": request_id}, JSON)

    def _is_for_a_person(self, request: Request) -> bool:
        if self._page.has(request.url.path) and request.url.path != "/":
            return True
        return (
            request.url.path == "/" and "x-acs-action" not in request.headers and "Action" not in request.query_params
        )

    async def _received(self, request: Request) -> Received:
        raw_path: bytes = request.scope.get("raw_path") or request.url.path.encode()
        return Received(
            method=request.method,
            path=raw_path.decode("latin-1"),
            query=decoded(request.scope["query_string"].decode("latin-1"), "query"),
            headers=tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in request.headers.raw
            ),
            body=await self._body(request),
        )

    async def _body(self, request: Request) -> bytes:
        too_large = Refusal(
            "EntityTooLarge", f"The request body is too large: at most {self._max_body} bytes are taken."
        )
        announced = request.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced[:20]) > self._max_body:
            raise too_large
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._max_body:
                raise too_large
        return bytes(body)

    async def _call(self, received: Received) -> Answer:
        admitted = await run_in_threadpool(self._gate.admit, received)
        fate = self._faults.draw()
        await asyncio.sleep(fate.wait)
        _meet(fate, "before")
        members = await run_in_threadpool(self._gate.perform, admitted)
        _meet(fate, "after")
        return members


def _meet(fate: Fate, side: str) -> None:
    if fate.throttle:
        raise Refusal("Throttling.User")
    if fate.drop == side:
        raise Dropped
    if fate.error == side:
        raise Refusal("ServiceUnavailable" if side == "before" else "InternalError")


async def _cut(scope: Scope, receive: Receive) -> None:
    """Cut the connection, and wait until the server has seen it, so that it does not answer in our place."""
    scope[TRANSPORT]().abort()
    while (await receive())["type"] != "http.disconnect":
        pass
