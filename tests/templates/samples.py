"""Templates that the tests share, with strategies for their values."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, NotRequired, TypedDict

from hypothesis import strategies as st

import timeline_dsl as td
from timeline_dsl.templates import Media, MediaId, Position, Seconds

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

texts = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["$5 off", "NULL", "40", "true", "a:b", "{}", "$a:NULL", '"q"']
)
addresses = st.sampled_from(["a", "b", "c/d e", "长"]).map(lambda name: f"{OSS}{name}.mp4")
ids = st.text("0123456789abcdef", min_size=8, max_size=32)
moments = st.floats(0.0001, 500, allow_nan=False) | st.integers(1, 500) | st.sampled_from(["00:01:02.5", "500ms", "2s"])
positions = st.sampled_from(["65%", "640px", "0px", "12.5%"])


class Shot(NamedTuple):
    """One shot of a reel."""

    clip: Media
    length: Seconds = 3
    caption: str = "$none"


@dataclass(frozen=True)
class Line:
    """One spoken line, heard over a picture that lasts as long."""

    content: str
    name: str
    picture: Media
    voice: str | None = None


@td.template
def card(
    title: str,
    size: float = 48,
    start: Seconds = 0,
    end: Seconds | None = None,
    y: Position = "85%",
    color: str = "#ffffff",
):
    """A text."""
    look = td.TextStyle(size=size, y=y, color=color)
    return td.Timeline(size=(1280, 720)).video(OSS + "a.mp4", main=True).text(td.text(title, style=look).at(start, end))


@td.template
def reel(
    clips: list[Media],
    title: str = "$5 off",
    cut: Seconds = "00:00:02",
    volume: float | str = "-14dB",
    music: Media = OSS + "bgm.mp3",
    fade: str = "fade",
):
    """Clips in a row, with a title and music."""
    shots = [td.video(clip)[0:cut].with_effects(td.Transition(sub_type=fade, duration=0.5)) for clip in clips]
    return (
        td.Timeline()
        .video(td.image(OSS + "op.png", 2), *shots, td.image(OSS + "ed.png", 2), main=True)
        .text(title, start=0, end=3)
        .audio(music, volume=volume, fade_out=2)
    )


@td.template
def shots(shots: list[Shot], size: float = 40):
    """Records: each shot has its own length and caption."""
    edit = td.Timeline().video(*(td.video(one.clip)[0 : one.length] for one in shots))
    return edit.subtitles([td.text(one.caption, size=size) for one in shots])


@td.template
def layers(pictures: list[MediaId], text: str, side: Literal["Left", "Right"] = "Left"):
    """A track for each picture; a text that begins with `$`."""
    edit = td.Timeline().video(td.video(media_id="0123"))
    for picture in pictures:
        edit = edit.video(td.image(picture, 4).box(x="10%", y="10%", w="30%", h="30%"))
    return edit.text("$100", start=0, end=2).text(td.text(text, align=side), start=2, end=4)


@td.template
def talk(lines: list[Line], faces: list[Media], gain: float = 1):
    """Spoken lines with pictures that follow them, two lists in one timeline."""
    voices = [td.tts(line.content, line.voice).named(line.name).gain(gain) for line in lines]
    pictures = [td.video(line.picture).along(line.name) for line in lines]
    return td.Timeline().video(*(td.image(face, 2) for face in faces)).video(*pictures).audio(*voices)


@td.template
def titled(clip: Media, title: str):
    """A template made of another one."""
    return card(title, size=60).video(td.video(clip)[1:3].at_speed(2))


@td.template
def seams(
    clip: Media,
    other: Media,
    seam: str,
    length: Seconds = 0.5,
    look: str = "meteorshower",
    grade: str = "m1",
    shown: Seconds | None = None,
    speed: float = 1,
):
    """Ids as parameters, of what the service lists."""
    second = td.video(other).with_effects(td.vfx(look, start=1), td.filter(grade, end=shown)).at_speed(speed)
    return td.Timeline().video(td.video(clip), td.transition(seam, length), second).effects(td.vfx(look))


class Segment(TypedDict):
    """A part of a film, as an object of JSON."""

    clip: Media
    cut: NotRequired[Seconds]


@td.template
def parts(segments: list[Segment], frames: list[dict[str, Any]]):
    """Objects with known keys, and objects whose keys only the template knows."""
    first = [td.video(one["clip"]).but(source_out=one.get("cut")) for one in segments]
    with td.draft() as draft:
        for one in frames:
            draft.main.add(td.image(one["picture"], one["each"]))
    return draft.timeline.video(*first)


def _values(**fields: Any) -> Any:
    """Values for some of the parameters; those in `fields` whose name ends with `_` may be left out."""
    must = {name: field for name, field in fields.items() if not name.endswith("_")}
    may = {name.rstrip("_"): field for name, field in fields.items() if name.endswith("_")}
    return st.fixed_dictionaries(must, optional=may)


CASES = {
    card: _values(
        title=texts,
        size_=st.floats(1, 300),
        y_=positions,
        color_=st.sampled_from(["#ff0000", "#00FF7f"]),
        start_=st.just(0) | st.sampled_from(["500ms", 1.23456]),
        end_=st.none() | st.sampled_from([2, "00:00:09.5"]),
    ),
    reel: _values(
        clips=st.lists(addresses, max_size=4),
        title_=texts,
        cut_=moments,
        music_=addresses,
        volume_=st.floats(0, 3) | st.sampled_from(["-3dB", "0dB"]),
        fade_=st.sampled_from(["fade", "wiperight"]),
    ),
    shots: _values(
        shots=st.lists(
            addresses.map(Shot)
            | st.tuples(addresses, moments, texts).map(lambda one: Shot(*one))
            | _values(clip=addresses, length_=moments, caption_=texts),
            min_size=1,
            max_size=4,
        ),
        size_=st.integers(1, 99),
    ),
    layers: _values(pictures=st.lists(ids, max_size=3), text=texts, side_=st.sampled_from(["Left", "Right"])),
    talk: _values(
        lines=st.lists(
            st.tuples(texts, ids, addresses, st.none() | st.just("zhiyan_emo")).map(lambda one: Line(*one)),
            min_size=1,
            max_size=3,
        ),
        faces=st.lists(addresses, min_size=1, max_size=3),
        gain_=st.floats(0, 3),
    ),
    seams: _values(
        clip=addresses,
        other=addresses,
        seam=st.sampled_from(["fade", "perlin"]),
        length_=moments,
        look_=st.just("glass"),
        shown_=st.none() | moments,
        speed_=st.floats(0.1, 100),
    ),
    parts: _values(
        segments=st.lists(_values(clip=addresses, cut_=st.integers(1, 9)), min_size=1, max_size=3),
        frames=st.lists(_values(picture=addresses, each=moments), min_size=1, max_size=3),
    ),
    titled: _values(clip=addresses, title=texts),
}
