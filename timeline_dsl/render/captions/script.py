"""All texts of a timeline as one ASS file, for libass to draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.errors import Finding
from timeline_dsl.materials import Materials
from timeline_dsl.render.captions.avatars import covers_of
from timeline_dsl.render.captions.carriers import Carriers
from timeline_dsl.render.captions.fonts import Chosen, Face, gathered, installed
from timeline_dsl.render.captions.look import Canvas
from timeline_dsl.render.captions.own import moved
from timeline_dsl.render.captions.sheet import Clock, Sheet
from timeline_dsl.render.captions.texts import NO_CUE, AssFile, Avatar, Recoded, Shown, Unheard, texts
from timeline_dsl.render.captions.writer import Writer
from timeline_dsl.render.graph import Filter
from timeline_dsl.render.rendered import FidelityLine
from timeline_dsl.render.shots import Layer
from timeline_dsl.schedule import Schedule
from timeline_dsl.timeline import Timeline

GLYPH_MISSING = "text.glyph-missing"
"""What only a render can find: it depends on the fonts of this machine."""

FILE_ENCODING = "subtitle.file-encoding"
"""What only a render can find: it reads the file."""

MOST_TRIED = 8
"""So many fonts are named of those in which a sign was looked for."""


@attrs.frozen(kw_only=True)
class CaptionScript:
    """What libass draws. `path` is None where the timeline only has ass files of its own (`others`).

    `fonts` tells which font was used for which name, `faces` are all fonts in use, also those for single signs;
    `findings` tell which signs no font has, and which files are not in UTF-8. `fps` is the frame rate for which the
    events are stamped.
    """

    path: Path | None
    others: tuple[Path, ...]
    fonts_dir: Path
    fonts: tuple[Chosen, ...]
    faces: tuple[Face, ...]
    report: tuple[FidelityLine, ...]
    findings: tuple[Finding, ...]
    fps: Fraction | None = None

    def filters(self) -> tuple[Filter, ...]:
        """The filters that draw everything onto the finished picture."""
        files = (*((self.path,) if self.path else ()), *self.others)
        return tuple(Filter("ass", filename=str(file), fontsdir=str(self.fonts_dir)) for file in files)


def script_for(
    timeline: Timeline,
    schedule: Schedule,
    *,
    size: tuple[int, int],
    materials: Materials,
    folder: Path,
    canvas: tuple[int, int] | None = None,
    fps: Fraction | None = None,
    layers: Sequence[Layer] = (),
    heard: frozenset[str] = frozenset(),
) -> CaptionScript | None:
    """The texts of a timeline as files in `folder`, or None when it has none.

    `size` is the size of the picture in pixels, `canvas` that of the output of which this may be a smaller draft;
    `fps` is the frame rate of the output, `layers` are its pictures, which carry the texts of their clips and may lie
    over the card of a digital human. What the clips at the paths in `heard` say is spoken, and shown nowhere.
    Raises `MissingMaterial` and `RenderError`.
    """
    found = list(texts(schedule, materials, heard))
    if not found:
        return None
    sheet = Sheet(canvas_of(timeline, size, canvas or size), Clock(fps))
    writer = Writer(sheet, materials, covers_of(layers, fps) if fps else ())
    carriers = Carriers.of(schedule, sheet.canvas, layers, fps)
    others: list[Path] = []
    recoded: list[Recoded] = []
    for item in found:
        if isinstance(item, Shown):
            for shown in carriers.carried(item):
                writer.add(shown)
        elif isinstance(item, Avatar):
            writer.add_avatar(item)
        elif isinstance(item, Recoded):
            recoded.append(item)
        elif isinstance(item, Unheard):
            writer.told(item.path, item.effect, "missing", item.why)
        else:
            others += _own(item, writer, folder / f"own{len(others)}.ass")
    path = folder / "captions.ass" if writer.sheet.events else None
    if path is not None:
        path.write_text(writer.sheet.text(), encoding="utf-8", errors="replace")
    faces = tuple(writer.case.faces)
    return CaptionScript(
        path=path,
        others=tuple(others),
        fonts_dir=gathered(faces, folder / "fonts"),
        faces=faces,
        fonts=tuple(dict.fromkeys(writer.case.chosen.values())),
        report=tuple(writer.report.values()),
        findings=(*map(_recoded, recoded), *_unseen(writer)),
        fps=fps,
    )


def canvas_of(timeline: Timeline, size: tuple[int, int], output: tuple[int, int]) -> Canvas:
    """The board for a picture of `size`: font sizes refer to FECanvas, pixels of positions to the output."""
    canvas = timeline.size or output
    return Canvas(
        width=size[0],
        height=size[1],
        font_scale=min(size[0] / canvas[0], size[1] / canvas[1]),
        px_across=size[1] / output[1],
        px_down=size[1] / output[1],
        fixed_scale=size[1] / output[1],
    )


def _own(item: AssFile, writer: Writer, copy: Path) -> Iterator[Path]:
    """A copy of an ass file of the timeline's own, as it is shown; none of a file without cues."""
    replaced = moved(item, copy, writer.case)
    if replaced is None:
        writer.told(item.path, "Subtitle ass", "missing", NO_CUE)
        return
    if replaced:
        told = ", ".join(f"{face} stands in for the font {asked}" for asked, face in replaced.items())
        writer.told(item.path, "Subtitle ass", "close", told)
    else:
        writer.told(item.path, "Subtitle ass", "exact", "drawn by libass with its own styles")
    yield copy


def _recoded(item: Recoded) -> Finding:
    return Finding(
        rule=FILE_ENCODING,
        severity="warning",
        path=item.path,
        evidence="inferred",
        message=f"{item.file.name} is not in UTF-8; it was read as {item.encoding}",
        fix="save it in UTF-8",
    )


def _unseen(writer: Writer) -> Iterable[Finding]:
    asked = dict.fromkeys(chosen.face.family for chosen in writer.case.chosen.values())
    others = {face.family for faces in installed().values() for face in faces} - asked.keys()
    tried = [*asked, *sorted(others)]
    named = ", ".join(tried[:MOST_TRIED]) + (f" and {len(tried) - MOST_TRIED} more" if len(tried) > MOST_TRIED else "")
    for path, signs in writer.unseen.items():
        yield Finding(
            rule=GLYPH_MISSING,
            severity="warning",
            path=path,
            evidence="observed",
            message=f"no font here draws {' '.join(sorted(signs))}; tried {named}",
            fix="install a font that has these signs, or give one by FontURL",
        )
