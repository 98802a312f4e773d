"""SubRip and other caption files as texts of a subtitle track, and texts as a caption file."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from timeline_dsl.clips import TextClip
from timeline_dsl.documents import read_bytes, save_text
from timeline_dsl.encodings import decoded
from timeline_dsl.errors import MissingExtra, UsageError, readers_line
from timeline_dsl.node import TypedNode
from timeline_dsl.units import wire_seconds

READABLE = (".srt", ".vtt")


def read(source: str | Path) -> tuple[TextClip, ...]:
    """The cues of a caption file as texts with their times. Raises `UsageError` for a file that holds none.

    Cues that end before they start, and empty ones, are refused with their number.
    """
    path = Path(source)
    if not path.is_file():
        raise UsageError(
            f"the subtitle file {str(path)!r} does not exist",
            where=readers_line(),
            fix="correct its name, or give its OSS address so that the service reads it",
        )
    if path.suffix.lower() not in READABLE:
        raise UsageError(
            f"{path.name} cannot become texts of a track",
            where=readers_line(),
            fix="use an srt or vtt file; an ass file is given by its OSS address",
        )
    try:
        import pysubs2
    except ModuleNotFoundError:
        raise MissingExtra("pysubs2, which reads subtitle files,", "render") from None
    try:
        text = decoded(read_bytes(path)).text
        cues = pysubs2.SSAFile.from_string(text, format_=path.suffix.lower()[1:])
    except (pysubs2.Pysubs2Error, ValueError) as error:
        raise UsageError(
            f"{path.name} is no subtitle file: {error}", fix="save it as srt", where=readers_line()
        ) from error
    clips = tuple(_clip(cue, number, path) for number, cue in enumerate(cues, 1))
    if not clips:
        raise UsageError(f"{path.name} holds no cues", fix="check that it is an srt file", where=readers_line())
    return clips


def _clip(cue: object, number: int, path: Path) -> TextClip:
    start, end, text = cue.start, cue.end, cue.plaintext  # type: ignore[attr-defined]  # pysubs2 has no types
    if end <= start:
        raise UsageError(
            f"cue {number} of {path.name} ends at {end / 1000:g} s, not after its start at {start / 1000:g} s",
            fix="correct the times of that cue",
            where=readers_line(),
        )
    return TextClip(
        content=text, timeline_in=wire_seconds(Fraction(start, 1000)), timeline_out=wire_seconds(Fraction(end, 1000))
    )


def write(texts: Iterable[TypedNode], path: str | Path) -> None:
    """Write the texts that have a start and an end as an srt file."""
    lines: list[str] = []
    timed = [
        text
        for text in texts
        if isinstance(text, TextClip) and text.timeline_in is not None and text.timeline_out is not None
    ]
    for number, text in enumerate(sorted(timed, key=lambda text: text.timeline_in or 0), 1):
        lines += [
            str(number),
            f"{_stamp(text.timeline_in or 0)} --> {_stamp(text.timeline_out or 0)}",
            text.content or "",
            "",
        ]
    save_text(path, "\n".join(lines))


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"
