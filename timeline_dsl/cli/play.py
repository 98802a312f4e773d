"""Commands that play: demo, render, still, sheet."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from timeline_dsl.cli.group import FINE
from timeline_dsl.cli.options import durations_of, durations_option, materials, media_option, timeline_of
from timeline_dsl.documents import save_text
from timeline_dsl.errors import UsageError
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import exact_seconds


@click.command(epilog="Example: timeline-dsl demo demo/")
@click.argument("folder", required=False, default="timeline-dsl-demo", metavar="[DIR]")
@click.option("--quiet", is_flag=True, help="Print the path of the video only.")
def demo(folder: str, quiet: bool) -> None:
    """Make small media, compose a timeline from them, check, schedule and render it; print the path of the MP4."""
    from timeline_dsl.cli.demonstration import demonstrate

    click.echo(
        demonstrate(Path(folder), say=(lambda text: None) if quiet else (lambda text: click.echo(text, err=True)))
    )


def size_option(command: Any) -> Any:
    """`--size WxH`."""
    return click.option("--size", metavar="WxH", callback=_size, help="Size of the picture in pixels.")(command)


def _size(context: click.Context, option: click.Parameter, text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    match = re.fullmatch(r"([1-9][0-9]{0,4})[xX×]([1-9][0-9]{0,4})", text)
    if not match:
        raise click.BadParameter(f"{text!r} is no size. Fix: write for example 1280x720")
    return int(match[1]), int(match[2])


def _range(context: click.Context, option: click.Parameter, text: str | None) -> tuple[Fraction, Fraction] | None:
    """Two times with a colon between them; the times themselves may have colons when written `A..B`."""
    if text is None:
        return None
    start, mark, end = text.partition("..") if ".." in text else text.partition(":")
    try:
        span = _moment(start or "0"), _moment(end)
    except UsageError:
        raise click.BadParameter(
            f"{text!r} is no range. Fix: write seconds, 4:9.5, or times 00:01:00..00:01:30"
        ) from None
    if not mark or span[1] <= span[0]:
        raise click.BadParameter(f"{text!r} ends before it starts. Fix: write START:END, for example 4:9.5")
    return span


def _moment(text: str) -> Fraction:
    """A time as the command line writes it: plain seconds, or what the verbs take."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return Fraction(text)
    return exact_seconds(text, name="time")


def _at(context: click.Context, option: click.Parameter, text: str) -> Fraction:
    try:
        return _moment(text)
    except UsageError as error:
        raise click.BadParameter(error.message + ". Fix: write seconds, 2.5, or 00:00:02.5") from None


@click.command(epilog="Example: timeline-dsl render timeline.json -o out.mp4 --media media/ --draft")
@click.argument("file")
@click.option("-o", "--output", required=True, metavar="OUT", help="The video to make; its suffix chooses the format.")
@media_option
@durations_option
@size_option
@click.option("--fps", type=click.FloatRange(1, 240), help="Frame rate.")
@click.option("--range", "span", metavar="A:B", callback=_range, help="Only this stretch of the output, in seconds.")
@click.option("--draft", is_flag=True, help="Half size and fastest encoding, to look at.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that make parts at the same time.")
@click.option("--strict", is_flag=True, help="Refuse effects that are not at least close to the service's.")
@click.option("--transparent", is_flag=True, help="Show nothing where nothing is shown; the output ends in .webm.")
@click.option("--report", metavar="FILE", help="Write the fidelity report and the timings as JSON.")
@click.option("--dry-run", is_flag=True, help="Print the FFmpeg commands instead of running them.")
@click.option("--cache", metavar="DIR", help="Folder in which parts are kept; the user's own when not said.")
@click.option("--no-cache", is_flag=True, help="Keep no parts, and use none.")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), help="Give up after so many seconds.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def render(
    file: str,
    output: str,
    media: tuple[str, ...],
    durations: str | None,
    size: tuple[int, int] | None,
    fps: float | None,
    span: tuple[Fraction, Fraction] | None,
    draft: bool,
    workers: int | None,
    strict: bool,
    transparent: bool,
    report: str | None,
    dry_run: bool,
    cache: str | None,
    no_cache: bool,
    time_limit: float | None,
    quiet: bool,
) -> None:
    """Make the video on this machine, from local materials."""
    from timeline_dsl.cli.bar import progress_bar
    from timeline_dsl.render import render as rendered

    if report is not None:
        _can_hold(Path(report), file, output)
    timeline = timeline_of(file)
    if not quiet:
        _tell_errors(timeline, file)
    with progress_bar(Path(output).name, hidden=quiet or dry_run) as progress:
        made = rendered(
            timeline,
            output,
            media=materials(media),
            durations=durations_of(durations),
            size=size,
            fps=fps,
            span=span,
            draft=draft,
            workers=workers,
            strict=strict,
            transparent=transparent,
            dry_run=dry_run,
            progress=progress,
            cache=False if no_cache else cache,
            time_limit=time_limit,
        )
    if report is not None:
        save_text(report, json.dumps(made.to_dict(), ensure_ascii=False, indent=2) + "\n")
    if dry_run:
        click.echo("\n".join(made.command_lines()))
        for note in made.notes:
            click.echo(note, err=True)
        return
    if not quiet:
        click.echo(made.summary(), err=True)
    click.echo(str(made.path))


def _can_hold(report: Path, *others: str) -> None:
    """Refuse a report that cannot be written, or would replace the document or the video, before any work is done."""
    if report.is_dir():
        raise UsageError(f"the report {str(report)!r} is a folder", fix="name a file in it, such as report.json")
    if not report.parent.is_dir():
        raise UsageError(f"the folder {str(report.parent)!r} of the report does not exist", fix="create it first")
    for other in others:
        if report.absolute() == Path(other).absolute() or (
            report.exists() and Path(other).exists() and report.samefile(other)
        ):
            raise UsageError(f"the report would replace {other}", fix="write it into another file")


def _tell_errors(timeline: Timeline, file: str) -> None:
    """Say on stderr what the service would refuse; the engine plays it without the values that mean nothing."""
    errors = timeline.check().errors
    if errors:
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        click.echo(f"{file}: the service would refuse this timeline: {count}", err=True)
        for finding in errors[:TOLD]:
            click.echo(str(finding), err=True)


TOLD = 5
"""So many errors of a document are told before it is rendered; `check` tells them all."""


@click.command(epilog="Example: timeline-dsl still timeline.json -o frame.png --at 2.5 --media media/")
@click.argument("file")
@click.option("-o", "--output", required=True, metavar="OUT.png", help="The picture to make.")
@click.option(
    "--at", "moment", required=True, metavar="T", callback=_at, help="Moment of the output: seconds, or 00:00:02.5."
)
@media_option
@durations_option
@size_option
def still(
    file: str,
    output: str,
    moment: Fraction,
    media: tuple[str, ...],
    durations: str | None,
    size: tuple[int, int] | None,
) -> None:
    """Make one frame of the output."""
    made = timeline_of(file).still(
        output, at=moment, media=materials(media), durations=durations_of(durations), size=size
    )
    click.echo(str(made.path))


@click.command(epilog="Example: timeline-dsl sheet timeline.json -o sheet.png --media media/")
@click.argument("file")
@click.option("-o", "--output", required=True, metavar="OUT.png", help="The picture to make.")
@click.option("--count", type=click.IntRange(1, 100), default=12, show_default=True, help="How many frames.")
@media_option
@durations_option
def sheet(file: str, output: str, count: int, media: tuple[str, ...], durations: str | None) -> int:
    """Make a contact sheet: frames of the output, evenly spaced, on one picture."""
    from timeline_dsl.render import sheet as made

    click.echo(
        str(
            made(timeline_of(file), output, count=count, media=materials(media), durations=durations_of(durations)).path
        )
    )
    return FINE
