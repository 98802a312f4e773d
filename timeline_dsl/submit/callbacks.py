"""The service's callbacks: both shapes of event read, and an ASGI application that asks the service before it acts."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import attrs

from timeline_dsl.errors import SubmitError, UsageError, shown
from timeline_dsl.submit.job import Job
from timeline_dsl.submit.retry import worth_repeating
from timeline_dsl.submit.service import ServiceError

if TYPE_CHECKING:
    from timeline_dsl.submit.cloud import Cloud

Shape = Literal["envelope", "flat"]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]
OnJob = Callable[[Job, "Event"], Any]
OnMedia = Callable[[dict[str, Any], "Event"], Any]

_Found = TypeVar("_Found")
_LOG = logging.getLogger("timeline_dsl.submit")
_LARGEST = 256 * 1024  # bytes of one event


@attrs.frozen(kw_only=True)
class Event:
    """What an event claims. `status` is in lower case; nothing in here is proof of anything."""

    shape: Shape
    type: str
    status: str
    job_id: str | None
    project_id: str | None
    media_id: str | None
    media_url: str | None
    code: str | None
    message: str | None
    user_data: str | None
    time: str | None


def parse_event(body: bytes | str | Mapping[str, Any]) -> Event:
    """The event in `body`: the envelope with its MessageBody, or the older flat shape. Raises UsageError."""
    document = body if isinstance(body, Mapping) else _document(body)
    if not isinstance(document, Mapping) or not isinstance(document.get("EventType"), str):
        raise UsageError(
            f"This is no event of the service: {shown(document)}.",
            fix="an event is a JSON object with the member EventType",
        )
    inner = document.get("MessageBody")
    inner = _document(inner) if isinstance(inner, str) else inner
    shape: Shape = "envelope" if isinstance(inner, Mapping) else "flat"
    fields = inner if isinstance(inner, Mapping) else document

    def text(*names: str) -> str | None:
        value = next((fields[name] for name in names if fields.get(name) not in (None, "")), None)
        return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    return Event(
        shape=shape,
        type=document["EventType"],
        status=(text("Status") or "").lower(),
        job_id=text("JobId"),
        project_id=text("ProjectId"),
        media_id=text("MediaId"),
        media_url=text("MediaURL", "MediaUrl"),
        code=text("ErrorCode", "Code"),
        message=text("ErrorMessage", "Message"),
        user_data=text("UserData"),
        time=str(document["EventTime"]) if document.get("EventTime") else None,
    )


def find_job(cloud: Cloud, event: Event) -> Job | None:
    """The job that an event speaks of, as the service has it now; None when the service has no such job."""
    if event.job_id is not None:
        return _asked(lambda: cloud.job(event.job_id or ""))
    if event.project_id is None:
        return None
    # The flat shape names the project and the media, not the job.
    jobs = [job for job in cloud.jobs(ProjectId=event.project_id) if event.media_id in (None, job.media_id)]
    return cloud.job(jobs[0].id) if jobs else None


def find_media(cloud: Cloud, event: Event) -> dict[str, Any] | None:
    """The service's MediaInfo of the asset that an event speaks of; None when the service has no such asset."""
    if event.media_id is None:
        return None
    answer = _asked(lambda: cloud.call("GetMediaInfo", {"MediaId": event.media_id or ""}))
    return answer.get("MediaInfo") or None if answer is not None else None


def callback_app(cloud: Cloud, on_job: OnJob, *, on_media: OnMedia | None = None, path: str = "/") -> Application:
    """An ASGI application for NotifyAddress: it calls `on_job(job, event)` with the job as the service has it.

    An event is a hint: its job is asked for, and `on_job` is not called while the service says that it still runs. The
    same event may come more than once. `on_media(media_info, event)` is called likewise when an asset was analysed,
    for RegisterMediaNotifyAddress. Both may be coroutine functions. Answers: 204 taken, 400 no event, 404 no such job
    or asset, 405, 413, 503 ask again later.
    """

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await _answer(send, *await taken(scope, receive))

    async def taken(scope: dict[str, Any], receive: Receive) -> tuple[int, str]:
        if scope["path"] != path:
            return 404, "no callback lives here"
        if scope["method"] != "POST":
            return 405, "an event is posted"
        body = await _body(receive)
        if body is None:
            return 413, f"an event has at most {_LARGEST} bytes"
        try:
            event = parse_event(body)
        except UsageError as error:
            return 400, str(error)
        try:
            if event.type == "ProduceMediaComplete":
                job = await asyncio.to_thread(find_job, cloud, event)
                return await told(on_job, job, event, over=job is not None and job.done)
            if event.type == "RegisterMediaComplete" and on_media is not None:
                media = await asyncio.to_thread(find_media, cloud, event)
                return await told(on_media, media, event, over=_analysed(media))
        except SubmitError as error:
            _LOG.warning("the service could not be asked about an event: %s", error.code)
            return 503, "the service cannot be asked now"
        return 204, ""

    async def told(listener: Callable[[Any, Event], Any], found: Any, event: Event, *, over: bool) -> tuple[int, str]:
        if found is None:
            return 404, "the service knows nothing of this"
        if over:
            outcome = listener(found, event)
            if inspect.isawaitable(outcome):
                await outcome
        return 204, ""

    return app


def _asked(question: Callable[[], _Found]) -> _Found | None:
    """What the service answers, or None when it refuses: what an event names need not exist."""
    try:
        return question()
    except ServiceError as error:
        if worth_repeating(error):
            raise
        return None


def _analysed(media: Mapping[str, Any] | None) -> bool:
    return media is not None and (media.get("MediaBasicInfo") or {}).get("Status") in ("Normal", "PrepareFail")


def _document(body: bytes | str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The event is no JSON ({type(error).__name__}).") from None


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None when it is larger than any event."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > _LARGEST:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


async def _answer(send: Send, status: int, text: str) -> None:
    body = text.encode()
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                *([] if status == 204 else [(b"content-length", str(len(body)).encode())]),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
