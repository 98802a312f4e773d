"""The shapes in which the service's own samples write timelines come back from code."""

from typing import Any

import pytest

from .random_documents import OSS
from .test_program import hold, read

TRANSITION = {"Type": "Transition", "SubType": "fade", "Duration": 0.3}

SHAPES: dict[str, dict[str, Any]] = {
    "clips without a Type, one after another": {
        "VideoTracks": [{"VideoTrackClips": [{"MediaId": "id1"}, {"MediaURL": OSS + "b.mp4"}]}]
    },
    "cuts with places on the output and transitions": {
        "VideoTracks": [
            {
                "VideoTrackClips": [
                    {"MediaId": "id1", "In": 0, "Out": 15, "TimelineIn": 0, "TimelineOut": 15, "Effects": [TRANSITION]},
                    {
                        "MediaId": "id2",
                        "In": 5,
                        "Out": 25,
                        "TimelineIn": 15,
                        "TimelineOut": 35,
                        "Effects": [TRANSITION],
                    },
                ]
            }
        ]
    },
    "numbers as text": {
        "VideoTracks": [
            {"VideoTrackClips": [{"MediaId": "id1", "Out": "60", "Effects": [{"Type": "Volume", "Gain": "0"}]}]}
        ]
    },
    "logos on an image track": {
        "VideoTracks": [{"VideoTrackClips": [{"MediaId": "id1"}]}],
        "ImageTracks": [
            {
                "ImageTrackClips": [
                    {"ImageId": "logo", "X": 40, "Y": 40, "Width": 200, "Height": 60, "TimelineIn": 0},
                    {"ImageId": "mark", "X": 0.8, "Y": 0.05},
                ]
            }
        ],
    },
    "a whole picture as 1 by 1": {
        "VideoTracks": [
            {"VideoTrackClips": [{"Type": "GlobalImage", "MediaId": "id1", "X": 0, "Y": 0, "Width": 1, "Height": 1}]}
        ]
    },
    "a banner as an effect of a clip": {
        "VideoTracks": [
            {
                "VideoTrackClips": [
                    {
                        "MediaId": "id1",
                        "Effects": [
                            {
                                "Type": "Text",
                                "Content": "Hello",
                                "X": 0,
                                "Y": 0.1,
                                "FixedFontSize": 40,
                                "FontColor": "#ffffff",
                                "FontFace": {"Bold": True, "Italic": False},
                            },
                            {"Type": "Background", "SubType": "Blur", "Radius": 0.1},
                        ],
                    }
                ]
            }
        ]
    },
    "layers below a text": {
        "VideoTracks": [{"VideoTrackClips": [{"MediaId": "id1"}]}],
        "SubtitleTracks": [
            {
                "SubtitleTrackClips": [
                    {
                        "Type": "Text",
                        "Content": "Hello\\Nyou",
                        "FontSize": 60,
                        "SubtitleEffects": [
                            {"Type": "Outline", "Bord": 4, "Color": "000000", "Opacity": 0.5},
                            {"Type": "Box", "Radius": 8},
                        ],
                    }
                ]
            }
        ],
    },
    "an external subtitle file": {
        "VideoTracks": [{"VideoTrackClips": [{"MediaId": "id1"}]}],
        "SubtitleTracks": [
            {
                "SubtitleTrackClips": [
                    {
                        "Type": "Subtitle",
                        "SubType": "srt",
                        "FileUrl": OSS + "a.srt",
                        "Font": "SimSun",
                        "TimelineIn": 1,
                        "TimelineOut": 9,
                    }
                ]
            }
        ],
    },
    "a digital human over a picture": {
        "VideoTracks": [
            {"VideoTrackClips": [{"Type": "GlobalImage", "MediaURL": OSS + "room.png"}]},
            {
                "MainTrack": True,
                "VideoTrackClips": [
                    {
                        "Type": "AI_Avatar",
                        "AvatarId": "yunqiao",
                        "Content": "Welcome.",
                        "Voice": "zhitian",
                        "X": 0.1,
                        "Width": 0.4,
                        "Effects": [
                            {
                                "Type": "AI_ASR",
                                "NeedHighlighting": True,
                                "HighlightingStyle": {"FontColor": "00FFFF"},
                                "FontSize": 40,
                                "Alignment": "TopCenter",
                                "Y": 0.8,
                            }
                        ],
                    }
                ],
            },
        ]
    },
    "spoken lines with pictures along them": {
        "VideoTracks": [{"VideoTrackClips": [{"MediaId": "id1", "ReferenceClipId": "line"}]}],
        "AudioTracks": [
            {
                "AudioTrackClips": [
                    {
                        "Type": "AI_TTS",
                        "Content": "Hello.",
                        "Voice": "zhiqing",
                        "ClipId": "line",
                        "customizedVoice": "mine",
                    }
                ]
            }
        ],
    },
    "repeated music with its fades": {
        "VideoTracks": [{"VideoTrackClips": [{"MediaId": "id1"}], "TrackShortenMode": "AutoSpeed"}],
        "AudioTracks": [
            {
                "MainTrack": True,
                "AudioTrackClips": [
                    {
                        "MediaId": "m",
                        "LoopMode": True,
                        "In": 4,
                        "Out": 10,
                        "TimelineIn": 2,
                        "TimelineOut": 14,
                        "Effects": [
                            {"Type": "AFade", "SubType": "In", "Duration": 1, "Curve": "tri"},
                            {"Type": "Volume", "Gain": 0.3},
                        ],
                    }
                ],
            }
        ],
    },
    "effect tracks and an effect layer": {
        "VideoTracks": [
            {"VideoTrackClips": [{"MediaId": "id1"}]},
            {"Type": "Effect", "VideoTrackClips": [{"Type": "VFX", "SubType": "glass", "Duration": 2}]},
        ],
        "EffectTracks": [{"EffectTrackItems": [{"Type": "AEqualize", "Peak": 0.95, "Gain": 10}]}],
    },
    "what editors write": {
        "VideoTracks": [
            {
                "Id": 1,
                "VideoTrackClips": [
                    {
                        "Id": 11,
                        "TrackId": 1,
                        "Type": "Video",
                        "MediaId": "id1",
                        "Title": "a.mp4",
                        "VirginDuration": 12.04,
                        "Comment": "x",
                    }
                ],
            }
        ],
        "AspectRatio": "16:9",
        "Version": "5.2.2",
        "From": "websdk",
        "FECanvas": {"Width": 800, "Height": 450.5},
    },
}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda name: name.replace(" ", "-"))
def test_a_shape_of_the_samples_comes_back_from_code(shape: str) -> None:
    assert "from_dict" not in hold(read(SHAPES[shape]))


def test_the_layers_of_a_text_belong_to_its_style() -> None:
    assert hold(read(SHAPES["layers below a text"])).count("SubtitleEffect") == 2
