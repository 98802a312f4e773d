"""A video with the captions of an srt file on OSS."""

from timeline_dsl.templates.presets import caption_reel

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = caption_reel(OSS + "talk.mp4", OSS + "talk.srt")

print(edit.to_json())
