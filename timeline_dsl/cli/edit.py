"""Commands on documents: build, check, schedule, to-python."""

from __future__ import annotations

from pathlib import Path

import click

from timeline_dsl.cli.group import FAILED, FINE
from timeline_dsl.cli.options import (
    document,
    durations_of,
    durations_option,
    format_option,
    materials,
    media_option,
    print_json,
    timeline_of,
)
from timeline_dsl.documents import save_text
from timeline_dsl.errors import UsageError


@click.command(epilog="Example: timeline-dsl build edit.py:episode -o episode.json")
@click.argument("file", metavar="FILE.py[:NAME]")
@click.option("-o", "--output", metavar="OUT.json", help="Where the JSON goes; standard output when not said.")
def build(file: str, output: str | None) -> None:
    """Run a Python file and write the Timeline JSON of its Timeline."""
    from timeline_dsl.cli.python_file import timeline_in

    text = timeline_in(file).to_json(output)
    if output is None:
        click.echo(text)


@click.command(epilog="Example: timeline-dsl check timeline.json --region cn-shanghai --media media/")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--region", help="Region of the call, for example cn-shanghai.")
@click.option("--output-config", metavar="FILE", help="The OutputMediaConfig that goes with the timeline.")
@click.option(
    "--kind",
    type=click.Choice(["timeline", "request", "output-config", "template"]),
    help="Kind of the document; recognised when not said.",
)
@click.option(
    "--allow", multiple=True, metavar="SLUG=REASON", help="Accept the findings of a rule, with the reason; repeatable."
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@media_option
@durations_option
@format_option("text", "json", "github", "sarif")
def check(
    files: tuple[str, ...],
    region: str | None,
    output_config: str | None,
    kind: str | None,
    allow: tuple[str, ...],
    strict: bool,
    media: tuple[str, ...],
    durations: str | None,
    form: str,
) -> int:
    """Check documents against the schema and the rules of the service."""
    from timeline_dsl.check import FileReport, check_document, render_reports
    from timeline_dsl.check import check as checked

    accepted = dict(_allowed(word) for word in allow)
    parsed_config = document(output_config) if output_config else None
    config = parsed_config.value if parsed_config else None
    reports = []
    for file in files:
        if file.endswith(".py") or ".py:" in file:
            timeline = timeline_of(file)
            report = checked(
                timeline,
                region=region,
                media=materials(media),
                durations=durations_of(durations),
                output=config,
                allow=accepted,
            )
            reports.append(FileReport(file=file, kind="timeline", report=report))
            continue
        parsed = document(file)
        report = check_document(
            parsed.value,
            kind=kind,
            region=region,
            media=materials(media),
            durations=durations_of(durations),
            output_config=config,
            origin=parsed.origin,
            allow=accepted,
        )
        reports.append(FileReport(file=file, kind=report.kind, report=report))
    if parsed_config is not None and output_config is not None:
        report = check_document(
            parsed_config.value, kind="output-config", region=region, origin=parsed_config.origin, allow=accepted
        )
        reports.append(FileReport(file=output_config, kind=report.kind, report=report))
    click.echo(render_reports(reports, form))
    bad = any(one.report.errors or (strict and one.report.warnings) for one in reports)
    return FAILED if bad else FINE


def _allowed(word: str) -> tuple[str, str]:
    slug, equals, reason = word.partition("=")
    if not equals or not reason.strip():
        raise UsageError(
            f"--allow {word} gives no reason", fix='--allow "clip.video-overlap=meant, the upper clip fades in"'
        )
    return slug, reason


@click.command(epilog="Example: timeline-dsl schedule timeline.json --media media/ --format json")
@click.argument("file")
@click.option("--pin", "pinned", metavar="OUT.json", help="Also write the timeline with every known time filled in.")
@media_option
@durations_option
@format_option("text", "json")
def schedule(file: str, pinned: str | None, media: tuple[str, ...], durations: str | None, form: str) -> None:
    """Show when everything plays, and why the output lasts as long as it does."""
    timeline = timeline_of(file)
    plan = timeline.schedule(media=materials(media), durations=durations_of(durations))
    if pinned is not None:
        from timeline_dsl.schedule import pin

        pin(timeline, plan).to_json(pinned, check=False)
    if form == "json":
        print_json(plan.to_dict())
    else:
        click.echo(str(plan))


@click.command(epilog="Example: timeline-dsl to-python timeline.json -o edit.py")
@click.argument("file")
@click.option("-o", "--output", metavar="OUT.py", help="Where the code goes; standard output when not said.")
def to_python(file: str, output: str | None) -> None:
    """Write Python code that rebuilds a Timeline JSON."""
    code = timeline_of(file).to_python()
    if output is None:
        click.echo(code, nl=False)
    else:
        save_text(Path(output), code)
