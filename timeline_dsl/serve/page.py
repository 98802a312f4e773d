"""The page for a person: which jobs there are, how far each is, what its timeline is, its film or why there is none."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from timeline_dsl.serve.calls import Realm
from timeline_dsl.serve.drawing import draw
from timeline_dsl.serve.responses import Refusal
from timeline_dsl.serve.settings import is_loopback
from timeline_dsl.serve.store import Callback, Job
from timeline_dsl.submit.secrets import redact

HTML = Path(__file__).with_name("page.html")
JOBS = "/page/jobs"
SHOWN_JOBS = 200
FILM_SECONDS = 3600  # how long the address of a film works
_NONCE = "{{nonce}}"


class Page:
    """Answers what a browser asks for. It only shows: nothing can be changed through it.

    On a loopback address it asks for no password, and answers only under a loopback name, so that no other site can
    read it through a name that points here. On any other address it asks for the access key by HTTP Basic.
    """

    def __init__(self, realm: Realm, access_key: tuple[str, str], host: str) -> None:
        self._realm = realm
        self._access_key = access_key
        self._is_open = is_loopback(host)

    @staticmethod
    def has(path: str) -> bool:
        """Whether `path` belongs to the page."""
        return path == "/" or path == JOBS or path.startswith(f"{JOBS}/")

    def respond(self, request: Request) -> Response:
        """The page itself, the list of jobs, or one job."""
        if self._is_open and not is_loopback(_host_name(request)):
            raise Refusal("InvalidRequest", "This page answers under 127.0.0.1 and localhost only.")
        if not self._is_open and not self._is_signed_in(request):
            return Response("The access key is needed.", 401, {"WWW-Authenticate": 'Basic realm="timeline-dsl"'})
        path = request.url.path
        if path == JOBS:
            return _data({"Jobs": self._jobs()})
        if path.startswith(f"{JOBS}/"):
            return _data(self._job(path.removeprefix(f"{JOBS}/")))
        return _html()

    def _is_signed_in(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return False
        key_id, key_secret = self._access_key
        fits = hmac.compare_digest(name.encode(), key_id.encode())
        return scheme.lower() == "basic" and hmac.compare_digest(secret.encode(), key_secret.encode()) and fits

    def _jobs(self) -> list[dict[str, Any]]:
        with self._realm.database.reading() as store:
            return [_row(job) for job in store.select(Job, order="DESC", limit=SHOWN_JOBS)]

    def _job(self, job_id: str) -> dict[str, Any]:
        with self._realm.database.reading() as store:
            job = store.get(Job, job_id)
            callbacks = store.select(Callback, "job_id = ?", (job_id,))
        if job is None:
            raise Refusal("JobNotFound")
        film = self._realm.file_url(job.bucket, job.object, FILM_SECONDS) if job.status == "Success" else None
        return _row(job) | {
            "ProjectId": job.project_id,
            "MediaId": job.media_id,
            "File": f"{job.bucket}/{job.object}",
            "Drawing": draw(json.loads(job.drawing or job.timeline)),
            # the page stands on the same host under whichever name the reader typed, so the address is made relative
            "Film": film and urlsplit(film)._replace(scheme="", netloc="").geturl(),
            "Timeline": redact(json.dumps(json.loads(job.timeline), indent=2, ensure_ascii=False)),
            "Remarks": json.loads(job.report or "[]"),
            "Callbacks": [
                {"Address": redact(row.address), "Outcome": row.outcome or "on its way"} for row in callbacks
            ],
        }


def _row(job: Job) -> dict[str, Any]:
    return {
        "JobId": job.job_id,
        "Status": job.status,
        "Progress": job.progress,
        "MediaURL": job.media_url,
        "Duration": job.duration,
        "CreateTime": job.create_time,
        "CompleteTime": job.complete_time,
        "Code": job.code,
        "Message": job.message,
    }


def _data(members: dict[str, Any]) -> Response:
    return JSONResponse(members, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


def _html() -> Response:
    nonce = secrets.token_urlsafe(16)
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
        "media-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(HTML.read_text(encoding="utf-8").replace(_NONCE, nonce), headers=headers)


def _host_name(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""
