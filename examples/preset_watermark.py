"""A logo in the corner from start to end."""

from timeline_dsl.templates.presets import watermark

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = watermark(OSS + "talk.mp4", OSS + "logo.png", opacity=0.6)

print(edit.to_json())
