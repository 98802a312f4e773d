"""What FFmpeg said when it failed, as one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from timeline_dsl.errors import RenderError
from timeline_dsl.render.ffmpeg import VARIABLE

_LINE = re.compile(
    r"(?:\[(?P<part>[^\]]*?)(?: @ 0x[0-9a-f]+)?\] )?"
    r"\[(?P<level>panic|fatal|error|warning|info)\] (?P<text>.*)"
)

# what FFmpeg adds after it has told the cause
_CONSEQUENCES = re.compile(
    r"Conversion failed!|Exiting with exit code|Error (?:: |opening (?:input|output) files?|while filtering"
    r"|reinitializing filters|initializing filters|initializing the muxer|initializing a simple filtergraph"
    r"|sending frames? to consumers|initializing complex filters|binding filtergraph|parsing (?:global )?options"
    r"|processing packet|writing trailer|muxing a packet|closing file|submitting a packet)"
    r"|Task finished with error|Terminating thread|Received signal|Nothing was written|Failed to inject frame"
    r"|Failed to set value|Error while processing|Error splitting the argument list|Output file is empty"
    r"|Could not write header"
)


# since FFmpeg 7, and before
_UNREAD = re.compile(r"Error opening input file (?:file:)?(.*?)\.?$|^\[error\] file:(.*): [^:]+$")


_LACKING = (
    (re.compile(r"No such filter: '([^']+)'"), "filter"),
    (re.compile(r"Unknown encoder '([^']+)'"), "encoder"),
    (re.compile(r"Default encoder for format \S+ \(codec ([^)]+)\) is probably disabled"), "encoder"),
    (re.compile(r"Unknown decoder '([^']+)'|no decoder found for: (\S+)"), "decoder"),
    (re.compile(r"Unknown input format: '([^']+)'"), "format"),
    # of a filter since FFmpeg 7, of a filter before, of the command line
    (re.compile(r"Error applying option '([^']+)' to filter '[^']+': Option not found"), "option"),
    (re.compile(r"Option '([^']+)' not found"), "option"),
    (re.compile(r"Unrecognized option '([^']+)'"), "option"),
)


def lacking(log: Iterable[str]) -> str | None:
    """What a log says that this FFmpeg does not have, such as `filter 'ass'`; None when it says nothing of the kind."""
    found = ((kind, match) for line in log for pattern, kind in _LACKING if (match := pattern.search(line)))
    return next((f"{kind} {match[match.lastindex or 0]!r}" for kind, match in found), None)


def last_words(log: Sequence[str]) -> str:
    """The last line of a log that tells a cause, without its level and address; empty when there is none."""
    lines = [match for line in log if (match := _LINE.match(line)) and match["level"] != "info"]
    causes = [line for line in lines if not _CONSEQUENCES.match(line["text"])]
    graver = [line for line in causes if line["level"] != "warning"]
    told = graver or causes or lines
    if not told:
        return log[-1] if log else ""
    chosen = told[-1]
    return f"{chosen['part']}: {chosen['text']}" if chosen["part"] else chosen["text"]


def failure(command: Sequence[str], code: int, log: Sequence[str], output: Path | None) -> RenderError:
    """The exit code and log of a failed run as one error."""
    if is_full(log):
        return disk_full(output, command, code, log)
    said = last_words(log)
    text = "\n".join(log)
    if lacked := lacking(log):
        return RenderError(
            f"{command[0]} has no {lacked}: it is another version of FFmpeg, or a build without it.",
            command=command,
            code=code,
            log=text,
            fix=f"pip install 'timeline-dsl[render]' brings a build that has it; unset {VARIABLE} to use that one",
        )
    if unread := next((match[1] or match[2] for line in log if (match := _UNREAD.search(line))), None):
        reason = said.rpartition(": ")[2]
        return RenderError(
            f"FFmpeg cannot read {unread}: {reason}.",
            command=command,
            code=code,
            log=text,
            fix="check that the file is whole and of a kind FFmpeg plays: `ffmpeg -i FILE` tells",
        )
    if code < 0 and not said:
        return RenderError(
            f"FFmpeg was killed by signal {-code}.",
            command=command,
            code=code,
            log=text,
            fix="the machine may be out of memory: render a smaller size or fewer workers",
        )
    return RenderError(
        f"FFmpeg failed (exit code {code}): {said or 'it gave no reason'}", command=command, code=code, log=text
    )


def is_full(log: Iterable[str]) -> bool:
    """Whether FFmpeg met a full disk."""
    return any("No space left on device" in line for line in log)


def disk_full(output: Path | None, command: Sequence[str], code: int | None, log: Sequence[str]) -> RenderError:
    """The refusal of a full disk."""
    place = f"of {output.parent} " if output else ""
    return RenderError(
        f"The disk {place}is full.",
        command=command,
        code=code,
        log="\n".join(log),
        fix="free some space, or write to another disk",
    )
