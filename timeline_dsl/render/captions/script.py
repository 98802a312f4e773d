"""All texts of a timeline as one ASS file, for libass to draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import attrs

from timeline_dsl.effects.text import RecognisedLook
from timeline_dsl.errors import Finding
from timeline_dsl.materials import Materials
from timeline_dsl.render.captions import fonts
from timeline_dsl.render.captions.lines import broken, shrunk
from timeline_dsl.render.captions.look import Canvas, Place, Style, em_of, font_of, place_of, style_of, width_for
from timeline_dsl.render.captions.texts import AssFile, Shown, texts
from timeline_dsl.render.captions.words import BREAK, escaped, lines_of, spoken
from timeline_dsl.render.graph import Filter
from timeline_dsl.render.rendered import FidelityLine
from timeline_dsl.schedule import Schedule
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import Span, Time

HEAD = ("[Script Info]\nScriptType: v4.00+\nPlayResX: {width}\nPlayResY: {height}\nScaledBorderAndShadow: yes\nWrapStyle: 2\nYCbCr Matrix: None\n\n"
        "[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
        "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n")
EVENTS = "\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"


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

    def filters(self) -> tuple[Filter, ...]:
        """The filters that draw everything onto the finished picture."""
        files = (*((self.path,) if self.path else ()), *self.others)
        return tuple(Filter("ass", filename=str(file), fontsdir=str(self.fonts_dir)) for file in files)


def script_for(timeline: Timeline, schedule: Schedule, *, size: tuple[int, int], materials: Materials, folder: Path,
               canvas: tuple[int, int] | None = None) -> CaptionScript | None:
    """The texts of a timeline as files in `folder`, or None when it has none.

    `size` is the size of the picture in pixels, `canvas` that of the output of which this may be a smaller draft.
    """
    found = list(texts(schedule, materials))
    if not found:
        return None
    board = canvas_of(timeline, size, canvas or size)
    writer = Writer(canvas=board, draft_scale=size[1] / (canvas or size)[1], materials=materials)
    for shown in found:
        if isinstance(shown, Shown):
            writer.add(shown)
    others = tuple(_moved(file, folder / f"own{number}.ass") for number, file in enumerate(found) if isinstance(file, AssFile))
    path = folder / "captions.ass" if writer.events else None
    if path is not None:
        path.write_text(writer.text(), encoding="utf-8", errors="replace")
    spare, lacking = fonts.fallbacks(sign for signs in writer.lacking.values() for sign in signs)
    fonts_dir = fonts.gathered([*(chosen.face for chosen in writer.chosen.values()), *spare], folder / "fonts")
    own = [FidelityLine(path=file.path, effect="Subtitle ass", fidelity="exact", why="drawn by libass with its own styles")
           for file in found if isinstance(file, AssFile)]
    return CaptionScript(path=path, others=others, fonts_dir=fonts_dir, fonts=tuple(dict.fromkeys(writer.chosen.values())),
                         report=(*writer.report.values(), *own), findings=tuple(_unseen(writer, set(lacking))))


def canvas_of(timeline: Timeline, size: tuple[int, int], output: tuple[int, int]) -> Canvas:
    """The board for a picture of `size`: font sizes refer to FECanvas, pixels of positions to the output."""
    canvas = timeline.size or output
    return Canvas(width=size[0], height=size[1], font_scale=min(size[0] / canvas[0], size[1] / canvas[1]), px_scale=size[1] / output[1])


class Writer:
    """Collects styles and events."""

    def __init__(self, *, canvas: Canvas, draft_scale: float, materials: Materials) -> None:
        self.canvas, self.draft_scale, self.materials = canvas, draft_scale, materials
        self.styles: dict[Style, str] = {}
        self.events: list[str] = []
        self.chosen: dict[tuple[str | None, str | None], fonts.Chosen] = {}
        self.report: dict[str, FidelityLine] = {}
        self.lacking: dict[str, set[str]] = {}

    def add(self, shown: Shown) -> None:
        """Write one text."""
        look, canvas = shown.look, self.canvas
        chosen = self._font(look.font, look.font_url, lambda: font_of(look, self._file(look.font_url)))
        em = em_of(look, canvas, fixed_scale=self.draft_scale)
        lines = lines_of(shown.content)
        if look.adapt_mode == "AutoScale":
            em = shrunk(lines, chosen.face, em, width_for(look, canvas))
        elif look.adapt_mode is not None or shown.caption or look.text_width is not None:
            at_spaces = look.adapt_mode in ("AutoWrapAtSpaces", "AutoWrapAtSpacesStrict")
            lines = broken(lines, chosen.face, em, width_for(look, canvas) * (0.94 if shown.caption else 1), only_at_spaces=at_spaces)
        style = style_of(look, chosen, em, canvas)
        name = self.styles.setdefault(style, f"s{len(self.styles)}")
        for place, text in self._blocks(place_of(look, canvas, caption=shown.caption), lines, em):
            self.events.append(event(shown.span, name, f"{{\\an{place.numpad}\\pos({place.x:.2f},{place.y:.2f})\\q2}}{text}"))
        self._note(shown, chosen)

    def _blocks(self, place: Place, lines: list[str], em: float) -> Iterable[tuple[Place, str]]:
        yield place, BREAK.join(escaped(line, self.canvas.font_scale) for line in lines)

    def _font(self, name: str | None, url: str | None, choose: object) -> fonts.Chosen:
        key = (name, url)
        if key not in self.chosen:
            self.chosen[key] = choose()  # type: ignore[operator]  # a function without arguments
        return self.chosen[key]

    def _file(self, url: str | None) -> Path | None:
        return None if url is None else self.materials.find(url)

    def _note(self, shown: Shown, chosen: fonts.Chosen) -> None:
        lacking = {sign for sign in spoken(shown.content) if not sign.isspace() and not chosen.face.has(sign)}
        if lacking:
            self.lacking.setdefault(shown.path, set()).update(lacking)
        if shown.path not in self.report:
            self.report[shown.path] = _faith(shown, chosen)

    def text(self) -> str:
        """The whole file."""
        head = HEAD.format(width=self.canvas.width, height=self.canvas.height)
        return head + "\n".join(style.line(name) for style, name in self.styles.items()) + "\n" + EVENTS + "\n".join(self.events) + "\n"


def _faith(shown: Shown, chosen: fonts.Chosen) -> FidelityLine:
    kind = type(shown.look).TYPE or "Text"
    if isinstance(shown.look, RecognisedLook):
        return FidelityLine(path=shown.path, effect=kind, fidelity="stand-in", why="the known text is spread evenly; nothing listens to the sound")
    if not chosen.exact:
        return FidelityLine(path=shown.path, effect=kind, fidelity="close", why=f"{chosen.face.family} stands in for the font {chosen.asked}")
    return FidelityLine(path=shown.path, effect=kind, fidelity="close", why="drawn by libass")


def _unseen(writer: Writer, lacking: set[str]) -> Iterable[Finding]:
    tried = ", ".join(sorted({chosen.face.family for chosen in writer.chosen.values()} | {face.family for face in fonts.installed().values()}))
    for path, signs in cast("Mapping[str, set[str]]", writer.lacking).items():
        unseen = sorted(signs & lacking)
        if unseen:
            yield Finding(rule="text.glyph-missing", severity="warning", path=path, evidence="observed",
                          message=f"no font here draws {' '.join(unseen)}; tried {tried[:200]}",
                          fix="install a font that has these signs, or give one by FontURL")


def event(span: Span, style: str, text: str, layer: int = 0) -> str:
    """One line of an ASS file's events."""
    return f"Dialogue: {layer},{stamp(span.start)},{stamp(span.end)},{style},,0,0,0,,{text}"


def stamp(time: Time) -> str:
    """A time as ASS writes it: hundredths of a second."""
    hundredths = round(time * 100)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


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
