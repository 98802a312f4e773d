"""Mixes, loops, main tracks, speech and references."""

from __future__ import annotations

from tests.samples import (
    A0,
    A1,
    E0,
    OSS,
    S0,
    V0,
    V1,
    Sample,
    asset,
    at,
    audio,
    effect,
    layer,
    picture,
    text,
    video,
    words,
)

MIXES = [
    Sample(
        "two sounds one after another, and nothing to see",
        {"AudioTracks": [audio(asset("a", Out=20), asset("b", Out=10))]},
        30,
        {A0: [(0, 20), (20, 30)]},
    ),
    Sample(
        "two sounds at once",
        {"AudioTracks": [audio(at("a.mp3", Out=20)), audio(at("b.mp3", Out=10, Effects=[effect("Volume", Gain=0.3)]))]},
        20,
        {A0: [(0, 20)], A1: [(0, 10)]},
    ),
    Sample(
        "music that repeats below a film",
        {
            "VideoTracks": [video(at("a.mp4", Out=14), MainTrack=True)],
            "AudioTracks": [
                audio(
                    at(
                        "bgm.mp3",
                        LoopMode=True,
                        In=4,
                        Out=10,
                        TimelineIn=2,
                        TimelineOut=14,
                        Effects=[
                            effect("Volume", Gain="0.3"),
                            effect("AFade", SubType="In", Duration=1),
                            effect("AFade", SubType="Out", Duration=1, Curve="tri"),
                        ],
                    )
                )
            ],
        },
        14,
        {V0: [(0, 14)], A0: [(2, 14)]},
    ),
    Sample(
        "a voice quieter for a while, cleaned and levelled",
        {
            "VideoTracks": [video(at("a.mp4", Out=20))],
            "AudioTracks": [
                audio(
                    at(
                        "v.wav",
                        In=0,
                        Out=20,
                        Effects=[
                            effect("ADenoise", Mode=1),
                            effect("Volume", Gain=0.2, In=2, Out=4),
                            effect("Volume", Gain=2.5, In=6, Out=8),
                            effect("ALoudNorm", Loudness=-24, TruePeak=-2),
                        ],
                    )
                )
            ],
            "EffectTracks": [layer(effect("AEqualize", Peak=0.95, Gain=10))],
        },
        20,
        {A0: [(0, 20)], E0: [(0, 20)]},
    ),
    Sample(
        "the sound rules, the pictures are cut",
        {
            "VideoTracks": [video(*(picture(f"{n}.jpg", Duration=5) for n in range(4)))],
            "AudioTracks": [audio(at("voice.mp3", Out=15), MainTrack=True)],
        },
        15,
        {V0: [(0, 5), (5, 10), (10, 15), (15, 15)], A0: [(0, 15)]},
    ),
    Sample(
        "the sound rules, the pictures speed up",
        {
            "VideoTracks": [video(*(at(f"{n}.mp4", Out=5) for n in range(4)), TrackShortenMode="AutoSpeed")],
            "AudioTracks": [audio(at("voice.mp3", Out=15), MainTrack=True)],
        },
        15,
        {V0: [(0, 3.75), (3.75, 7.5), (7.5, 11.25), (11.25, 15)], A0: [(0, 15)]},
    ),
    Sample(
        "the film rules, the sound slows down",
        {
            "VideoTracks": [video(at("v.mp4", Out=10), MainTrack=True)],
            "AudioTracks": [
                audio(at("s.mp3", Out=4), TrackExpandMode="AutoSpeed", TrackShortenMode="AutoSpeed", Type="Audio")
            ],
        },
        10,
        {V0: [(0, 10)], A0: [(0, 10)]},
    ),
    Sample(
        "a body aligned with a sound",
        {
            "VideoTracks": [
                video(
                    at("head.mp4", In=0, Out=5), at("body.mp4", ReferenceClipId="audio_1"), at("end.mp4", In=0, Out=5)
                )
            ],
            "AudioTracks": [audio(asset("sound", TimelineIn=5, In=0, Out=10, ClipId="audio_1"))],
        },
        20,
        {V0: [(0, 5), (5, 15), (15, 20)], A0: [(5, 15)]},
        {"body.mp4": 4},
    ),
    Sample(
        "pictures aligned with speech",
        {
            "VideoTracks": [
                video(
                    *(
                        picture(
                            f"{n}.png",
                            ReferenceClipId=f"speech{n}",
                            Effects=[
                                effect(
                                    "Text",
                                    Content="A line",
                                    Alignment="CenterCenter",
                                    FontSize=55,
                                    AdaptMode="AutoWrap",
                                    TextWidth=0.7,
                                    Font="KaiTi",
                                    FontColor="#ffffe0",
                                    Outline=2,
                                    OutlineColour="#000000",
                                    FontFace={"Bold": True, "Italic": False, "Underline": False},
                                )
                            ],
                        )
                        for n in (1, 2)
                    )
                )
            ],
            "AudioTracks": [
                audio(
                    *(
                        effect("AI_TTS", ClipId=f"speech{n}", Content="Good morning.", Voice="zhichu", SpeechRate=-100)
                        for n in (1, 2)
                    ),
                    MainTrack=True,
                ),
                audio(at("bgm.mp3", LoopMode=True, TimelineIn=0, TimelineOut=60, Effects=[effect("Volume", Gain=0.2)])),
            ],
            "SubtitleTracks": [words(text("Title", Alignment="TopCenter", Y=0.1))],
        },
        7.5,
        {V0: [(0, 3), (3, 7.5)], A0: [(0, 3), (3, 7.5)], A1: [(0, 7.5)], S0: [(0, 7.5)]},
        {"speech1": 3, "speech2": 4.5, "bgm.mp3": 30},
    ),
    Sample(
        "a digital human in front of a picture",
        {
            "VideoTracks": [
                video({"Type": "GlobalImage", "MediaURL": OSS + "room.jpg", "Width": 1, "Height": 1}),
                video(
                    effect(
                        "AI_Avatar",
                        AvatarId="yunqiao",
                        Content="Welcome to the museum.",
                        Voice="aida",
                        ClipId="host",
                        X=0.1,
                        Y=0.2,
                        Width=0.4,
                        Height=0.7,
                        LoopMotion=True,
                        Effects=[effect("AI_ASR", FontSize=40, Alignment="TopCenter", Y=0.9)],
                    )
                ),
            ]
        },
        6,
        {V0: [(0, 6)], V1: [(0, 6)]},
        {"host": 6},
    ),
    Sample(
        "speech in SSML",
        {
            "VideoTracks": [video(at("a.mp4", Out=10))],
            "AudioTracks": [
                audio(
                    effect(
                        "AI_TTS",
                        Content='<speak voice="zhimiao_emo"><emotion category="happy" intensity="1.0">Hi</emotion></speak>',
                        Voice="zhimiao_emo",
                        Format="MP3",
                        PitchRate=20,
                        TimelineIn=1,
                        TimelineOut=5,
                    ),
                    effect("AI_TTS", Content="Bye", CustomizedVoice="xiaozhuan123", TimelineIn=6, TimelineOut=9),
                )
            ],
        },
        10,
        {A0: [(1, 5), (6, 9)]},
    ),
    Sample(
        "subtitles recognised on a clip",
        {
            "VideoTracks": [
                video(
                    at(
                        "talk.mp4",
                        Out=30,
                        Effects=[
                            effect(
                                "AI_ASR",
                                Font="AlibabaPuHuiTi",
                                Alignment="TopCenter",
                                Y=910,
                                Outline=10,
                                OutlineColour="#ffffff",
                                FontSize=60,
                                FontColor="#000079",
                                FontFace={"Bold": True, "Italic": False, "Underline": False},
                                NeedHighlighting=True,
                                HighlightingStyle={"FontColor": "00FFFF", "Outline": 2, "OutlineColour": "000000"},
                                AlignmentText="every word of it",
                            )
                        ],
                    )
                )
            ]
        },
        30,
        {V0: [(0, 30)]},
    ),
    Sample(
        "subtitles recognised on a track of their own",
        {
            "VideoTracks": [video(at("talk.mp4", Out=30))],
            "SubtitleTracks": [words(effect("AI_ASR", MediaURL=OSS + "talk.mp4", FontSize=40))],
        },
        30,
        {S0: [(0, 30)]},
    ),
]
