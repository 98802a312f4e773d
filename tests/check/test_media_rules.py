"""Rules of the materials."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from timeline_dsl.check.addresses import address_of, shown_address, usual_region

from .telling import BUCKET, FILM, film, findings, only, told, video, with_audio, with_subtitles

HERE = "/VideoTracks/0/VideoTrackClips/0"

COMPLETE = json.loads("""
{"FECanvas": {"Width": 1280, "Height": 720},
 "VideoTracks": [
  {"MainTrack": true, "VideoTrackClips": [
   {"MediaURL": "https://b.oss-cn-shanghai.aliyuncs.com/a.mp4", "In": 2, "Out": 7, "ClipId": "c1",
    "Effects": [{"Type": "DLTransition", "SubType": "fade", "Duration": 1}]},
   {"Type": "Image", "MediaURL": "https://b.oss-cn-shanghai.aliyuncs.com/p.png", "Duration": 4,
    "Effects": [{"Type": "Background", "SubType": "Blur", "Radius": 0.1}]}]},
  {"VideoTrackClips": [{"Type": "GlobalImage", "MediaURL": "https://b.oss-cn-shanghai.aliyuncs.com/logo.png",
                        "X": 0.8, "Y": 0.05, "Width": 0.15, "Height": 0.1}]}],
 "AudioTracks": [{"AudioTrackClips": [
  {"MediaURL": "https://b.oss-cn-shanghai.aliyuncs.com/bgm.mp3", "LoopMode": true, "In": 0, "Out": 3, "TimelineIn": 0,
   "TimelineOut": 9,
   "Effects": [{"Type": "Volume", "Gain": 0.3}, {"Type": "AFade", "SubType": "Out", "Duration": 1, "Curve": "tri"}]}]}],
 "SubtitleTracks": [{"SubtitleTrackClips": [
  {"Type": "Text", "Content": "Hello", "TimelineIn": 1, "TimelineOut": 4, "FontSize": 60, "Alignment": "TopCenter",
   "Y": 0.85, "Outline": 2, "OutlineColour": "#000000"}]}],
 "EffectTracks": [{"EffectTrackItems": [{"Type": "VFX", "SubType": "spotfall", "TimelineIn": 2, "TimelineOut": 5}]}]}
""")


def test_a_complete_timeline_has_no_error():
    assert [str(finding) for finding in findings(COMPLETE, region="cn-shanghai") if finding.severity == "error"] == []


@pytest.mark.parametrize(
    "clip",
    [
        {"MediaId": "id1"},
        {"MediaURL": FILM},
        {"MediaUrl": FILM},
        {"MediaId": "", "MediaURL": FILM},
        {"MediaId": "****4d7c****"},
    ],
)
def test_one_material_is_enough(clip):
    assert told(video(clip)) == []


@pytest.mark.parametrize("clip", [{}, {"MediaURL": ""}, {"Type": "Video", "MediaId": ""}, {"Comment": "later"}])
def test_a_clip_without_material_is_one_finding(clip):
    assert told(video(clip)) == [("media.exactly-one", HERE)]


@pytest.mark.parametrize("kind", ["Image", "GlobalImage"])
def test_pictures_need_a_material_too(kind):
    assert told(video({"Type": kind, "Duration": 3, "Width": 0.5, "Height": 0.5})) == [("media.exactly-one", HERE)]


def test_two_materials_are_one_finding():
    finding = only(video(film(MediaId="id1")))
    assert (finding.rule, finding.path) == ("media.exactly-one", HERE)
    assert finding.message == "MediaId and MediaURL are both given, and a clip has exactly one of them"


def test_a_material_of_the_wrong_type_is_told_once():
    assert [path for _, path in told(video({"MediaURL": 5}))] == [f"{HERE}/MediaURL"]
    assert [path for _, path in told(video({"MediaURL": None}))] == [f"{HERE}/MediaURL"]


@pytest.mark.parametrize("clip", [{"MediaURL": "$Video"}, {"MediaId": "$Id:NULL", "MediaURL": "$Url:NULL"}])
def test_blanks_of_a_template_are_believed(clip):
    assert told(video(clip), "template", region="cn-shanghai") == []


def test_what_a_templates_array_copies_is_checked():
    array = {"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$Clips", "Sys_Template": {"Out": 3}}
    assert told(video(array), "template") == [("media.exactly-one", f"{HERE}/Sys_Template")]


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("oss://bucket/a.mp4", "media.url-scheme"),
        ("ftp://host/a.mp4", "media.url-scheme"),
        ("a.mp4", "media.url-scheme"),
        ("bucket.oss-cn-shanghai.aliyuncs.com/a.mp4", "media.url-scheme"),
        ("vod://id1", "media.url-scheme"),
        ("https://www.example.com/a.mp4", "media.url-oss-only"),
        ("https://oss-cn-shanghai.aliyuncs.com/bucket/a.mp4", "media.url-oss-only"),
        ("http://127.0.0.1:8000/a.mp4", "media.url-oss-only"),
        ("https://", "media.url-oss-only"),
        (BUCKET, "media.url-oss-only"),
        (BUCKET + "/a.mp4", "media.url-oss-only"),
        ("https://bucket.oss-accelerate.aliyuncs.com/a.mp4", "media.url-no-cdn"),
        ("https://bucket.oss-accelerate-overseas.aliyuncs.com/a.mp4", "media.url-no-cdn"),
        ("https://cdn.example.com/a.mp4", "media.url-no-cdn"),
        ("https://video-cdn.example.com/a.mp4", "media.url-no-cdn"),
        ("https://img.alicdn.com/a.mp4", "media.url-no-cdn"),
        ("https://v.example.com.w.kunlunsl.com/a.mp4", "media.url-no-cdn"),
        ("https://bucket.oss-cn-beijing.aliyuncs.com/a.mp4", "media.region-match"),
        ("https://bucket.oss-cn-shanghai-internal.aliyuncs.com/a.mp4", "media.url-internal"),
        (BUCKET + "a.txt", "media.extension"),
        (BUCKET + "a.mp4?Expires=1700000000&Signature=s", "media.url-signed-expiry"),
        (BUCKET + "a.jpg", "media.image-needs-type"),
    ],
)
def test_each_wrong_address_is_told_once(url, rule):
    assert told(video({"MediaURL": url}), region="cn-shanghai") == [(rule, f"{HERE}/MediaURL")]


@pytest.mark.parametrize(
    "url",
    [
        FILM,
        "http://b.oss-cn-shanghai.aliyuncs.com/a.mov",
        BUCKET + "名前 of it.MKV",
        BUCKET + "no-extension",
        BUCKET + "v1.0 final",
        "https://****.oss-cn-shanghai.aliyuncs.com/****.mp4",
        BUCKET + "a.mp4?Expires=4102444800&Signature=s",
        BUCKET + "cdn/a.mp4",
        "HTTPS://Bucket.OSS-cn-shanghai.aliyuncs.com/a.mp4",
    ],
)
def test_right_addresses_have_no_finding(url):
    assert told(video({"MediaURL": url}), region="cn-shanghai") == []


def test_two_faults_of_one_address_are_both_told():
    url = "https://bucket.oss-cn-beijing-internal.aliyuncs.com/a.mp4"
    assert told(video(film(MediaURL=url)), region="cn-shanghai") == [
        ("media.region-match", f"{HERE}/MediaURL"),
        ("media.url-internal", f"{HERE}/MediaURL"),
    ]


def test_without_a_region_any_bucket_will_do():
    assert told(video(film(MediaURL="https://bucket.oss-cn-beijing.aliyuncs.com/a.mp4"))) == []


def test_the_right_form_of_an_oss_address_is_shown():
    assert (
        only(video(film(MediaURL="oss://films/2026/a.mp4"))).fix
        == "write https://films.oss-<region>.aliyuncs.com/2026/a.mp4"
    )
    assert (
        only(video(film(MediaURL="oss://films/a.mp4")), region="cn-beijing").fix
        == "write https://films.oss-cn-beijing.aliyuncs.com/a.mp4"
    )


def test_an_id_in_the_place_of_an_address_is_recognised():
    assert only(video(film(MediaURL="4d7c0a1b"))).fix == "an id of a media asset belongs into MediaId"


def test_signatures_and_passwords_are_not_shown():
    signed = only(video(film(MediaURL=BUCKET + "a.mp4?Expires=1700000000&OSSAccessKeyId=my-key&Signature=my-secret")))
    elsewhere = only(video(film(MediaURL="https://me:my-secret@www.example.com/a.mp4?token=my-secret")))
    assert "my-" not in str(signed) + str(elsewhere)
    assert signed.message == f"the signature of MediaURL '{FILM}' expired at 2023-11-14 22:13:20 UTC"


def test_a_signature_that_ends_within_minutes_is_warned_of():
    soon, later = int(time.time()) + 60, int(time.time()) + 3600
    assert told(video(film(MediaURL=f"{FILM}?Expires={soon}"))) == [("media.url-signed-expiry", f"{HERE}/MediaURL")]
    assert told(video(film(MediaURL=f"{FILM}?Expires={later}"))) == []


def test_signatures_of_the_fourth_version_are_read():
    start = datetime.now(UTC) - timedelta(hours=2)
    for hours, expected in ((1, [("media.url-signed-expiry", f"{HERE}/MediaURL")]), (4, [])):
        query = f"x-oss-date={start:%Y%m%dT%H%M%SZ}&x-oss-expires={hours * 3600}"
        assert told(video(film(MediaURL=f"{FILM}?{query}"))) == expected


@pytest.mark.parametrize(
    "query", ["Expires=soon", "Expires=99999999999999999999", "x-oss-expires=3600", "expires", "Expires=-1e9"]
)
def test_a_signature_that_cannot_be_read_is_believed(query):
    assert "media.url-signed-expiry" not in [rule for rule, _ in told(video(film(MediaURL=f"{FILM}?{query}")))]


def test_sound_may_come_from_a_film():
    assert told(with_audio({"MediaURL": BUCKET + "b.mp4"})) == []


def test_a_picture_is_no_sound():
    finding = only(with_audio({"MediaURL": BUCKET + "b.png"}))
    assert (finding.rule, finding.fix) == (
        "media.image-needs-type",
        'write "Type": "Image" and put the clip on a video track',
    )


def test_pictures_with_their_type_have_no_finding():
    picture = {"Type": "Image", "MediaURL": BUCKET + "a.png", "Duration": 3}
    logo = {"Type": "GlobalImage", "MediaURL": BUCKET + "logo.webp", "Width": 0.2, "Height": 0.1}
    assert told({"VideoTracks": [{"VideoTrackClips": [picture]}, {"VideoTrackClips": [logo]}]}) == told(video(picture))


def test_a_subtitle_file_outside_of_oss_is_a_warning_only():
    finding = only(with_subtitles({"Type": "Subtitle", "FileURL": "https://www.example.com/talk.srt"}))
    assert (finding.rule, finding.severity, finding.evidence) == ("media.url-oss-only", "warning", "inferred")


def test_a_font_in_another_region_is_a_warning_only():
    text = {
        "Type": "Text",
        "Content": "x",
        "FontSize": 40,
        "FontURL": "https://bucket.oss-cn-beijing.aliyuncs.com/x.ttf",
    }
    finding = only(with_subtitles(text), region="cn-shanghai")
    assert (finding.rule, finding.severity) == ("media.region-match", "warning")
    assert finding.path == "/SubtitleTracks/0/SubtitleTrackClips/0/FontURL"


def test_a_banner_text_may_bring_its_font():
    text = {"Type": "Text", "Content": "x", "FontSize": 40, "FontURL": "oss://bucket/x.ttf"}
    assert told(video(film(Effects=[text]))) == [("media.url-scheme", f"{HERE}/Effects/0/FontURL")]


@pytest.mark.parametrize("url", [FILM, BUCKET + "a.mp3"])
def test_usual_addresses_are_told_by_their_region(url):
    assert usual_region(url) == "cn-shanghai"


@pytest.mark.parametrize(
    "url",
    [
        BUCKET,
        BUCKET + "a.png",
        BUCKET + "a.mp4?x=1",
        BUCKET + "/a.mp4",
        "oss://b/a.mp4",
        "",
        "x",
        "https://bucket.oss-accelerate.aliyuncs.com/a.mp4",
        BUCKET + "a.exe",
        BUCKET + "a",
        "https://bucket.oss-cn-shanghai-internal.aliyuncs.com/a.mp4",
        "https://a.b.oss-x.aliyuncs.com/a.mp4",
    ],
)
def test_unusual_addresses_are_looked_at_more_closely(url):
    assert usual_region(url) is None


def test_an_address_is_read_in_its_parts():
    address = address_of("http://bucket.oss-us-west-1-internal.aliyuncs.com:80/a/b.MP4?x=1")
    assert address == ("oss", "", "bucket", "us-west-1", "a/b.MP4", "x=1", True, "mp4")


def test_a_long_address_is_shown_shortened():
    assert len(shown_address(BUCKET + "x" * 500)) == 100


@pytest.mark.parametrize(
    "address",
    [
        "https://.../clip.mp4",
        ".../clip.mp4",
        "<your-media-url>",
        "https://<bucket>.oss-<region>.aliyuncs.com/clip.mp4",
        "http://[bucket].oss-[region].aliyuncs.com/[folder]/clip.mp4",
        "https://****/clip.mp4",
    ],
)
def test_an_address_with_parts_left_out_warns_because_samples_are_written_so(address):
    finding = only(video({"MediaURL": address}))
    assert (finding.rule, finding.severity) == ("media.url-oss-only", "warning")
    assert finding.message == f"MediaURL {address!r} is an example of an address"


def test_a_null_in_place_of_the_only_material_is_a_missing_material():
    finding = only(video({"MediaURL": None}))
    assert (finding.rule, finding.severity) == ("media.exactly-one", "error")
    assert finding.path == "/VideoTracks/0/VideoTrackClips/0/MediaURL"


def test_a_null_beside_a_material_is_only_a_null():
    finding = only(video({"MediaURL": None, "MediaId": "m1"}))
    assert (finding.rule, finding.severity) == ("timeline.null-value", "warning")
