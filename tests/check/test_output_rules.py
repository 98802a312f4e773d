"""Rules of the output: target, address, size, materials."""

import pytest

from .telling import BUCKET, FILM, film, only, output, request, told, video

VOD = {
    "StorageLocation": "outin-1234.oss-cn-shanghai.aliyuncs.com",
    "FileName": "output.mp4",
    "Bitrate": 2000,
    "Width": 800,
    "Height": 680,
    "VodTemplateGroupId": "VOD_NO_TRANSCODE",
}
S3 = {
    "Endpoint": "s3.ap-southeast-1.example",
    "Bucket": "b",
    "ObjectKey": "output/result.mp4",
    "AccessKeyId": "the-id",
    "AccessKeySecret": "the-secret",
}


def ask(**fields):
    return told(output(**fields), "output-config")


@pytest.mark.parametrize(
    "sample",
    [
        {
            "MediaURL": "https://my-bucket.oss-cn-shanghai.aliyuncs.com/test/x.mp4",
            "Bitrate": 2000,
            "Width": 800,
            "Height": 680,
        },
        VOD,
        S3,
    ],
)
def test_the_samples_have_no_finding(sample):
    assert told(sample, "output-config") == []


@pytest.mark.parametrize(("target", "config"), [("vod-media", VOD), ("S3", S3)])
def test_the_samples_have_no_finding_in_a_request(target, config):
    assert told(request(OutputMediaTarget=target, OutputMediaConfig=config), "request") == []


def test_a_target_inside_the_config_is_believed():
    assert told(request(OutputMediaConfig={**S3, "OutputMediaTarget": "S3"}), "request") == []


def test_the_usual_target_needs_an_address():
    finding = only(request(OutputMediaConfig=VOD), "request")
    assert (finding.rule, finding.path) == ("output.oss-media-url-required", "/OutputMediaConfig")
    assert finding.fix == (
        "give MediaURL, https://<bucket>.oss-<region>.aliyuncs.com/<object>.mp4, "
        'or say OutputMediaTarget "vod-media" in the request'
    )


def test_an_unknown_target_asks_for_nothing_else():
    found = told(request(OutputMediaTarget="oss", OutputMediaConfig={"Width": 800, "Height": 680}), "request")
    assert found == [("request.output-target-enum", "/OutputMediaTarget")]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"FileName": "out.mp4"}, "the result goes to VOD, and StorageLocation is missing"),
        ({}, "the result goes to VOD, and StorageLocation and FileName are missing"),
    ],
)
def test_what_vod_lacks_is_one_finding(config, message):
    finding = only(request(OutputMediaTarget="vod-media", OutputMediaConfig=config), "request")
    assert (finding.rule, finding.message) == ("output.vod-storage-required", message)


def test_what_s3_lacks_is_one_finding_without_secrets():
    config = {name: value for name, value in S3.items() if name not in ("Bucket", "Endpoint")}
    finding = only(request(OutputMediaTarget="S3", OutputMediaConfig=config), "request")
    assert (finding.rule, finding.message) == (
        "output.s3-fields",
        "the result goes to S3, and Endpoint, Bucket are missing",
    )
    assert "the-secret" not in str(finding)


def test_a_storage_location_is_a_bare_host():
    finding = only({**VOD, "StorageLocation": "http://outin-1.oss-cn-shanghai.aliyuncs.com"}, "output-config")
    assert (finding.rule, finding.fix) == (
        "output.storage-location-no-scheme",
        "write 'outin-1.oss-cn-shanghai.aliyuncs.com'",
    )


@pytest.mark.parametrize("name", ["output/result.mp4", "result"])
def test_a_file_name_has_an_extension_and_no_path(name):
    assert told({**VOD, "FileName": name}, "output-config") == [("output.file-name-no-path", "/FileName")]


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("oss://bucket/out.mp4", "output.media-url-scheme"),
        ("bucket/out.mp4", "output.media-url-scheme"),
        ("https://www.example.com/out.mp4", "output.media-url-host"),
        ("https://cdn.example.com/out.mp4", "output.media-url-host"),
        ("https://bucket.oss-accelerate.aliyuncs.com/out.mp4", "output.media-url-host"),
        (BUCKET, "output.media-url-host"),
        ("https://{bucket}.example.com/out.mp4", "output.media-url-host"),
        (BUCKET + "out.avi", "output.extension"),
        (BUCKET + "out", "output.extension"),
        (BUCKET + "out-{timestamp}.mp4", "output.media-url-placeholder"),
        (BUCKET + "{index}.{ext}", "output.media-url-placeholder"),
        ("https://bucket.oss-cn-shanghai-internal.aliyuncs.com/out.mp4", "media.url-internal"),
        ("https://bucket.oss-cn-beijing.aliyuncs.com/out.mp4", "output.region-match"),
    ],
)
def test_each_wrong_address_is_told_once(url, rule):
    assert told(output(MediaURL=url), "output-config", region="cn-shanghai") == [(rule, "/MediaURL")]


@pytest.mark.parametrize(
    "url", [BUCKET + "out.MP4", BUCKET + "a/b.m3u8", "http://b.oss-us-west-1.aliyuncs.com/o.webm", BUCKET + "o.mp3?x=1"]
)
def test_right_addresses_have_no_finding(url):
    assert ask(MediaURL=url) == []


def test_both_regions_are_named():
    finding = only(
        output(MediaURL="https://bucket.oss-cn-beijing.aliyuncs.com/out.mp4"), "output-config", region="cn-shanghai"
    )
    assert finding.message == "the result goes to a bucket in cn-beijing, but the call goes to cn-shanghai"
    assert finding.fix == "use a bucket in cn-shanghai, or call cn-beijing"


@pytest.mark.parametrize(("width", "height"), [(3840, 2160), (2160, 3840), (4096, 2160), (128, 128)])
def test_legal_sizes_have_no_finding(width, height):
    assert ask(Width=width, Height=height) == []


@pytest.mark.parametrize(
    ("width", "height", "rules"),
    [
        (127, 1000, ["output.width-min"]),
        (1000, 127, ["output.height-min"]),
        (4096, 4096, ["output.short-side-max"]),
        (2880, 2880, ["output.short-side-max"]),
        (4097, 100, ["output.side-max", "output.height-min"]),
        (2161, 4096, ["output.short-side-max"]),
        (1281, 720, ["output.size-even"]),
        (1281, 721, ["output.size-even"] * 2),
        (1280.5, 720, ["output.size-integer"]),
        (720, "wide", ["output.size-integer"]),
    ],
)
def test_each_illegal_side_is_told_once(width, height, rules):
    assert [rule for rule, _ in ask(Width=width, Height=height)] == rules


def test_half_a_size_is_warned_of():
    assert ask(Height=720) == [("output.size-half", "/Height")]


def test_half_a_size_that_is_illegal_is_told_as_illegal_only():
    assert ask(Height=100) == [("output.height-min", "/Height")]


def test_a_bitrate_in_bits_is_said_to_be_one():
    found = ask(Bitrate=2_000_000)
    assert ("output.bitrate-unit", "/Bitrate") in found
    assert {path for _, path in found} == {"/Bitrate"}


@pytest.mark.parametrize("bitrate", [1, 5000])
def test_bitrates_up_to_5000_have_no_finding(bitrate):
    assert ask(Bitrate=bitrate) == []


def test_a_bitrate_above_5000_is_refused():
    assert ask(Bitrate=5001) == [("output.bitrate-max", "/Bitrate")]


def sized(*sizes, **config):
    """A request whose materials have these sizes, and what is known of them."""
    clips = [film(MediaURL=f"{BUCKET}{index}.mp4") for index in range(len(sizes))]
    known = {
        f"{BUCKET}{index}.mp4": {"duration": 5, "width": width, "height": height}
        for index, (width, height) in enumerate(sizes)
        if width
    }
    return request(Timeline=video(*clips), OutputMediaConfig=output(**config)), known


@pytest.mark.parametrize(
    "sizes", [((3840, 2160), (2160, 3840)), ((5000, 1000),), ((100, 720),), ((3840, 2160), (2160, 3840), (None, None))]
)
def test_a_default_size_that_is_illegal_is_warned_of(sizes):
    document, known = sized(*sizes)
    assert told(document, "request", durations=known) == [("output.default-size-legal", "/OutputMediaConfig")]


@pytest.mark.parametrize(
    "sizes", [((1280, 720), (1920, 1080), (720, 1280)), ((100, 100), (None, None)), ((None, None),)]
)
def test_a_default_size_that_may_be_legal_has_no_finding(sizes):
    document, known = sized(*sizes)
    assert told(document, "request", durations=known) == []


def test_a_size_that_is_given_needs_no_default():
    document, known = sized((3840, 2160), (2160, 3840), Width=1920, Height=1080)
    assert told(document, "request", durations=known) == []


def test_the_default_size_is_read_from_files(tmp_path):
    folder = tmp_path / "bucket"
    folder.mkdir()
    (folder / "a.mp4").write_bytes(b"no film")
    assert told(request(), "request", media=tmp_path) == []


def weighing(size):
    return told(video(film()), durations={FILM: {"duration": 5, "size": size}})


@pytest.mark.parametrize("size", [10**12, 1, "big", None])
def test_a_terabyte_of_materials_is_taken(size):
    assert weighing(size) == []


def test_more_than_two_to_the_forty_bytes_are_refused():
    finding = only(video(film()), durations={FILM: {"duration": 5, "size": 2**40 + 1}})
    assert (finding.rule, finding.severity, finding.path) == ("limits.material-size", "error", "")


def test_between_the_two_readings_of_a_terabyte_is_a_warning():
    finding = only(video(film()), durations={FILM: {"duration": 5, "size": 10**12 + 1}})
    assert (finding.rule, finding.severity) == ("limits.material-size", "warning")


def test_a_material_used_twice_weighs_once():
    assert told(video(film(), film()), durations={FILM: {"duration": 5, "size": 6 * 10**11}}) == []


def test_sizes_are_read_from_files_too(tmp_path):
    (tmp_path / "bucket").mkdir()
    with (tmp_path / "bucket" / "a.mp4").open("wb") as file:
        file.truncate(2**40 + 1)
    assert ("limits.material-size", "") in told(video(film()), media=tmp_path)


def test_the_address_of_a_result_with_parts_left_out_warns():
    finding = only(output(MediaURL="https://<bucket>.oss-<region>.aliyuncs.com/out.mp4"), "output-config")
    assert (finding.rule, finding.severity) == ("output.media-url-host", "warning")


def test_a_null_address_of_a_result_is_a_missing_one():
    finding = only({"MediaURL": None, "Width": 1280, "Height": 720}, "output-config")
    assert (finding.rule, finding.path) == ("output.oss-media-url-required", "/MediaURL")
