"""All texts of a timeline as one ASS file, for libass to draw."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.errors import Finding
from timeline_dsl.materials import Materials
from timeline_dsl.render.captions import fonts
from timeline_dsl.render.captions.look import Canvas
from timeline_dsl.render.captions.sheet import Clock, Sheet
from timeline_dsl.render.captions.texts import AssFile, Shown, Unheard, texts
from timeline_dsl.render.captions.writer import Writer
from timeline_dsl.render.graph import Filter
from timeline_dsl.render.rendered import FidelityLine
from timeline_dsl.schedule import Schedule
from timeline_dsl.timeline import Timeline


@attrs.frozen(kw_only=True)
class CaptionScript:
    """What libass draws. `path` is None where the timeline only has ass files of its own (`others`).

    `fonts` tells which font was used for which name, `findings` which signs no font has.
    """

    path: Path | None
    others: tuple[Path, ...]
    fonts_dir: Path
    fonts: tuple[fonts.Chosen, ...]
    report: tuple[FidelityLine, ...]
    findings: tuple[Finding, ...]
    sheet: Sheet = attrs.field(repr=False, eq=False)

    def filters(self) -> tuple[Filter, ...]:
        """The filters that draw everything onto the finished picture."""
        files = (*((self.path,) if self.path else ()), *self.others)
        return tuple(Filter("ass", filename=str(file), fontsdir=str(self.fonts_dir)) for file in files)


def script_for(timeline: Timeline, schedule: Schedule, *, size: tuple[int, int], materials: Materials, folder: Path,
               canvas: tuple[int, int] | None = None, fps: Fraction | None = None) -> CaptionScript | None:
    """The texts of a timeline as files in `folder`, or None when it has none.

    `size` is the size of the picture in pixels, `canvas` that of the output of which this may be a smaller draft;
    `fps` is the frame rate of the output.
    """
    found = list(texts(schedule, materials))
    if not found:
        return None
    sheet = Sheet(canvas_of(timeline, size, canvas or size), Clock(fps))
    writer = Writer(sheet, materials)
    for item in found:
        if isinstance(item, Shown):
            writer.add(item)
        elif isinstance(item, Unheard):
            writer.told(item.path, item.effect, "missing", item.why)
    return _files(writer, [item for item in found if isinstance(item, AssFile)], folder)


def canvas_of(timeline: Timeline, size: tuple[int, int], output: tuple[int, int]) -> Canvas:
    """The board for a picture of `size`: font sizes refer to FECanvas, pixels of positions to the output."""
    canvas = timeline.size or output
    return Canvas(width=size[0], height=size[1], font_scale=min(size[0] / canvas[0], size[1] / canvas[1]),
                  px_scale=size[1] / output[1], fixed_scale=size[1] / output[1])


def _files(writer: Writer, own: list[AssFile], folder: Path) -> CaptionScript:
    others = tuple(_moved(file, folder / f"own{number}.ass") for number, file in enumerate(own))
    path = folder / "captions.ass" if writer.sheet.events else None
    if path is not None:
        path.write_text(writer.sheet.text(), encoding="utf-8", errors="replace")
    report = [*writer.report.values(), *(FidelityLine(path=file.path, effect="Subtitle ass", fidelity="exact",
                                                      why="drawn by libass with its own styles") for file in own)]
    return CaptionScript(path=path, others=others, fonts_dir=fonts.gathered(writer.case.faces, folder / "fonts"),
                         fonts=tuple(dict.fromkeys(writer.case.chosen.values())), report=tuple(report),
                         findings=tuple(_unseen(writer)), sheet=writer.sheet)


def _unseen(writer: Writer) -> Iterable[Finding]:
    tried = ", ".join(sorted({face.family for faces in fonts.installed().values() for face in faces}))
    for path, signs in writer.unseen.items():
        yield Finding(rule="text.glyph-missing", severity="warning", path=path, evidence="observed",
                      message=f"no font here draws {' '.join(sorted(signs))}; tried {tried[:200]}",
                      fix="install a font that has these signs, or give one by FontURL")


def _moved(file: AssFile, copy: Path) -> Path:
    """The ass file with its cues at their place on the output and cut to their span."""
    import pysubs2

    script = pysubs2.load(str(file.file), format_="ass")
    script.shift(ms=round(file.shift * 1000))
    start, end = round(file.span.start * 1000), round(file.span.end * 1000)
    script.events = [cue for cue in script.events if cue.start < end and cue.end > start]
    for cue in script.events:
        cue.start, cue.end = max(cue.start, start), min(cue.end, end)
    script.save(str(copy), format_="ass")
    return copy



