"""Rules of speech, digital humans, recognised subtitles and matting."""

import pytest

from .telling import BUCKET, film, findings, only, told, video, with_audio, with_subtitles

SOUND = "/AudioTracks/0/AudioTrackClips/0"
HERE = "/VideoTracks/0/VideoTrackClips/0"


def tts(**fields):
    return {
        name: value
        for name, value in {"Type": "AI_TTS", "Content": "Hello", "Voice": "zhiqi", **fields}.items()
        if value is not None
    }


def avatar(**fields):
    return {
        name: value
        for name, value in {
            "Type": "AI_Avatar",
            "AvatarId": "baihan",
            "Content": "Hello there",
            "Voice": "zhiqi",
            **fields,
        }.items()
        if value is not None
    }


def asr(**fields):
    return {"Type": "AI_ASR", "FontSize": 40, **fields}


def silent(*clips):
    """A timeline of sound alone, without an address that has a region."""
    return {"AudioTracks": [{"AudioTrackClips": list(clips)}]}


@pytest.mark.parametrize("region", ["cn-shanghai", "cn-beijing", "cn-hangzhou", None])
def test_ai_features_have_their_regions(region):
    clip = {"MediaId": "id1", "Effects": [asr(), {"Type": "AI_Matting", "Color": "green"}]}
    document = {**video(clip, avatar()), **silent(tts())}
    assert told(document, region=region) == []


@pytest.mark.parametrize("region", ["cn-shenzhen", "ap-southeast-1", "us-west-1", "cn-zhangjiakou", "no-such-region"])
@pytest.mark.parametrize(
    ("document", "path"),
    [
        (silent(tts()), SOUND),
        (video(avatar()), HERE),
        (video({"MediaId": "id1", "Effects": [{"Type": "AI_RealMatting"}]}), f"{HERE}/Effects/0"),
    ],
)
def test_elsewhere_they_are_refused(document, path, region):
    assert told(document, region=region) == [("ai.region", path)]


def test_recognition_in_shenzhen_is_a_warning_only():
    finding = only(video({"MediaId": "id1", "Effects": [asr()]}), region="cn-shenzhen")
    assert (finding.rule, finding.severity) == ("ai.region", "warning")


def test_the_regions_that_have_it_are_named():
    finding = only(silent(tts()), region="us-west-1")
    assert finding.message == "AI_TTS is not offered in us-west-1"
    assert finding.fix == "call one of cn-shanghai, cn-beijing, cn-hangzhou"


def test_speech_on_a_video_track_is_one_finding():
    assert told(video(film(), tts())) == [("ai.tts-track", "/VideoTracks/0/VideoTrackClips/1")]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Content": None}, "AI_TTS has no Content"),
        ({"Content": ""}, "AI_TTS has no Content"),
        ({"Voice": None}, "AI_TTS has no Voice or CustomizedVoice"),
        ({"Content": None, "Voice": None}, "AI_TTS has no Content and no Voice or CustomizedVoice"),
    ],
)
def test_what_speech_lacks_is_one_finding(fields, message):
    finding = only(with_audio(tts(**fields)))
    assert (finding.rule, finding.path, finding.message) == ("ai.tts-content", SOUND, message)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Voice": None, "CustomizedVoice": "mine"},
        {"Voice": None, "customizedVoice": "mine"},
        {"Voice": None, "Content": '<speak voice="zhiqi">Hello</speak>'},
        {"SpeechRate": -500, "PitchRate": 500},
    ],
)
def test_speech_with_text_and_voice_has_no_finding(fields):
    assert told(with_audio(tts(**fields))) == []


@pytest.mark.parametrize("field", ["SpeechRate", "PitchRate"])
def test_rates_beyond_500_are_refused(field):
    assert told(with_audio(tts(**{field: 501}))) == [("ai.tts-rate", f"{SOUND}/{field}")]


def test_speech_with_a_start_alone_is_told_once():
    assert told(with_audio(tts(TimelineIn=2))) == [("ai.tts-timeline-out", f"{SOUND}/TimelineIn")]


def test_speech_in_its_place_begins_with_silence():
    assert told(with_audio(tts(TimelineIn=2, TimelineOut=6))) == [("ai.tts-leading-silence", f"{SOUND}/TimelineIn")]


def test_blanks_in_the_place_of_times_are_believed():
    assert told({**video({"MediaId": "$Id"}), **silent(tts(TimelineIn="$Start:NULL"))}, "template") == []


def test_an_unknown_voice_gets_the_nearest_one():
    finding = only(with_audio(tts(Voice="zhiqii")))
    assert (finding.rule, finding.path) == ("ai.voice-known", f"{SOUND}/Voice")
    assert "did you mean 'zhiqi'?" in finding.fix


EMOTION = '<speak><emotion category="happy">Hello</emotion></speak>'


@pytest.mark.parametrize(
    "fields",
    [
        {"Voice": "zhiqi"},
        {"Voice": "zhimi_emo", "CustomizedVoice": "mine"},
        {"Voice": None, "Content": EMOTION.replace("<speak", "<speak voice='zhiqi'")},
    ],
)
def test_emotion_with_a_plain_voice_is_warned_of(fields):
    assert told(with_audio(tts(**{"Content": EMOTION, **fields}))) == [("ai.emotion-voice", f"{SOUND}/Content")]


def test_emotion_with_an_emotional_voice_has_no_finding():
    assert told(with_audio(tts(Content=EMOTION, Voice="zhimi_emo"))) == []


def test_emotion_without_any_voice_is_a_missing_voice():
    assert told(with_audio(tts(Content=EMOTION, Voice=None))) == [("ai.tts-content", SOUND)]


def test_a_digital_human_on_an_audio_track_is_one_error():
    finding = only(with_audio(avatar()))
    assert (finding.rule, finding.severity, finding.path) == ("ai.avatar-track", "error", SOUND)


@pytest.mark.parametrize("fields", [{"MediaURL": BUCKET + "speech.mp3"}, {"MediaId": "id1"}, {"Content": None}])
def test_a_digital_human_has_one_drive(fields):
    assert told(video(avatar(**fields))) == [("ai.avatar-drive", HERE)]


@pytest.mark.parametrize(
    "fields", [{}, {"Content": None, "MediaId": "id1"}, {"Content": None, "MediaURL": BUCKET + "speech.wav"}]
)
def test_a_digital_human_with_one_drive_has_no_finding(fields):
    assert told(video(avatar(**fields))) == []


def test_a_speech_cut_into_clips_is_told_once():
    assert told(video(avatar(), avatar(), avatar())) == [("ai.avatar-split", "/VideoTracks/0/VideoTrackClips/1")]


@pytest.mark.parametrize("clips", [(avatar(), film(), avatar()), (avatar(), avatar(AvatarId="boyuan")), (avatar(),)])
def test_speeches_apart_have_no_finding(clips):
    assert told(video(*clips)) == []


def test_highlighting_on_a_subtitle_track_is_told_once():
    clip = asr(MediaId="id1", NeedHighlighting=True, HighlightingStyle={"FontColor": "00FFFF"})
    assert told(with_subtitles(clip)) == [
        ("ai.highlight-on-subtitle-track", "/SubtitleTracks/0/SubtitleTrackClips/0/NeedHighlighting")
    ]


def test_highlighting_on_sound_has_no_finding():
    assert (
        told(video(film(Effects=[asr(NeedHighlighting=True, HighlightingStyle={"FontColor": "00FFFF", "Outline": 2})])))
        == []
    )


def test_recognition_on_a_subtitle_track_is_fine_without_highlighting():
    assert told(with_subtitles(asr(MediaId="id1", NeedHighlighting=False))) == []


def test_highlighting_colours_are_turned_around():
    finding = only(video(film(Effects=[asr(HighlightingStyle={"FontColor": "#F6DD14"})])))
    assert (finding.rule, finding.path) == ("ai.highlight-colour-hash", f"{HERE}/Effects/0/HighlightingStyle/FontColor")
    assert finding.fix == "write '14DDF6': blue, green, red, without #"


def test_scrolling_on_recognised_subtitles_is_one_finding():
    finding = only(video(film(Effects=[asr(ScrollSpeed=100, ScrollStartY=1080)])))
    assert (finding.rule, finding.message) == ("ai.asr-scroll", "ScrollStartY, ScrollSpeed are ignored on AI_ASR")


def test_recognition_of_a_material_needs_no_font_size():
    assert [finding.rule for finding in findings(video(film(Effects=[{"Type": "AI_ASR"}])))] == []
