"""The program of a worker process: orders come in as JSON lines, events and results go out the same way.

The process ends with its input: when the endpoint is killed, its workers and their FFmpeg do not live on.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

import attrs

from timeline_dsl.errors import TimelineError
from timeline_dsl.materials import without_query
from timeline_dsl.serve.calls.media import facts_text
from timeline_dsl.serve.engine import Document, Engine, Facts, JobFault, RenderOrder, load

PROGRESS_EVERY = 0.2  # seconds between two progress events
Emit = Callable[[Mapping[str, Any]], None]


def produce(engine: Engine, order: Document, emit: Emit) -> Document:
    """Probe the materials, tell the resolved timeline, render."""
    timeline, materials = order["timeline"], {name: Path(path) for name, path in order["materials"].items()}
    facts = {name: _facts(engine, name, path) for name, path in materials.items()}
    for finding in engine.check_materials(timeline, materials):
        if finding["severity"] == "error":
            raise _job_fault(finding, timeline)
    emit({"resolved": engine.resolve(timeline, materials)})
    rendered = engine.render(
        RenderOrder(
            timeline=timeline,
            output_config=order["output_config"],
            produce_config=order["produce_config"],
            materials=materials,
            facts=facts,
            out=Path(order["out"]),
        ),
        _sparingly(emit),
    )
    return attrs.asdict(rendered)


def resolve(engine: Engine, order: Document, emit: Emit) -> Document:
    """The resolved timeline alone."""
    materials = {name: Path(path) for name, path in order["materials"].items()}
    return {"timeline": engine.resolve(order["timeline"], materials)}


def analyse(engine: Engine, order: Document, emit: Emit) -> Document:
    """What is in one file."""
    return {"facts": facts_text(engine.probe(Path(order["path"])))}


TASKS: Mapping[str, Callable[[Engine, Document, Emit], Document]] = {
    "produce": produce,
    "resolve": resolve,
    "analyse": analyse,
}

_NOT_MEDIA = frozenset((".srt", ".ass", ".vtt", ".ttf", ".otf", ".woff", ".ttc"))


def _facts(engine: Engine, name: str, path: Path) -> Facts:
    if path.suffix.lower() in _NOT_MEDIA:
        return Facts(format=path.suffix.lower().removeprefix("."))
    try:
        return engine.probe(path)
    except TimelineError as error:
        raise JobFault(
            "InvalidParameter.ResourceContentBad", f"{without_query(name)} cannot be decoded: {error}"
        ) from error


def _job_fault(finding: Mapping[str, Any], timeline: Document) -> JobFault:
    """A finding in the words the service uses on a failed job."""
    if finding["rule"] == "clip.in-within-media":
        clip = _node(timeline, str(finding["path"]))
        kind = "Audio" if str(finding["path"]).startswith("/AudioTracks") else "Video"
        name = without_query(str(clip.get("MediaId") or clip.get("MediaURL") or clip.get("MediaUrl") or ""))
        reason = f"{kind}.In greater than its duration, mediaId: {name}"
        return JobFault("InvalidTimelineFormat", f'Invalid timeline format, caused by: "{reason}"')
    return JobFault("InvalidTimelineFormat", f"{finding['path']}: {finding['message']} [{finding['rule']}]")


def _node(document: Any, pointer: str) -> Document:
    """The innermost object on the way of a JSON Pointer."""
    last: Document = document
    for part in pointer.split("/")[1:]:
        document = document[int(part)] if isinstance(document, list) else document.get(part)
        if isinstance(document, dict):
            last = document
    return last


def _sparingly(emit: Emit) -> Callable[[float], None]:
    last = 0.0

    def progress(share: float) -> None:
        nonlocal last
        if time.monotonic() - last >= PROGRESS_EVERY:
            last = time.monotonic()
            emit({"progress": max(0.0, min(1.0, share))})

    return progress


def _orders(source: TextIO) -> queue.SimpleQueue[Document]:
    """Orders as they come in; the whole process group is killed when the input ends."""
    waiting: queue.SimpleQueue[Document] = queue.SimpleQueue()

    def read() -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in source:
                waiting.put(json.loads(line))
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(0)

    threading.Thread(target=read, daemon=True, name="orders").start()
    return waiting


def answer(engine: Engine, order: Document, emit: Emit) -> Document:
    """The result of an order as the endpoint reads it; never raises."""
    try:
        return {"done": TASKS[order["task"]](engine, order, emit)}
    except JobFault as fault:
        return {"fault": {"code": fault.code, "message": fault.message}}
    except TimelineError as error:
        return {"fault": {"code": "ProduceFailed", "message": str(error)}}
    except (
        Exception
    ) as error:  # whatever it is, the job fails with it and the worker goes on; the trace goes to the log
        traceback.print_exc()
        return {"fault": {"code": "InternalError", "message": f"{type(error).__name__}: {error}"}}


def main() -> None:
    """Serve orders until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)  # calls are answered before films are made
    # What is printed by anything in this process must not mix with the events.
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lock = threading.Lock()

    def emit(event: Mapping[str, Any]) -> None:
        with lock:
            events.write(json.dumps(event) + "\n")
            events.flush()

    orders = _orders(sys.stdin)
    engine = load(sys.argv[1])
    emit({"ready": True})
    while True:
        emit(answer(engine, orders.get(), emit))


if __name__ == "__main__":
    main()
