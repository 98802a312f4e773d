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
        st.fixed_dictionaries({"Type": st.sampled_from(["Transition", "DLTransition"]), "SubType": st.just("fade")},
                              optional={"Duration": st.sampled_from([0.3, 0.5, 1, 1.2345])}),
        st.fixed_dictionaries({"Type": st.just("FreezeFrame"), "Duration": st.sampled_from([0.5, 2])}),
        st.just({"Type": "Volume", "Gain": 0.5}))


pictures = some(Duration=lengths, ClipId=names, ReferenceClipId=names).flatmap(
    lambda clip: placed().map(lambda place: {"Type": "Image", "MediaURL": OSS + "p.png", **clip, **place}))
whole = some(Duration=lengths).map(lambda clip: {"Type": "GlobalImage", "MediaURL": OSS + "p.png", **clip})
speech = placed().flatmap(lambda place: some(ClipId=names, ReferenceClipId=names).map(
    lambda clip: {"Type": "AI_TTS", "Content": "一二三四五", "Voice": "zhiqing", **clip, **place}))
texts = placed().flatmap(lambda place: some(ClipId=names, ReferenceClipId=names).map(
    lambda clip: {"Type": "Text", "Content": "a", **clip, **place}))
items = st.tuples(placed(), some(Duration=lengths)).map(lambda parts: {"Type": "VFX", "SubType": "rain", **parts[0], **parts[1]})

track_fields = some(MainTrack=st.booleans(), TrackShortenMode=st.just("AutoSpeed"), TrackExpandMode=st.just("AutoSpeed"))


def tracks(clips: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Tracks that may rule or bend."""
    return st.lists(st.tuples(track_fields, st.lists(clips, max_size=5)).map(lambda pair: {**pair[0], key: pair[1]}), max_size=2)


documents = st.fixed_dictionaries({
    "VideoTracks": tracks(st.one_of(stretches(False), stretches(False), pictures, whole), "VideoTrackClips"),
    "AudioTracks": tracks(st.one_of(stretches(True), stretches(True), speech), "AudioTrackClips"),
    "SubtitleTracks": st.lists(st.fixed_dictionaries({"SubtitleTrackClips": st.lists(texts, max_size=2)}), max_size=1),
    "EffectTracks": st.lists(st.fixed_dictionaries({"EffectTrackItems": st.lists(items, max_size=2)}), max_size=1),
}, optional={"MaxDuration": times})
"""Documents whose every value has a meaning, however the clips stand to each other."""


odd = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just("$x"), st.just("12.5"), st.just(-1),
    st.just(1e300), st.just(1e-300), st.just(10**400), st.just([]), st.just({}), st.just([None, 3, {"Type": 4}]), names, times)

_KEYS = ("Type", "MediaURL", "MediaId", "In", "Out", "MaxOut", "Speed", "Duration", "TimelineIn", "TimelineOut", "ClipId",
         "ReferenceClipId", "LoopMode", "Effects", "Content", "SpeechRate", "ScrollSpeed", "ScrollStartY", "ScrollEndY",
         "ScrollLoopTime", "ScrollStartFreeze", "SubType", "ClipDuration", "Gain", "VirginDuration", "FileURL")
_TYPES = st.sampled_from(["Video", "Image", "GlobalImage", "Audio", "AI_TTS", "AI_Avatar", "AI_ASR", "Text", "Subtitle",
                          "VFX", "Filter", "AEqualize", "Hologram", ""])
_odd_effects = st.lists(st.one_of(odd, st.fixed_dictionaries(
    {"Type": st.sampled_from(["Transition", "DLTransition", "FreezeFrame", "Clip", "Volume", "AFade", "VFX", "Zoom", "Q"])},
    optional={key: odd for key in ("Duration", "ClipDuration", "In", "Out", "Gain", "SubType", "TimelineIn", "Curve")})), max_size=3)
_odd_clip = st.one_of(odd, st.fixed_dictionaries({}, optional={
    **{key: odd for key in _KEYS}, "Type": st.one_of(_TYPES, _TYPES, odd), "Effects": st.one_of(_odd_effects, odd)}))


def _odd_tracks(key: str) -> st.SearchStrategy[Any]:
    track = st.fixed_dictionaries({key: st.one_of(st.lists(_odd_clip, max_size=4), odd)}, optional={
        "MainTrack": st.one_of(st.booleans(), odd), "TrackShortenMode": st.one_of(st.just("AutoSpeed"), odd),
        "TrackExpandMode": st.one_of(st.just("AutoSpeed"), odd), "Type": st.one_of(st.just("Effect"), odd)})
    return st.one_of(st.lists(st.one_of(track, track, odd), max_size=3), odd)


broken = st.fixed_dictionaries({}, optional={
    "VideoTracks": _odd_tracks("VideoTrackClips"), "AudioTracks": _odd_tracks("AudioTrackClips"),
    "ImageTracks": _odd_tracks("ImageTrackClips"), "SubtitleTracks": _odd_tracks("SubtitleTrackClips"),
    "EffectTracks": _odd_tracks("EffectTrackItems"), "MaxDuration": odd})
"""Documents with anything anywhere."""
