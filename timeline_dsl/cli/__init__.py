"""The command `timeline-dsl`: each subcommand parses, calls one function of a room, and prints."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the exit code is 0 fine, 1 findings or failure, 2 wrong usage, 3 something is missing."""
    try:
        from timeline_dsl.cli.group import run
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        print(f"timeline-dsl: {error.name} is not installed. Fix: pip install 'timeline-dsl[cli]'", file=sys.stderr)
        sys.exit(3)
    sys.exit(run(sys.argv[1:]))
