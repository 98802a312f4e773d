"""What several commands take, and how they print."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from timeline_dsl.documents import Parsed, parse
from timeline_dsl.errors import UsageError, shown
from timeline_dsl.materials import Materials
from timeline_dsl.timeline import Timeline

F = TypeVar("F", bound=Callable[..., Any])


def media_option(command: F) -> F:
    """`--media`, repeatable."""
    return click.option(
        "--media", multiple=True, metavar="DIR|PREFIX=DIR", help="Where materials lie on this machine; repeatable."
    )(command)


def format_option(*choices: str) -> Callable[[F], F]:
    """`--format`; the first choice is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="Form of the output.",
    )


def durations_option(command: F) -> F:
    """`--durations FILE`."""
    return click.option(
        "--durations",
        metavar="FILE",
        help='JSON object from MediaId or address to seconds, or to {"duration", "width", "height"}.',
    )(command)


def materials(media: tuple[str, ...]) -> Materials | None:
    """Where materials lie, from the words of `--media`."""
    return Materials.of(list(media)) if media else None


def durations_of(path: str | None) -> dict[str, Any] | None:
    """The lengths in a file."""
    if path is None:
        return None
    value = parse(Path(path)).value
    if not isinstance(value, dict):
        raise UsageError(
            f"{path} must hold a JSON object from address to seconds (got {shown(value)})",
            fix='{"c1.mp4 address": 12.5}',
        )
    return value


def document(path: str) -> Parsed:
    """The JSON value in a file, or on standard input for `-`."""
    return parse("-") if path == "-" else parse(Path(path))


def timeline_of(path: str) -> Timeline:
    """The timeline of a JSON or Python file; of a submit request its timeline."""
    import warnings

    name = path.rpartition(":")[0] if ".py:" in path else path
    if name.endswith(".py"):
        from timeline_dsl.cli.python_file import timeline_in

        return timeline_in(path)
    parsed = document(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `check` tells of unknown keys; the other commands work with them
        value = parsed.value
        if isinstance(value, dict) and "Timeline" in value:
            from timeline_dsl.request import Request

            request = Request.from_dict(value)
            if request.timeline is None:
                raise UsageError(f"the request in {path} has no readable Timeline", fix="see timeline-dsl check")
            return request.timeline
        timeline = Timeline.from_dict(value)
        return timeline if parsed.origin is None else timeline.but(origin=parsed.origin)


def print_json(value: Any) -> None:
    """A JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
