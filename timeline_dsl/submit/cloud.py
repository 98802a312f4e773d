"""The service as a person meets it: submit once, look, wait, and pick up again after a crash."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.errors import CheckError, Finding, SubmitError, UsageError
from timeline_dsl.request import OutputTarget, Source
from timeline_dsl.submit import answers
from timeline_dsl.submit.credentials import source_of
from timeline_dsl.submit.database import state_folder
from timeline_dsl.submit.endpoint import endpoint_of
from timeline_dsl.submit.ims import SdkService
from timeline_dsl.submit.job import Job, job_of
from timeline_dsl.submit.ledger import Entry, Ledger, digest
from timeline_dsl.submit.limiter import CALLS_PER_SECOND, Limiter
from timeline_dsl.submit.parameters import Output, Settings, Structure, Subject, parameters_of, shown_request
from timeline_dsl.submit.reconcile import Settled, reconcile
from timeline_dsl.submit.retry import GaveUp, Retry
from timeline_dsl.submit.rpc import RpcService
from timeline_dsl.submit.secrets import Redactor, secrets_in
from timeline_dsl.submit.service import NoAnswer, Service, ServiceError

Transport = Literal["sdk", "rpc"]

_SUBMIT = "SubmitMediaProducingJob"
_PAGE = 100  # rows of one list answer, the service's maximum
_LONGEST_KEY = 200  # characters


class Cloud:
    """One region of the service, for one account.

    `credentials` is `(id, secret[, token])`, or nothing for the vendor's default chain. `endpoint` replaces the address
    of the region. `transport` is the vendor's SDK, the generic RPC client, or any other Service. `ledger` is the
    file that remembers what was submitted; give every account one of its own. `rate` is how many calls a second all
    processes of this machine may make together.
    """

    def __init__(
        self,
        region: str,
        *,
        credentials: Any = None,
        endpoint: str | None = None,
        transport: Transport | Service = "sdk",
        ledger: str | Path | None = None,
        rate: int = CALLS_PER_SECOND,
        retry: Retry | None = None,
        timeout: float = 30.0,
    ) -> None:
        self.region = region
        self.endpoint = endpoint_of(region, endpoint)
        row = table("regions").rows.get(region)
        if row is not None and row.facts.get("editing") is False:
            raise UsageError(
                f"{region} offers media asset management only, no production.",
                fix="`timeline-dsl catalog regions` lists the regions that produce",
            )
        source = source_of(credentials)
        self.service: Service
        if transport == "sdk":
            self.service = SdkService(self.endpoint, source, region=region, timeout=timeout)
        elif transport == "rpc":
            self.service = RpcService(self.endpoint, source, timeout=timeout)
        elif isinstance(transport, str):
            raise UsageError(f"There is no transport {transport!r}.", fix="choose 'sdk' or 'rpc'")
        else:
            self.service = transport
        path = Path(ledger) if ledger is not None else state_folder() / "ledger.sqlite"
        named = isinstance(transport, str)
        scope = self.endpoint.scope(region) if named else f"{region} {type(transport).__name__}"
        self.ledger = Ledger(path, scope)
        self._limiter = Limiter(state_folder() / "calls.sqlite", scope, rate=rate)
        self._retry = retry or Retry()

    def __repr__(self) -> str:
        return f"Cloud({self.region!r}, endpoint='{self.endpoint}')"

    def submit(
        self,
        subject: Subject,
        *,
        output: Output | None = None,
        key: str | None = None,
        dry_run: bool = False,
        force: bool = False,
        target: OutputTarget | None = None,
        user_data: Structure | None = None,
        project_metadata: Structure | None = None,
        media_metadata: Structure | None = None,
        editing_produce_config: Structure | None = None,
        source: Source | None = None,
    ) -> Job:
        """Submit a timeline, `(template id, parameters)` or a project id, and return its job.

        The whole request is checked first; with an error nothing leaves, unless `force`. `key` names this submission:
        with the same key it happens once, however often it is asked for. Without a key each call is a submission of its
        own. `dry_run` prints the request, secrets masked, and sends nothing.

        Raises CheckError, ServiceError, KeyConflict, GaveUp.
        """
        settings = Settings(
            target=target,
            user_data=user_data,
            project_metadata=project_metadata,
            media_metadata=media_metadata,
            editing_produce_config=editing_produce_config,
            source=source,
        )
        return self.submit_request(parameters_of(subject, output, settings), key=key, dry_run=dry_run, force=force)

    def submit_request(
        self, params: Mapping[str, str], *, key: str | None = None, dry_run: bool = False, force: bool = False
    ) -> Job:
        """`submit` for a request that is complete already: the parameters of the call.

        A ClientToken among them is kept, and is the key unless another is given.
        """
        key = params.get("ClientToken") if key is None else _checked_key(key)
        known = self.ledger.find(key) if key is not None and not dry_run else None
        if known is not None and known.job_id is not None and known.digest == digest(params):
            return self._job_of_entry(known)
        findings = self._findings(params)
        errors = tuple(finding for finding in findings if finding.severity == "error")
        if dry_run:
            self._print(params, findings)
            return Job(id="", status="NotSent", key=key, findings=findings)
        if errors and not force:
            raise CheckError(errors)
        return attrs.evolve(self.send(key or f"once-{uuid.uuid4().hex}", params), findings=findings)

    def send(self, key: str, params: Mapping[str, str]) -> Job:
        """Submit parameters as they travel, unchecked, once under `key`."""
        entry = self.ledger.prepare(key, params)
        if entry.job_id is None:
            entry = self._sent(entry, params)
        return self._job_of_entry(entry)

    def job(self, job_id: str) -> Job:
        """The job with this id, as the service has it now."""
        if not job_id:
            raise UsageError("The job id is empty.")
        answer = self.call("GetMediaProducingJob", {"JobId": job_id})
        document = answer.get("MediaProducingJob") or {}
        job = job_of(document, self)
        if job.id != job_id:
            raise SubmitError(
                f"The service was asked for job {job_id} and answered with {job.id or 'none'}.", code="NoJobId"
            )
        if job.family == "failed":
            places = answers.explain(job.code or "", job.message or "", document, region=self.region)
            job = attrs.evolve(job, findings=places)
        if job.done:
            self.ledger.finished(job.id, job.status, job.media_url, job.code, job.message)
        entry = self.ledger.of_job(job.id)
        return attrs.evolve(job, key=entry.key) if entry is not None else job

    def jobs(self, **filters: str) -> Iterator[Job]:
        """The service's list of jobs, newest first. `filters` are parameters of ListMediaProducingJobs: Status, …"""
        params = {"MaxResults": str(_PAGE), **filters}
        while True:
            answer = self.call("ListMediaProducingJobs", params)
            for document in answer.get("MediaProducingJobList") or ():
                yield job_of(document, self)
            if not answer.get("NextToken"):
                return
            params["NextToken"] = str(answer["NextToken"])

    def call(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        """The answer to any call that may be repeated without harm, within the limit and the patience of this Cloud."""

        def attempt() -> dict[str, Any]:
            # Before the place is taken: while it is held, a call is expected to arrive soon.
            self.service.prepare()
            with self._limiter.place():
                return self.service.call(action, params)

        return self._retry.run(attempt)

    def reconcile(self) -> tuple[Settled, ...]:
        """What became of the submissions that a crash left open, settled by asking the service."""
        return tuple(reconcile(self))

    async def submit_async(self, subject: Subject, **settings: Any) -> Job:
        """Twin of `submit`, with the same arguments."""
        return await asyncio.to_thread(self.submit, subject, **settings)

    async def job_async(self, job_id: str) -> Job:
        """Twin of `job`."""
        return await asyncio.to_thread(self.job, job_id)

    async def jobs_async(self, **filters: str) -> tuple[Job, ...]:
        """Twin of `jobs`, whole."""
        return await asyncio.to_thread(lambda: tuple(self.jobs(**filters)))

    def _sent(self, entry: Entry, params: Mapping[str, str]) -> Entry:
        """The entry once the service took it: one token for every attempt, and the outcome on record."""
        sender, in_doubt = uuid.uuid4().hex, False
        request = {**params, "ClientToken": entry.token}

        def attempt() -> dict[str, Any] | None:
            self.service.prepare()
            if self.ledger.sent(entry, sender).job_id is not None:
                return None  # another process was quicker with the same key
            with self._limiter.place():
                return self.service.call(_SUBMIT, request)

        def failed(error: SubmitError) -> None:
            nonlocal in_doubt
            in_doubt = (
                in_doubt
                or (isinstance(error, NoAnswer) and error.sent)
                or (isinstance(error, ServiceError) and error.leaves_doubt)
            )

        try:
            answer = self._retry.run(attempt, failed=failed)
        except GaveUp as error:
            error.fix = f"submit the same request again with key={entry.key!r}: it will not be made twice"
            raise
        except ServiceError as error:
            self.ledger.refused(entry, error, None if in_doubt else sender)
            raise self._explained(error, params) from None
        if answer is None:
            return self.ledger.sent(entry, sender)
        if not answer.get("JobId"):
            raise SubmitError(f"{_SUBMIT} was answered without a JobId.", code="NoJobId", data=answer)
        return self.ledger.accepted(entry, answer)

    def _job_of_entry(self, entry: Entry) -> Job:
        return Job(
            id=entry.job_id or "",
            status=entry.status or "Init",
            key=entry.key,
            project_id=entry.project_id,
            media_id=entry.media_id,
            vod_media_id=entry.vod_media_id,
            media_url=entry.media_url,
            code=entry.code,
            message=entry.message,
            follower=self,
        )

    def _explained(self, error: ServiceError, params: Mapping[str, str]) -> ServiceError:
        findings = answers.explain(error.code, error.reason, params, region=self.region)
        if error.code == "InvalidParameter" and all(finding.rule == answers.UNSPECIFIC for finding in findings):
            # The service names the parameter at most; a check that was overruled by `force` knows the node in it.
            known = tuple(finding for finding in self._findings(params) if finding.severity == "error")
            findings = known or findings
        return ServiceError(
            error.action,
            error.reason,
            code=error.code,
            status=error.status,
            request_id=error.request_id,
            retry_after=error.retry_after,
            findings=findings,
        )

    def _findings(self, params: Mapping[str, str]) -> tuple[Finding, ...]:
        """What the check says about the whole request, secrets masked."""
        from timeline_dsl.check import check_document

        redactor = Redactor(known=secrets_in(dict(params)))
        return tuple(
            attrs.evolve(finding, message=redactor.text(finding.message), fix=redactor.text(finding.fix))
            for finding in check_document(dict(params), kind="request", region=self.region).findings
        )

    def _print(self, params: Mapping[str, str], findings: tuple[Finding, ...]) -> None:
        document = {
            "endpoint": str(self.endpoint),
            "action": _SUBMIT,
            "parameters": shown_request(params),
            "findings": [finding.to_dict() for finding in findings],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))


def _checked_key(given: str) -> str:
    if not given or len(given) > _LONGEST_KEY or not given.isprintable():
        raise UsageError(f"A key is 1 to {_LONGEST_KEY} printable characters (got {given!r:.60}).")
    return given
