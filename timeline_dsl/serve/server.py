"""The HTTP server: uvicorn on a socket that is already listening, with connections that can be cut."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from timeline_dsl.serve.app import JSON, TRANSPORT
from timeline_dsl.serve.responses import Refusal, new_request_id, refusal

App = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]


class Connection(H11Protocol):
    """One connection. The application finds it in the scope; what is no HTTP gets an answer of the usual shape."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        inner: Any = self.app

        async def with_connection(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            scope[TRANSPORT] = lambda: self.transport
            await inner(scope, receive, send)

        self.app = with_connection

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, and close."""
        body = refusal(new_request_id(), Refusal("InvalidRequest"))
        lines = (
            "HTTP/1.1 400 Bad Request",
            f"content-type: {JSON}",
            f"content-length: {len(body)}",
            "connection: close",
        )
        self.transport.write("\r\n".join((*lines, "", "")).encode("ascii") + body)
        self.transport.close()


class Server(uvicorn.Server):
    """Tells when it listens, and ends when an event is set."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None], until: threading.Event | None) -> None:
        super().__init__(config)
        self._listening = listening
        self._until = until

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End in order at Ctrl-C and at a polite kill, and do not raise the signal again afterwards."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen and tell so."""
        await super().startup(sockets)
        if self.started:
            self._listening()

    async def on_tick(self, counter: int) -> bool:
        """Whether to stop, asked ten times a second."""
        ended = self._until is not None and self._until.is_set()
        return await super().on_tick(counter) or ended


def run_server(
    app: App, listener: socket.socket, header_bytes: int, until: threading.Event | None, listening: Callable[[], None]
) -> None:
    """Serve `app` on `listener` until an interrupt, or until `until` is set; `listening` is called once it answers."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=header_bytes,
        timeout_graceful_shutdown=2,
    )
    asyncio.run(Server(config, listening, until).serve(sockets=[listener]))
