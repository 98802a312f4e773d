"""Commands on templates: expand, params, batch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline_dsl.cli.group import FAILED, FINE
from timeline_dsl.cli.options import document, format_option, materials, media_option, print_json
from timeline_dsl.documents import save_text
from timeline_dsl.errors import TimelineError, UsageError, shown

if TYPE_CHECKING:
    from timeline_dsl.templates import Template


@click.group()
def template() -> None:
    """Regular templates: expand them on this machine, print their contract, make many timelines."""


def _config(path: str) -> Template:
    from timeline_dsl.templates import Template

    return Template.from_config(document(path).value)


def _params(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    value = document(path).value
    if not isinstance(value, dict):
        raise UsageError(
            f"{path} must hold a JSON object of parameters (got {shown(value)})", fix='{"Title": "Episode 1"}'
        )
    return value


@template.command(epilog="Example: timeline-dsl template expand config.json --params params.json -o timeline.json")
@click.argument("config")
@click.option("--params", metavar="FILE", help="JSON object of parameter values.")
@click.option("-o", "--output", metavar="OUT", help="Where the timeline goes; standard output when not said.")
def expand(config: str, params: str | None, output: str | None) -> None:
    """Expand a template Config with parameters, exactly as the service does."""
    text = json.dumps(_config(config).expand_document(_params(params)), ensure_ascii=False, indent=2)
    if output is None:
        click.echo(text)
    else:
        save_text(output, text + "\n")


@template.command(epilog="Example: timeline-dsl template params config.json --format json")
@click.argument("config")
@format_option("text", "json")
def params(config: str, form: str) -> None:
    """Print the parameters of a template Config: its contract."""
    contract = _config(config).params
    if form == "json":
        print_json([one.to_dict() for one in contract])
        return
    for one in contract:
        click.echo(str(one))


@template.command(epilog="Example: timeline-dsl template batch config.json rows.csv -o out/ --render --media media/")
@click.argument("config", metavar="CONFIG|FILE.py:NAME")
@click.argument("rows")
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder for the timelines, or the videos.")
@click.option(
    "--name",
    default="{row:06d}",
    show_default=True,
    help="Name of each file; {row} is the row's number, other names are its columns.",
)
@click.option("--render", "rendered", is_flag=True, help="Render each timeline instead of writing its JSON.")
@media_option
def batch(config: str, rows: str, output: str, name: str, rendered: bool, media: tuple[str, ...]) -> int:
    """Make a timeline, or a video, of each row of a CSV or JSONL file."""
    from timeline_dsl.templates.batch import run_batch

    folder = Path(output)
    if not folder.is_dir():
        raise TimelineError(f"the folder {output!r} does not exist", fix="create it first")
    found = materials(media)
    source = template_at(config)
    done = run_batch(
        source,
        Path(rows),
        folder,
        name=name,
        render_with=(lambda timeline, path: timeline.render(path, media=found)) if rendered else None,
        say=lambda text: click.echo(text, err=True),
    )
    click.echo(f"{done.made} made, {done.failed} failed")
    return FAILED if done.failed else FINE


def template_at(target: str) -> Template:
    """The template in a Config file, or the one that a Python file defines."""
    from timeline_dsl.cli.python_file import value_in
    from timeline_dsl.templates import Template

    if ".py" not in target:
        return _config(target)
    found: Template = value_in(target, Template)  # type: ignore[type-abstract]  # any of its kinds
    return found
