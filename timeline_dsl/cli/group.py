"""The group of commands, and the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from timeline_dsl import __version__
from timeline_dsl.errors import (
    Cancelled,
    CheckError,
    DocumentError,
    MissingExtra,
    MissingMaterial,
    ScheduleError,
    TemplateError,
    TimelineError,
    UsageError,
)

FINE, FAILED, WRONG_USAGE, MISSING = 0, 1, 2, 3

_COMMANDS = {
    "demo": "play",
    "build": "edit",
    "check": "edit",
    "schedule": "edit",
    "render": "play",
    "still": "play",
    "sheet": "play",
    "to-python": "edit",
    "submit": "cloud",
    "status": "cloud",
    "jobs": "cloud",
    "batch": "cloud",
    "reconcile": "cloud",
    "serve": "cloud",
    "template": "templates",
    "catalog": "look_up",
    "explain": "look_up",
    "schema": "look_up",
}
"""Every command and the module that holds it; a module is imported when its command runs."""


class _Commands(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = importlib.import_module(f"timeline_dsl.cli.{_COMMANDS[name]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(context, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "timeline-dsl --help lists all"
            raise click.UsageError(f"there is no command {args[0]!r}. Fix: {hint}") from error


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="timeline-dsl")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def timeline_dsl(debug: bool) -> None:
    """Timelines of Alibaba Cloud IMS: compose, check, schedule, render on this machine, submit.

    Begin with: timeline-dsl demo
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    debug = "--debug" in arguments
    words = [word for word in arguments if word != "--debug"]
    try:
        code = timeline_dsl.main(words, prog_name="timeline-dsl", standalone_mode=False)
        return code if isinstance(code, int) else FINE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _told(error, _sentence(error), WRONG_USAGE, debug)
    except (KeyboardInterrupt, click.Abort, Cancelled):
        print("timeline-dsl: stopped; nothing half-written was left behind", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except TimelineError as error:
        return _told(error, str(error), exit_code(error), debug)


def exit_code(error: TimelineError) -> int:
    """The exit code that an error of the package becomes."""
    if isinstance(error, MissingExtra | MissingMaterial):
        return MISSING
    if isinstance(error, UsageError | DocumentError | TemplateError | ScheduleError):
        return WRONG_USAGE
    if isinstance(error, CheckError):
        return FAILED
    return FAILED


def _sentence(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    where = f" ({context.command_path} --help shows how)" if context is not None else ""
    return error.format_message() + where


def _told(error: Exception, sentence: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    print(f"timeline-dsl: {sentence}", file=sys.stderr)
    return code
