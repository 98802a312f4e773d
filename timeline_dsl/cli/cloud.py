"""Commands on the service: submit, status, jobs; and serve, the endpoint to practise on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from timeline_dsl.cli.group import FAILED, FINE
from timeline_dsl.cli.options import document, format_option, print_json, timeline_of
from timeline_dsl.errors import UsageError

if TYPE_CHECKING:
    from timeline_dsl.submit import Cloud, Job

F = TypeVar("F", bound=Callable[..., Any])


def service_options(command: F) -> F:
    """`--region`, `--endpoint`, `--transport`."""
    for option in (
        click.option(
            "--transport",
            type=click.Choice(["sdk", "rpc"]),
            default="sdk",
            show_default=True,
            help="The vendor's SDK, or the plain client.",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            help="Another address than the region's own, for example of timeline-dsl serve.",
        ),
        click.option("--region", required=True, help="Region of the call, for example cn-shanghai."),
    ):
        command = option(command)
    return command


def _cloud(region: str, endpoint: str | None, transport: Any) -> Cloud:
    from timeline_dsl.submit import Cloud

    return Cloud(region, endpoint=endpoint, transport=transport)


@click.command(
    epilog="Example: timeline-dsl submit timeline.json --output https://b.oss-cn-shanghai.aliyuncs.com/out.mp4 "
    "--region cn-shanghai --key ep1 --wait"
)
@click.argument("file")
@click.option("--output", metavar="URL", help="OSS address of the result; not for a whole request.")
@service_options
@click.option(
    "--key", help="Name of this submission: with the same key it happens once, however often it is asked for."
)
@click.option("--wait", "waits", is_flag=True, help="Wait for the end of the job.")
@click.option("--timeout", type=float, help="Seconds to wait at most.")
@click.option("--dry-run", is_flag=True, help="Print the request and send nothing.")
@click.option("--force", is_flag=True, help="Send it although a finding is an error.")
@format_option("text", "json")
def submit(
    file: str,
    output: str | None,
    region: str,
    endpoint: str | None,
    transport: str,
    key: str | None,
    waits: bool,
    timeout: float | None,
    dry_run: bool,
    force: bool,
    form: str,
) -> int:
    """Submit a timeline, or a whole request, as a job."""
    cloud = _cloud(region, endpoint, transport)
    request = _request(file)
    if request is not None:
        if output is not None:
            raise UsageError(f"{file} is a whole request and says its own output", fix="leave --output out")
        job = cloud.submit_request(request, key=key, dry_run=dry_run, force=force)
    else:
        if output is None:
            raise UsageError(
                "the result has no address", fix="--output https://<bucket>.oss-<region>.aliyuncs.com/<object>.mp4"
            )
        job = cloud.submit(timeline_of(file), output=output, key=key, dry_run=dry_run, force=force)
    if dry_run:
        return FAILED if any(finding.severity == "error" for finding in job.findings) else FINE
    if waits:
        job = job.wait(
            timeout,
            on_progress=lambda at: click.echo(
                f"{at.status} {at.progress if at.progress is not None else ''}".rstrip(), err=True
            ),
        )
    _print_jobs([job], form)
    return FINE


def _request(file: str) -> dict[str, str] | None:
    """The parameters of the call when the file holds a request rather than a timeline."""
    if ".py" in file:
        return None
    value = document(file).value
    if not isinstance(value, dict) or not {"Timeline", "TemplateId", "ProjectId", "OutputMediaConfig"} & set(value):
        return None
    from timeline_dsl.request import Request

    return Request.from_dict(value).to_params()


@click.command(epilog="Example: timeline-dsl status 5e0c… --region cn-shanghai")
@click.argument("job_id", metavar="JOB")
@service_options
@format_option("text", "json")
def status(job_id: str, region: str, endpoint: str | None, transport: str, form: str) -> int:
    """Show how a job stands."""
    job = _cloud(region, endpoint, transport).job(job_id)
    _print_jobs([job], form)
    return FAILED if job.family == "failed" else FINE


@click.command(epilog="Example: timeline-dsl jobs --region cn-shanghai --status Processing")
@service_options
@click.option("--status", "state", help="Only jobs of this status: Init, Processing, Success, Failed.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="How many at most.")
@format_option("text", "json")
def jobs(region: str, endpoint: str | None, transport: str, state: str | None, most: int, form: str) -> None:
    """List the newest jobs."""
    from itertools import islice

    filters = {} if state is None else {"Status": state}
    _print_jobs(list(islice(_cloud(region, endpoint, transport).jobs(**filters), most)), form)


def _print_jobs(found: list[Job], form: str) -> None:
    if form == "json":
        print_json([_told(job) for job in found])
        return
    for job in found:
        reason = f"  {job.code}: {job.message}" if job.code else ""
        progress = f" {job.progress} %" if job.progress is not None and not job.done else ""
        click.echo(f"{job.id}  {job.status}{progress}  {job.media_url or ''}{reason}".rstrip())


def _told(job: Job) -> dict[str, Any]:
    return {
        "job_id": job.id,
        "status": job.status,
        "key": job.key,
        "progress": job.progress,
        "media_url": job.media_url,
        "media_id": job.media_id,
        "duration": job.duration,
        "code": job.code,
        "message": job.message,
        "findings": [finding.to_dict() for finding in job.findings],
    }


@click.command(
    epilog="Example: timeline-dsl batch rows.csv --template config.json --region cn-shanghai --results results.jsonl "
    "--output 'https://b.oss-cn-shanghai.aliyuncs.com/{key}.mp4'"
)
@click.argument("rows", metavar="ROWS.csv|ROWS.jsonl")
@service_options
@click.option(
    "--template",
    "config",
    metavar="CONFIG|FILE.py:NAME|ID",
    help="The template that each row fills: a Config, a Python template, or its id at the service.",
)
@click.option("--output", metavar="URL", help="Address of each result, with {key} or {column} in it.")
@click.option(
    "--results",
    required=True,
    metavar="FILE.jsonl",
    help="Where each outcome is written; run again with the same file to go on.",
)
@click.option("--name", default="batch", show_default=True, help="Under this name rows without a key are known.")
@click.option(
    "--concurrency", type=click.IntRange(1), default=100, show_default=True, help="Jobs that are open at a time."
)
def batch(
    rows: str,
    region: str,
    endpoint: str | None,
    transport: str,
    config: str | None,
    output: str | None,
    results: str,
    name: str,
    concurrency: int,
) -> int:
    """Submit each row once and follow its job to the end; run it again after a crash to go on."""
    from timeline_dsl.submit.batch import progress_table, read_rows, run_batch

    cloud = _cloud(region, endpoint, transport)
    read = read_rows(rows, _template(config))
    with progress_table() as tell:
        done = run_batch(cloud, read, results, output=output, name=name, concurrency=concurrency, on_progress=tell)
    click.echo(
        f"{done.succeeded} succeeded, {done.failed} failed, {done.refused} refused, "
        f"{done.unsettled} unsettled, {done.earlier} done before"
    )
    return FINE if done.ok else FAILED


def _template(config: str | None) -> Any:
    if config is None:
        return None
    from timeline_dsl.cli.templates import template_at

    return template_at(config) if ".py" in config or config.endswith(".json") else config


@click.command(epilog="Example: timeline-dsl reconcile --region cn-shanghai")
@service_options
@format_option("text", "json")
def reconcile(region: str, endpoint: str | None, transport: str, form: str) -> None:
    """Settle what a crash left open, by asking the service."""
    settled = _cloud(region, endpoint, transport).reconcile()
    if form == "json":
        print_json(
            [{"key": one.key, "outcome": one.outcome, "job_id": one.job_id, "reason": one.reason} for one in settled]
        )
        return
    for one in settled:
        click.echo(f"{one.key}  {one.outcome}  {one.job_id or ''}  {one.reason}".rstrip())
    if not settled:
        click.echo("nothing was left open")


@click.command(epilog="Example: timeline-dsl serve --root bucket-root/ --access-key test:secret")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="Port; 0 takes a free one.")
@click.option(
    "--root",
    default=".",
    show_default=True,
    metavar="DIR",
    help="Materials and outputs lie under it as <bucket>/<object>.",
)
@click.option(
    "--access-key", metavar="ID:SECRET", help="The key that signs calls; a made-up one is printed when not said."
)
@click.option("--region", default="cn-shanghai", show_default=True, help="The region it plays.")
@click.option(
    "--fault", default="", metavar="SPEC", help="Faults on demand: throttle=0.2,drop=0.1,error=0.05,slow=2s,seed=7."
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that render.")
@click.option(
    "--calls-per-second",
    type=click.IntRange(0),
    default=30,
    show_default=True,
    help="Limit of one access key; 0 for none.",
)
@click.option("--allow-remote", is_flag=True, help="Let other machines reach it.")
@click.option("--allow-remote-callbacks", is_flag=True, help="Post events to other machines.")
def serve(
    host: str,
    port: int,
    root: str,
    access_key: str | None,
    region: str,
    fault: str,
    workers: int,
    calls_per_second: int,
    allow_remote: bool,
    allow_remote_callbacks: bool,
) -> None:
    """Run a local endpoint that speaks the service's calls, for the vendor's own SDK.

    The first line on standard output is JSON with its address.
    """
    from timeline_dsl.serve.run import serve as run
    from timeline_dsl.serve.settings import Settings

    name, colon, secret = (access_key or f"local:{secrets.token_hex(16)}").partition(":")
    if not name or not colon or not secret:
        raise UsageError("--access-key must be ID:SECRET", fix="--access-key test:secret")
    if access_key is None:
        click.echo(f"access key {name}, secret {secret}", err=True)
    run(
        Settings(
            host=host,
            port=port,
            root=Path(root),
            access_key_id=name,
            access_key_secret=secret,
            region=region,
            faults=fault,
            workers=workers,
            calls_per_second=calls_per_second,
            beyond_loopback=allow_remote,
            callbacks_beyond_loopback=allow_remote_callbacks,
        )
    )
