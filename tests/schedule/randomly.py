"""Random documents: sensible ones for laws, and broken ones that must not break anything."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.schedule.edits import OSS

MATERIALS = {OSS + "known.mp4": 12.3456, OSS + "short.mp4": 1.5}

times = st.integers(0, 200_000).map(lambda ticks: ticks / 10_000)
lengths = st.integers(20, 100_000).map(lambda ticks: ticks / 10_000)
names = st.sampled_from(["a", "b", "c", "d"])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object with any of some fields."""
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def stretches(draw: st.DrawFn, sounding: bool) -> dict[str, Any]:
    """A clip of a material."""
    clip: dict[str, Any] = {"MediaURL": draw(st.sampled_from([*MATERIALS, OSS + "unknown.mp4"]))}
    if draw(st.booleans()):
        clip["In"] = draw(st.sampled_from([0, 0.5, 1.2345]))
    if draw(st.integers(0, 3)):
        clip["Out"] = round(clip.get("In", 0) + draw(lengths), 4)
    clip |= draw(some(MaxOut=lengths, Speed=st.sampled_from([0.5, 1, 1.3, 2, 3]), ClipId=names, ReferenceClipId=names))
    clip |= draw(placed())
    if sounding:
        clip |= draw(some(LoopMode=st.booleans()))
    effects = draw(st.lists(effect(), max_size=2))
    return clip | ({"Effects": effects} if effects else {})


def placed() -> st.SearchStrategy[dict[str, Any]]:
    """Nothing, a start, an end, or both."""
    both = st.tuples(times, lengths).map(lambda pair: {"TimelineIn": pair[0], "TimelineOut": round(sum(pair), 4)})
    return st.one_of(st.just({}), st.just({}), some(TimelineIn=times), both, some(TimelineOut=times))


def effect() -> st.SearchStrategy[dict[str, Any]]:
    """An effect that changes times."""
    return st.one_of(
        st.fixed_dictionaries(
            {"Type": st.sampled_from(["Transition", "DLTransition"]), "SubType": st.just("fade")},
            optional={"Duration": st.sampled_from([0.3, 0.5, 1, 1.2345])},
        ),
        st.fixed_dictionaries({"Type": st.just("FreezeFrame"), "Duration": st.sampled_from([0.5, 2])}),
        st.just({"Type": "Volume", "Gain": 0.5}),
    )


pictures = some(Duration=lengths, ClipId=names, ReferenceClipId=names).flatmap(
    lambda clip: placed().map(lambda place: {"Type": "Image", "MediaURL": OSS + "p.png", **clip, **place})
)
whole = some(Duration=lengths).map(lambda clip: {"Type": "GlobalImage", "MediaURL": OSS + "p.png", **clip})
speech = placed().flatmap(
    lambda place: some(ClipId=names, ReferenceClipId=names).map(
        lambda clip: {"Type": "AI_TTS", "Content": "一二三四五", "Voice": "zhiqing", **clip, **place}
    )
)
texts = placed().flatmap(
    lambda place: some(ClipId=names, ReferenceClipId=names).map(
        lambda clip: {"Type": "Text", "Content": "a", **clip, **place}
    )
)
items = st.tuples(placed(), some(Duration=lengths)).map(
    lambda parts: {"Type": "VFX", "SubType": "rain", **parts[0], **parts[1]}
)

bends = st.just("AutoSpeed")
track_fields = some(MainTrack=st.booleans(), TrackShortenMode=bends, TrackExpandMode=bends)


def tracks(clips: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Tracks that may rule or bend."""
    track = st.tuples(track_fields, st.lists(clips, max_size=5)).map(lambda pair: {**pair[0], key: pair[1]})
    return st.lists(track, max_size=2)


documents = st.fixed_dictionaries(
    {
        "VideoTracks": tracks(st.one_of(stretches(False), stretches(False), pictures, whole), "VideoTrackClips"),
        "AudioTracks": tracks(st.one_of(stretches(True), stretches(True), speech), "AudioTrackClips"),
        "SubtitleTracks": st.lists(
            st.fixed_dictionaries({"SubtitleTrackClips": st.lists(texts, max_size=2)}), max_size=1
        ),
        "EffectTracks": st.lists(st.fixed_dictionaries({"EffectTrackItems": st.lists(items, max_size=2)}), max_size=1),
    },
    optional={"MaxDuration": st.integers(1000, 200_000).map(lambda ticks: ticks / 10_000)},
)
"""Documents whose every value has a meaning, however the clips stand to each other."""


_odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.just("$x"),
    st.just("12.5"),
    st.just(-1),
    st.just(1e300),
    st.just(1e-300),
    st.just(10**400),
    st.just([]),
    st.just({}),
    st.just([None, 3, {"Type": 4}]),
)


def mostly(sensible: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Something sensible five times out of six, else anything."""
    return st.integers(0, 5).flatmap(lambda number: sensible if number else _odd)


_numbers = mostly(st.one_of(times, lengths, st.sampled_from([0, 1, 2, -1, 1e-4, "7.5", 500])))
_WINDOW = ("In", "Out", "TimelineIn", "TimelineOut", "Duration")
_SCROLLING = ("ScrollSpeed", "ScrollStartY", "ScrollEndY", "ScrollLoopTime", "ScrollStartFreeze")
_WORDS = ("MediaURL", "MediaId", "ClipId", "ReferenceClipId", "Content", "FileURL", "SubType")
_fields = {
    **dict.fromkeys((*_WINDOW, *_SCROLLING, "MaxOut", "Speed", "SpeechRate", "VirginDuration"), _numbers),
    **dict.fromkeys(_WORDS, mostly(names)),
    "LoopMode": mostly(st.booleans()),
}
_EFFECTS = ["Transition", "DLTransition", "FreezeFrame", "Clip", "Volume", "AFade", "VFX", "Zoom", "Q"]
_effect = st.fixed_dictionaries(
    {"Type": st.sampled_from(_EFFECTS)},
    optional={
        **dict.fromkeys((*_WINDOW, "ClipDuration", "Gain"), _numbers),
        "SubType": mostly(st.sampled_from(["fade", "In", "Out"])),
        "Curve": mostly(names),
    },
)
_effects = mostly(st.lists(mostly(_effect), max_size=3))


def _odd_tracks(key: str, *types: str) -> st.SearchStrategy[Any]:
    kinds = st.sampled_from([*types, *types, "Hologram", "GlobalImage", "AI_TTS", "AI_Avatar", "AI_ASR", "VFX"])
    clip = st.fixed_dictionaries({}, optional={"Type": mostly(kinds), "Effects": _effects, **_fields})
    track = st.fixed_dictionaries(
        {key: mostly(st.lists(mostly(clip), min_size=1, max_size=4))},
        optional={
            "MainTrack": mostly(st.booleans()),
            "TrackShortenMode": mostly(st.just("AutoSpeed")),
            "TrackExpandMode": mostly(st.just("AutoSpeed")),
            "Type": mostly(st.sampled_from(["Video", "Video", "Effect"])),
        },
    )
    return mostly(st.lists(mostly(track), min_size=1, max_size=3))


broken = st.fixed_dictionaries(
    {},
    optional={
        "VideoTracks": _odd_tracks("VideoTrackClips", "Video", "Image"),
        "AudioTracks": _odd_tracks("AudioTrackClips", "Audio", "AI_TTS"),
        "ImageTracks": _odd_tracks("ImageTrackClips"),
        "SubtitleTracks": _odd_tracks("SubtitleTrackClips", "Text", "Subtitle"),
        "EffectTracks": _odd_tracks("EffectTrackItems", "VFX", "AEqualize"),
        "MaxDuration": _numbers,
    },
)
"""Documents with anything anywhere."""
