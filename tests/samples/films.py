"""Cuts, speeds, transitions, and pictures in a row."""

from __future__ import annotations

from tests.samples import V0, Sample, asset, at, effect, picture, video

FILMS = [
    Sample(
        "two assets one after another",
        {"VideoTracks": [video(asset("****20b48fb04483915d4f2cd8ac****"), asset("****39a7c6d04483915d4f2cd8ac****"))]},
        12.5,
        {V0: [(0, 5.5), (5.5, 12.5)]},
        {"****20b48fb04483915d4f2cd8ac****": 5.5, "****39a7c6d04483915d4f2cd8ac****": 7},
    ),
    Sample(
        "one address twice, cut in two ways",
        {"VideoTracks": [video(at("long.mp4", In=30, Out=45), at("long.mp4", In=2.5, Out=4.25))]},
        16.75,
        {V0: [(0, 15), (15, 16.75)]},
        {"long.mp4": 60},
    ),
    Sample(
        "cuts with places of their own, and a gap",
        {
            "VideoTracks": [
                video(
                    at("a.mp4", Type="Video", In=0, Out=10, TimelineIn=0, TimelineOut=10),
                    at("a.mp4", Type="Video", In=25, Out=35, TimelineIn=12, TimelineOut=22),
                )
            ],
            "AudioTracks": [],
            "SubtitleTracks": [],
        },
        22,
        {V0: [(0, 10), (12, 22)]},
    ),
    Sample(
        "the upper bound of unknown materials",
        {"VideoTracks": [video(at("a.mp4", MaxOut=8), at("b.mp4", MaxOut=8))]},
        11.2,
        {V0: [(0, 8), (8, 11.2)]},
        {"a.mp4": 9, "b.mp4": 3.2},
    ),
    Sample(
        "an out-point behind the end",
        {"VideoTracks": [video(at("a.mp4", In=8, Out=60), at("b.mp4", Out=1))]},
        3,
        {V0: [(0, 2), (2, 3)]},
        {"a.mp4": 10},
    ),
    Sample(
        "fast and slow",
        {"VideoTracks": [video(at("a.mp4", In=0, Out=8, Speed=2), at("a.mp4", In=0, Out=8, Speed=0.5))]},
        20,
        {V0: [(0, 4), (4, 20)]},
    ),
    Sample(
        "transitions at random",
        {
            "VideoTracks": [
                video(
                    at("a.mp4", Out=5, Effects=[effect("Transition", SubType="random")]),
                    at("b.mp4", Out=5, Effects=[effect("Transition", SubType="wiperight,perlin", Duration=2)]),
                    at("c.mp4", Out=5),
                )
            ]
        },
        12,
        {V0: [(0, 5), (4, 9), (7, 12)]},
    ),
    Sample(
        "a merger with blurs between clips that abut",
        {
            "VideoTracks": [
                video(
                    at(
                        "1.mp4",
                        In=0,
                        Out=15,
                        TimelineIn=0,
                        TimelineOut=15,
                        Effects=[effect("Transition", SubType="linearblur", Duration=0.3)],
                    ),
                    at(
                        "2.mp4",
                        In=0,
                        Out=20,
                        TimelineIn=15,
                        TimelineOut=35,
                        Effects=[effect("Transition", SubType="linearblur", Duration=0.3)],
                    ),
                    at("3.mp4", In=0, Out=10, TimelineIn=35, TimelineOut=45),
                )
            ]
        },
        44.4,
        {V0: [(0, 15), (14.7, 34.7), (34.4, 44.4)]},
    ),
    Sample(
        "transitions that lock the length",
        {
            "VideoTracks": [
                video(
                    at("a.mp4", Out=3, Effects=[effect("DLTransition", SubType="fade", Duration=0.5)]),
                    at("b.mp4", Out=3, Effects=[effect("DLTransition", SubType="directional", Duration=0.5)]),
                    at("c.mp4", Out=3),
                )
            ]
        },
        9,
        {V0: [(0, 3), (3, 6), (6, 9)]},
    ),
    Sample(
        "a slideshow whose last picture carries a transition",
        {
            "VideoTracks": [
                video(
                    *(
                        picture(
                            f"{n}.jpg",
                            Duration=4,
                            Effects=[
                                effect("KenBurns", Start="0,0.5,0.5,0.5", End="0.5,0,0.5,0.5"),
                                effect("Transition", SubType="linearblur", Duration=0.3),
                            ],
                        )
                        for n in range(3)
                    )
                )
            ]
        },
        11.4,
        {V0: [(0, 4), (3.7, 7.7), (7.4, 11.4)]},
    ),
    Sample(
        "pictures measured by In and Out",
        {
            "VideoTracks": [
                video(picture("t.jpg", In=0, Out=3), at("m.mp4", In=0, Out=60), picture("u.png", In=1, Out=2))
            ]
        },
        64,
        {V0: [(0, 3), (3, 63), (63, 64)]},
    ),
    Sample(
        "pictures measured by their place",
        {"VideoTracks": [video(picture("t.jpg", TimelineIn=0, TimelineOut=2), picture("u.jpg", TimelineOut=6))]},
        6,
        {V0: [(0, 2), (2, 6)]},
    ),
]
