"""Rules over effects and the items of effect tracks."""

import pytest

from timeline_dsl.catalog import table

from .telling import BUCKET, film, findings, only, told, video

EFFECT = "/VideoTracks/0/VideoTrackClips/0/Effects/0"
ITEM = "/EffectTracks/0/EffectTrackItems/0"


def on_film(*effects):
    return video(film(Out=5, Effects=list(effects)))


def on_track(*items):
    return {**video(film(Out=5)), "EffectTracks": [{"EffectTrackItems": list(items)}]}


def vfx(**fields):
    return {"Type": "VFX", "SubType": "spotfall", **fields}


# -- ids --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flip", "direction"),
    [("hflip", "horizontal"), ("vflip", "vertical"), ("flip", "horizontal"), ("mirror", "horizontal")],
)
def test_mirroring_is_no_vfx(flip, direction):
    finding = only(on_film(vfx(SubType=flip)))
    assert (finding.rule, finding.severity, finding.path) == ("effect.vfx-flip", "error", f"{EFFECT}/SubType")
    assert finding.message == f"there is no VFX {flip!r}, and the job fails"
    assert finding.fix == f'write {{"Type": "Flip", "Direction": "{direction}"}} into the Effects of the clip'


def test_a_flip_among_several_is_found():
    assert told(on_film(vfx(SubType="spotfall,hflip"))) == [("effect.vfx-flip", f"{EFFECT}/SubType")]


def test_every_forbidden_id_has_a_fault():
    for name in table("vfx").forbidden:
        assert told(on_film(vfx(SubType=name))) == [("effect.vfx-flip", f"{EFFECT}/SubType")]


@pytest.mark.parametrize("sub_type", ["random", "spotfall,blur", "$effect", "glass"])
def test_known_vfx_are_fine(sub_type):
    assert told(on_film(vfx(SubType=sub_type))) == []


def test_paid_ids_are_warned_of_once():
    finding = only(on_film(vfx(SubType="OV0001-000012")))
    assert (finding.rule, finding.severity, finding.path) == ("effect.paid-id", "warning", f"{EFFECT}/SubType")
    assert finding.message == "'OV0001-000012' is a paid id, which the service refuses unless its package was bought"


def test_a_paid_id_of_another_kind_is_unknown_here():
    assert told(on_film(vfx(SubType="OT0001-000012"))) == [("effect.vfx-subtype", f"{EFFECT}/SubType")]


# -- items of effect tracks -------------------------------------------------------------------------------------------


def test_an_effect_track_has_one_type():
    items = [vfx(), {"Type": "Filter", "SubType": "m1"}, vfx(), {"Type": "Filter", "SubType": "m2"}]
    finding = only(on_track(*items))
    assert (finding.rule, finding.severity) == ("effect.track-mixed", "error")
    assert finding.path == "/EffectTracks/0/EffectTrackItems/1/Type"
    assert finding.message == "a Filter stands on an effect track of VFX items, and the job fails"


def test_an_item_of_a_wrong_type_is_not_told_as_mixed_too():
    assert told(on_track(vfx(), {"Type": "Zoom"})) == [("effect.item-type", "/EffectTracks/0/EffectTrackItems/1/Type")]


def test_several_items_of_one_type_are_fine():
    assert told(on_track(vfx(TimelineIn=0, TimelineOut=2), vfx(TimelineIn=1, Duration=2))) == []


def test_duration_gives_way_to_the_end():
    assert told(on_track(vfx(TimelineOut=4, Duration=3))) == [("effect.item-duration-and-out", f"{ITEM}/Duration")]


@pytest.mark.parametrize(
    ("sides", "said"),
    [({"X": 0.1, "Y": 0.1, "Width": 0.5, "Height": 0.5}, "X, Y, Width and Height are"), ({"Y": 0.1}, "Y is")],
)
def test_a_rectangle_is_for_mosaic_and_blur(sides, said):
    finding = only(on_track(vfx(**sides)))
    assert (finding.rule, finding.path) == ("effect.item-rect", f"{ITEM}/{next(iter(sides))}")
    assert finding.message == f"{said} ignored on the VFX spotfall"


@pytest.mark.parametrize("sub_type", ["mosaic_rect", "blur", "random", "spotfall,blur", "$effect"])
def test_these_may_have_a_rectangle(sub_type):
    assert told(on_track(vfx(SubType=sub_type, X=0.1, Y=0.1, Width=0.5, Height=0.5))) == []


def test_a_filter_has_no_rectangle():
    assert told(on_track({"Type": "Filter", "SubType": "m1", "X": 0.1})) == [("effect.item-rect", f"{ITEM}/X")]


def test_levelling_stands_on_an_effect_track():
    finding = only(on_film({"Type": "AEqualize", "Peak": 0.95, "Gain": 10}))
    assert (finding.rule, finding.severity, finding.path) == ("effect.aequalize-place", "error", f"{EFFECT}/Type")
    assert told(on_track({"Type": "AEqualize", "Peak": 0.95, "Gain": 10})) == []


# -- geometry ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(1.5, 1), (1, 1), ("1.5", "1")])
def test_zoom_goes_in(start, end):
    finding = only(on_film({"Type": "Zoom", "StartRate": start, "EndRate": end}))
    assert (finding.rule, finding.severity, finding.path) == ("effect.zoom-rates", "error", f"{EFFECT}/EndRate")
    assert finding.message == f"EndRate 1 does not exceed StartRate {float(start):g}, and the job fails"


@pytest.mark.parametrize("rates", [{"EndRate": 1.5}, {"StartRate": 1.5}, {"StartRate": "$a", "EndRate": 1}, {}])
def test_half_a_zoom_is_not_compared(rates):
    assert told(on_film({"Type": "Zoom", **rates})) == []


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([{"Type": "Crop", "X": 0, "Y": 0, "Width": 0.5, "Height": 0.5}], "Crop"),
        ([{"Type": "Background", "SubType": "Blur", "Radius": 0.1}, {"Type": "Pad"}], "Background and Pad"),
    ],
)
def test_kenburns_stands_alone_and_is_told_once(others, said):
    finding = only(on_film({"Type": "KenBurns"}, *others, {"Type": "KenBurns"}))
    assert (finding.rule, finding.severity, finding.path) == ("effect.kenburns-exclusive", "error", f"{EFFECT}/Type")
    assert finding.message == f"KenBurns cannot be combined with {said} on one clip"


def test_kenburns_beside_other_effects_is_fine():
    assert told(on_film({"Type": "KenBurns"}, {"Type": "Filter", "SubType": "m1"}, {"Type": "Volume", "Gain": 0})) == []


@pytest.mark.parametrize(
    ("window", "wrong"),
    [
        ("0,0,1280,720", "is not four numbers from 0 to 1"),
        ("0,0,0.5", "is not four numbers from 0 to 1"),
        ("a,b,c,d", "is not four numbers from 0 to 1"),
        ("", "is not four numbers from 0 to 1"),
        ("0.6,0,0.5,0.5", "reaches beyond the source"),
    ],
)
def test_a_window_is_four_shares(window, wrong):
    finding = only(on_film({"Type": "KenBurns", "Start": window}))
    assert (finding.rule, finding.severity, finding.path) == ("effect.kenburns-rect", "warning", f"{EFFECT}/Start")
    assert finding.message == f"Start {window!r} {wrong}"


@pytest.mark.parametrize("window", ["0,0.5,0.5,0.5", "0, 0, 1, 1", "0.3333,0,0.6667,1.0", ".5,0,.5,1", "$window"])
def test_a_window_inside_the_source_is_fine(window):
    assert told(on_film({"Type": "KenBurns", "Start": "0,0.5,0.5,0.5", "End": window})) == []


@pytest.mark.parametrize(
    "background", [{"SubType": "Image", "ImageUrl": BUCKET + "photo.png"}, {"SubType": "Mosaic"}, {}]
)
def test_bars_show_a_blur_or_a_colour(background):
    path = f"{EFFECT}/SubType" if background else EFFECT
    assert told(on_film({"Type": "Background", **background})) == [("effect.background-subtype", path)]


# -- sound ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "fix"),
    [
        ({"Volume": 0.5}, 'write "Gain": 0.5 instead of "Volume"'),
        ({"Volume": "0.3"}, 'write "Gain": 0.3 instead of "Volume"'),
        ({"Volume": 0.5, "Gain": 0.3}, "remove the key Volume; Gain is given"),
    ],
)
def test_the_volume_is_said_by_gain_and_told_once(fields, fix):
    finding = only(on_film({"Type": "Volume", **fields}))
    assert (finding.rule, finding.severity, finding.path) == ("effect.volume-key", "error", f"{EFFECT}/Volume")
    assert finding.fix == fix


def test_a_volume_without_gain_does_nothing():
    assert told(on_film({"Type": "Volume"})) == [("effect.volume-gain-missing", EFFECT)]


@pytest.mark.parametrize("gain", [0, 1, 3, 10, "0", "0.5", "$gain"])
def test_a_gain_as_number_or_text_is_fine(gain):
    assert told(on_film({"Type": "Volume", "Gain": gain})) == []


@pytest.mark.parametrize("gain", [-1, 10.5, 50])
def test_a_gain_out_of_range_is_told_once(gain):
    assert told(on_film({"Type": "Volume", "Gain": gain})) == [("effect.volume-gain-range", f"{EFFECT}/Gain")]


def test_a_misspelled_gain_is_told_once():
    assert told(on_film({"Type": "Volume", "gain": 0.5})) == [("timeline.unknown-field", f"{EFFECT}/gain")]


# -- matting and avatars ----------------------------------------------------------------------------------------------


def test_matting_takes_color():
    finding = only(on_film({"Type": "AI_Matting", "ColorType": "GreenScreen"}))
    assert (finding.rule, finding.severity, finding.path) == (
        "effect.matting-color-type",
        "error",
        f"{EFFECT}/ColorType",
    )
    assert finding.fix == 'write "Color": "green" instead of "ColorType"'


@pytest.mark.parametrize(
    ("effect", "field"),
    [
        ({"Type": "VFX"}, "SubType"),
        ({"Type": "Filter"}, "SubType"),
        ({"Type": "AI_Matting"}, "SubType"),
        ({"Type": "Effect"}, "Type"),
    ],
)
def test_matting_is_no_sub_type_and_told_once(effect, field):
    document = on_film({**effect, "SubType": "Matting"})
    assert told(document) == [("effect.matting-subtype", f"{EFFECT}/{field}")]
    assert only(document).severity == "error"


def test_bare_matting_is_told_once_whatever_its_sub_type():
    assert told(on_film({"Type": "Matting", "SubType": "Matting"})) == [("clip.ai-prefix", f"{EFFECT}/Type")]


def test_an_avatar_is_a_clip_and_told_once():
    finding = only(on_film({"Type": "AI_Avatar", "AvatarId": "fanyu"}))
    assert (finding.rule, finding.severity, finding.path) == ("effect.avatar-in-effects", "error", f"{EFFECT}/Type")


def test_an_unknown_effect_is_warned_of():
    finding = only(on_film({"Type": "Sepia"}))
    assert (finding.rule, finding.severity, finding.path) == ("effect.type-known", "warning", f"{EFFECT}/Type")


# -- templates and broken documents -----------------------------------------------------------------------------------


def test_effects_in_a_templates_array_are_held_to_the_rules():
    array = {
        "Sys_Type": "ArrayItems",
        "Sys_ArrayObject": "$films",
        "Sys_Template": {
            "MediaURL": "$url",
            "Out": 5,
            "Effects": [{"Type": "KenBurns"}, {"Type": "Pad"}, vfx(SubType="flip")],
        },
    }
    assert [rule for rule, _ in told(video(array), "template")] == ["effect.kenburns-exclusive", "effect.vfx-flip"]


@pytest.mark.parametrize("junk", [None, True, -1, 1e308, "", "abc", ",", [], {}, "$x", "0,0,0,0,0"])
@pytest.mark.parametrize(
    "field", ["Type", "SubType", "Start", "End", "StartRate", "EndRate", "Duration", "Gain", "Volume", "X"]
)
def test_junk_in_a_field_is_no_accident(field, junk):
    kinds = (
        "KenBurns",
        "Zoom",
        "VFX",
        "Filter",
        "Background",
        "Volume",
        "AI_Matting",
        "Transition",
        "AEqualize",
        "Sepia",
    )
    effects = [{"Type": kind, field: junk} for kind in kinds]
    for document in (on_film(*effects), on_track(*effects)):
        assert isinstance(findings(document), tuple)


def test_the_rectangle_of_a_filter_is_told_once():
    item = {"Type": "Filter", "SubType": "m1", "X": 0.1, "Y": 0.1, "Width": 0.5, "Height": 0.5}
    assert told(on_track(item)) == [("effect.item-rect", f"{ITEM}/X")]


def test_a_paid_transition_is_told_once():
    paid = {"Type": "Transition", "SubType": "OT0001-000001"}
    assert told(video(film(Out=5, Effects=[paid]), film(Out=5))) == [
        ("effect.paid-id", "/VideoTracks/0/VideoTrackClips/0/Effects/0/SubType")
    ]
