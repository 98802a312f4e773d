"""Spoken lines, each over a video that lasts as long."""

from timeline_dsl.templates.presets import Line, voice_over

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = voice_over(
    [
        Line("welcome", "Welcome to the workshop.", OSS + "door.mp4"),
        Line("clocks", "Here the clocks are made.", OSS + "clocks.mp4"),
    ]
)

print(edit.to_json())
