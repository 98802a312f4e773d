"""Pictures above films, geometry, looks, and what editors write besides."""

from __future__ import annotations

from tests.samples import A0, I0, OSS, V0, V1, V2, Sample, asset, at, audio, effect, picture, video

LAYERS = [
    Sample(
        "a picture in the picture for a while",
        {
            "VideoTracks": [
                video(at("talk.mp4", Out=30)),
                video(
                    at("pip.mp4", In=5, Out=15, TimelineIn=4, TimelineOut=14, X=0.6, Y=0.05, Width=0.35, Height=0.35)
                ),
            ]
        },
        30,
        {V0: [(0, 30)], V1: [(4, 14)]},
    ),
    Sample(
        "three films above one another",
        {
            "VideoTracks": [
                video(at(f"{n}.mp4", Out=6 + n, X=0, Y=y, Width=1, Height=0.3333, AdaptMode="Cover"))
                for n, y in enumerate((0, 0.3333, 0.6666))
            ]
        },
        8,
        {V0: [(0, 6)], V1: [(0, 7)], V2: [(0, 8)]},
    ),
    Sample(
        "stickers over a film, one of them animated",
        {
            "VideoTracks": [
                video(at("film.mp4", In=0, Out=10)),
                video(
                    picture("s.png", TimelineIn=0, Duration=5, X=40, Y=40, Width=300, Height=150),
                    picture(
                        "s.gif", TimelineIn=5, Duration=5, X=20, Y=800, Width=200, Height=200, DyncFrames=8, Opacity=0.8
                    ),
                ),
            ]
        },
        10,
        {V0: [(0, 10)], V1: [(0, 5), (5, 10)]},
    ),
    Sample(
        "a mark over everything",
        {
            "VideoTracks": [
                video(at("film.mp4", Out=7), at("end.mp4", Out=3)),
                video({"Type": "GlobalImage", **asset("logo1"), "X": 0.8, "Y": 0.05, "Width": 0.15, "Height": 0.1}),
            ]
        },
        10,
        {V0: [(0, 7), (7, 10)], V1: [(0, 10)]},
    ),
    Sample(
        "only a picture over everything, with a length",
        {
            "VideoTracks": [
                video({"Type": "GlobalImage", "MediaURL": OSS + "bg.png", "Width": 1, "Height": 1, "Duration": 9})
            ]
        },
        9,
        {V0: [(0, 9)]},
    ),
    Sample(
        "the deprecated image tracks",
        {
            "VideoTracks": [video(asset("222d9296e886****"), asset("333d9296e886****"))],
            "ImageTracks": [
                {
                    "ImageTrackClips": [
                        {"ImageId": "001d****", "Width": 0.1345, "Height": 0.1678, "X": 0.1234, "Y": 0.1234},
                        {"ImageId": "002d****", "X": 0.7234, "Y": 0.7234, "TimelineIn": 2, "TimelineOut": 100},
                    ]
                }
            ],
        },
        50,
        {V0: [(0, 30), (30, 50)], I0: [(0, 50), (2, 50)]},
        {"222d9296e886****": 30, "333d9296e886****": 20},
    ),
    Sample(
        "landscape in portrait",
        {
            "VideoTracks": [
                video(
                    asset("one", Effects=[effect("Background", SubType="Blur", Radius=0.1)]),
                    asset("two", Effects=[effect("Background", SubType="Color", Color="#000066")]),
                )
            ]
        },
        7,
        {V0: [(0, 4), (4, 7)]},
        {"one": 4, "two": 3},
    ),
    Sample(
        "turned, mirrored, cut out and held",
        {
            "VideoTracks": [
                video(
                    at(
                        "a.mp4",
                        Out=4,
                        Effects=[
                            effect("Flip", Direction="horizontal"),
                            effect("Flip", Direction="vertical"),
                            effect("Rotate", Degree=90),
                            effect("Crop", X=0.3, Y=0.3, Width=0.4, Height=0.4),
                            effect("FreezeFrame", Duration=2),
                        ],
                    ),
                    at("b.mp4", Out=1),
                )
            ]
        },
        7,
        {V0: [(0, 6), (6, 7)]},
    ),
    Sample(
        "a random section of each material",
        {
            "VideoTracks": [
                video(
                    at("a.mp4", Effects=[effect("Clip", SubType="RandomClip", ClipDuration=5)]),
                    at("b.mp4", Effects=[effect("Clip", SubType="RandomClip", ClipDuration=5)]),
                )
            ]
        },
        8,
        {V0: [(0, 5), (5, 8)]},
        {"a.mp4": 60, "b.mp4": 3},
    ),
    Sample(
        "zooms, filters and special effects on clips",
        {
            "VideoTracks": [
                video(
                    picture("a.jpg", Duration=3, Effects=[effect("Zoom", StartRate=1, EndRate=1.3, Duration=3)]),
                    at(
                        "b.mp4",
                        Out=5,
                        Effects=[effect("VFX", SubType="heartfireworks"), effect("Filter", SubType="m1")],
                    ),
                    at(
                        "c.mp4",
                        Out=4,
                        Effects=[
                            effect(
                                "VFX",
                                SubType="mask_circle",
                                ExtParams="x=0.5,y=0.5,width=200,height=200,antialias=0.01",
                            ),
                            effect("Filter", SubType="color", ExtParams="effect=color,brightness=-10,contrast=10"),
                        ],
                    ),
                )
            ]
        },
        12,
        {V0: [(0, 3), (3, 8), (8, 12)]},
    ),
    Sample(
        "a green screen over a background",
        {
            "VideoTracks": [
                video(picture("studio.jpg", Duration=6)),
                video(at("host.mp4", In=0, Out=6, Effects=[effect("AI_Matting", Color="green")])),
            ]
        },
        6,
        {V0: [(0, 6)], V1: [(0, 6)]},
    ),
    Sample(
        "a layer of effects among the video tracks",
        {
            "VideoTracks": [
                video(at("a.mp4", Out=8)),
                video(
                    effect("VFX", SubType="spotfall", TimelineIn=1, TimelineOut=3),
                    effect("VFX", SubType="snow", TimelineIn=5),
                    Type="Effect",
                ),
            ]
        },
        8,
        {V0: [(0, 8)], V1: [(1, 3), (5, 8)]},
    ),
    Sample(
        "a film capped",
        {"MaxDuration": 12.5, "VideoTracks": [video(at("a.mp4", Out=10), at("b.mp4", Out=20), MainTrack=True)]},
        12.5,
        {V0: [(0, 10), (10, 12.5)]},
    ),
    Sample(
        "an editor's project with its own keys",
        {
            "AspectRatio": "16:9",
            "From": "websdk",
            "Version": "4.0",
            "SdkVersion": "5.2.2",
            "FECanvas": {"Width": 1280, "Height": 720, "OutputWidth": 1920, "OutputHeight": 1080},
            "VideoTracks": [
                {
                    "Id": 2,
                    "Type": "Video",
                    "VideoTrackClips": [
                        {
                            "Id": 7,
                            "TrackId": 2,
                            "Type": "Video",
                            "Title": "a.mp4",
                            "MediaId": "b4549d46c88681030f6e",
                            "MediaIdType": "mediaId",
                            "In": 0,
                            "Out": 4.2,
                            "Duration": 4.2,
                            "VirginDuration": 9,
                            "TimelineIn": 0,
                            "TimelineOut": 4.2,
                            "Speed": 1,
                            "X": 0,
                            "Y": 0,
                            "Width": 1,
                            "Height": 1,
                            "Effects": [{"Type": "Volume", "Gain": 1}],
                        }
                    ],
                }
            ],
        },
        4.2,
        {V0: [(0, 4.2)]},
    ),
    Sample(
        "remarks on clips and unknown keys",
        {
            "Comment": "first cut",
            "VideoTracks": [video(at("a.mp4", Out=2, Comment="opening", Mood="calm"), Label="main")],
            "Producer": {"name": "Ada", "tags": [1, None, True]},
        },
        2,
        {V0: [(0, 2)]},
    ),
    Sample(
        "four decimals, counted exactly",
        {"VideoTracks": [video(*(at("a.mp4", In=0.1 * n, Out=round(0.1 * n + 0.1001, 4)) for n in range(1, 11)))]},
        1.001,
        {V0: [(round(0.1001 * n, 4), round(0.1001 * (n + 1), 4)) for n in range(10)]},
    ),
    Sample(
        "sound of the film muted, another one below",
        {
            "VideoTracks": [video(at("a.mp4", Out=9, Effects=[effect("Volume", Gain=0)]))],
            "AudioTracks": [audio(at("bgm.mp3", In=0, Out=9, Effects=[effect("Volume", Gain=0.5)]))],
        },
        9,
        {V0: [(0, 9)], A0: [(0, 9)]},
    ),
]
