"""A worker process as the endpoint holds it: started when first needed, replaced when it died."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from timeline_dsl.errors import TimelineError
from timeline_dsl.serve.engine import Document, JobFault


class WorkerDied(TimelineError):
    """The worker process ended in the middle of an order."""


class Worker:
    """One worker process. Its methods belong to one thread; `kill` may come from any."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._process: subprocess.Popen[str] | None = None
        self.closed = False  # set by `kill`

    def run(self, order: Mapping[str, Any], on_event: Callable[[Document], None]) -> Document:
        """Carry out an order. JobFault when it fails, WorkerDied when the process ends before the result."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        for line in process.stdout:
            event = json.loads(line)
            if "done" in event:
                done: Document = event["done"]
                return done
            if "fault" in event:
                raise JobFault(event["fault"]["code"], event["fault"]["message"])
            on_event(event)
        code = process.wait()
        self._process = None
        raise WorkerDied(f"The worker process ended with exit code {code}.")

    def _running(self) -> subprocess.Popen[str]:
        if self.closed:
            raise WorkerDied("The endpoint is being stopped.")
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "timeline_dsl.serve.worker", self._engine],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # one group with its FFmpeg, so that both can be ended together
            )
        return self._process

    def kill(self) -> None:
        """End the process and what it started; no new one is started."""
        self.closed = True
        process = self._process
        if process is None or process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
