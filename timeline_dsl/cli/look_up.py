"""Commands that tell what the library knows: catalog, explain, schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from timeline_dsl.catalog import Table, names, table
from timeline_dsl.cli.options import format_option, print_json


@click.command(epilog="Example: timeline-dsl catalog transitions")
@click.argument("kind", required=False)
@click.option("--fidelity", is_flag=True, help="How faithful the local engine is for each id.")
@format_option("text", "json")
def catalog(kind: str | None, fidelity: bool, form: str) -> None:
    """List the service's ids: transitions, filters, vfx, fonts, voices …"""
    if fidelity:
        from timeline_dsl.render.catalogue import fidelities

        rows = fidelities(kind)
        if form == "json":
            print_json([row.to_dict() for row in rows])
        else:
            for row in rows:
                click.echo(f"{row.kind:<18} {row.id:<28} {row.fidelity:<9} {row.why}")
        return
    if kind is None:
        if form == "json":
            print_json([{"name": name, "title": table(name).title, "count": len(table(name))} for name in names()])
        else:
            for name in names():
                click.echo(f"{name:<22} {len(table(name)):>4}  {table(name).title}")
        return
    found = table(kind)
    if form == "json":
        print_json(
            {
                "name": found.name,
                "title": found.title,
                "source": found.source,
                "evidence": found.evidence,
                "entries": [
                    {"id": row.id, "label": row.label, "family": row.family, "evidence": row.evidence, **row.facts}
                    for row in found
                ],
            }
        )
    else:
        click.echo(_listing(found))


def _listing(found: Table) -> str:
    width = max(len(row.id) for row in found)
    lines = [f"{found.title} ({len(found)}) – {found.source}", f"evidence: {found.evidence}", ""]
    lines += [f"{row.id:<{width}}  {row.family:<14} {row.label}" for row in found]
    return "\n".join([*lines, "", *found.notes] if found.notes else lines)


@click.command(epilog="Example: timeline-dsl explain clip.in-before-out, timeline-dsl explain VideoClip.speed")
@click.argument("what", required=False, metavar="[RULE|CLASS|CLASS.FIELD]")
def explain(what: str | None) -> None:
    """Tell what a rule or a field means, why, how sure that is, and how it is mended."""
    from timeline_dsl.check import explain as told

    click.echo(told(what))


@click.command(epilog="Example: timeline-dsl schema timeline > timeline.schema.json")
@click.argument("name", required=False)
@click.option("--write", metavar="DIR", help="Write all schemas into a folder.")
def schema(name: str | None, write: str | None) -> None:
    """Print a JSON Schema, or the names of all."""
    from timeline_dsl import schema as schemas

    if write is not None:
        for path in schemas.write(Path(write)):
            click.echo(path)
    elif name is None:
        for known in schemas.NAMES:
            click.echo(known)
    else:
        click.echo(json.dumps(schemas.load(name), ensure_ascii=False, indent=2))
