"""Texts, subtitles from files, credits and effect tracks."""

from __future__ import annotations

from tests.samples import A0, E0, OSS, S0, S1, V0, Sample, at, audio, effect, layer, picture, text, video, words

TEXTS = [
    Sample(
        "titles in layers",
        {
            "FECanvas": {"Width": 720, "Height": 1280},
            "VideoTracks": [video(at("a.mp4", Out=12))],
            "SubtitleTracks": [
                words(
                    text("One", TimelineIn=0, TimelineOut=3, X=0, Y=200, Alignment="TopCenter", Font="SimSun"),
                    text("Two", TimelineIn=3, TimelineOut=20, EffectColorStyle="CS0003-000011", Y=0.5),
                ),
                words(text("always", X=0.1, Y=0.1, FontColor="#FF0000", FontColorOpacity="0.8", Angle=15)),
            ],
        },
        12,
        {S0: [(0, 3), (3, 12)], S1: [(0, 12)]},
    ),
    Sample(
        "a text in a bubble, layered and moving",
        {
            "VideoTracks": [video(at("a.mp4", Out=6))],
            "SubtitleTracks": [
                words(
                    {
                        "Type": "Text",
                        "Content": "{\\1c&00FF00&}Sale",
                        "BubbleStyleId": "BS0001-000001",
                        "BubbleWidth": 0.4,
                        "BubbleHeight": 0.2,
                        "X": 0.3,
                        "Y": 0.3,
                        "TimelineIn": 1,
                        "TimelineOut": 5,
                        "SubtitleEffects": [
                            {
                                "Type": "Box",
                                "Color": "FFFFFF",
                                "Opacity": "0.9",
                                "Bord": 40,
                                "Radius": 90,
                                "YShift": -4,
                            },
                            {"Type": "Outline", "Color": "#333333", "Bord": 4},
                            {"Type": "Shadow", "Color": "#000000", "Opacity": 0.3, "XShift": 0.05, "YShift": 0.05},
                        ],
                        "AaiMotionInEffect": "fade_in",
                        "AaiMotionIn": 1,
                        "AaiMotionOutEffect": "fade_out",
                        "AaiMotionOut": 0.5,
                    }
                )
            ],
        },
        6,
        {S0: [(1, 5)]},
    ),
    Sample(
        "credits that scroll at a speed",
        {
            "VideoTracks": [video(picture("black.png", ReferenceClipId="credits"))],
            "AudioTracks": [audio(at("end.mp3", Out=30))],
            "SubtitleTracks": [
                words(
                    text(
                        "Ada\nBob\\NCleo",
                        ClipId="credits",
                        Alignment="Center",
                        X=0.5,
                        ScrollStartY=1120,
                        ScrollEndY=200,
                        ScrollSpeed=75,
                        ScrollStartFreeze=2,
                        ScrollEndFreeze=2,
                    )
                )
            ],
        },
        16.2667,
        {V0: [(0, 16.2667)], S0: [(0, 16.2667)], A0: [(0, 16.2667)]},
    ),
    Sample(
        "credits aligned with the end",
        {
            "VideoTracks": [video(at("a.mp4", Out=8), picture("black.png", Duration=6, ClipId="end"))],
            "SubtitleTracks": [words(text("Ada", ReferenceClipId="end", ScrollStartY=720, ScrollEndY=-200))],
        },
        14,
        {S0: [(8, 14)]},
    ),
    Sample(
        "subtitles from files",
        {
            "VideoTracks": [video(at("a.mp4", Out=40))],
            "SubtitleTracks": [
                words({"Type": "Subtitle", "SubType": "srt", "FileURL": OSS + "zh.srt", "FontSize": 40, "Y": 0.85}),
                words({"Type": "Subtitle", "FileURL": OSS + "en.ass", "TimelineIn": 0, "TimelineOut": 30}),
            ],
        },
        40,
        {S0: [(0, 40)], S1: [(0, 30)]},
    ),
    Sample(
        "a subtitle file as an export spells it",
        {
            "VideoTracks": [video(at("a.mp4", Out=4))],
            "SubtitleTracks": [
                words({"Type": "Subtitle", "SubType": "srt", "FileURL": OSS + "a.srt", "Visible": True})
            ],
        },
        4,
        {S0: [(0, 4)]},
    ),
    Sample(
        "effects over everything, a track for each kind",
        {
            "VideoTracks": [video(at("a.mp4", Out=10))],
            "EffectTracks": [
                layer(
                    effect("VFX", SubType="hblur", TimelineIn=3, TimelineOut=7),
                    effect("VFX", SubType="mosaic_rect", X=0.1, Y=0.1, Width=0.2, Height=0.2, TimelineIn=8, Duration=1),
                ),
                layer(effect("Filter", SubType="m1")),
            ],
        },
        10,
        {E0: [(3, 7), (8, 9)], "/EffectTracks/1": [(0, 10)]},
    ),
    Sample(
        "loops of motion, sizes that stay, letters apart",
        {
            "VideoTracks": [
                video(
                    at(
                        "a.mp4",
                        Out=5,
                        Effects=[
                            effect(
                                "Text",
                                Content="Fixed",
                                FixedFontSize=40,
                                FixedX=20,
                                FixedY=30,
                                Spacing=2,
                                LineSpacing=-5,
                                BorderStyle=3,
                                BackColour="#00FF00",
                                BackOpacity=0.5,
                                TimelineIn=1,
                                TimelineOut=4,
                            )
                        ],
                    )
                )
            ],
            "SubtitleTracks": [
                words(text("Loop", AaiMotionLoopEffect="zoomin_zoomout_loop", Ratio=2, SizeRequestType="Nominal"))
            ],
        },
        5,
        {S0: [(0, 5)]},
    ),
]
