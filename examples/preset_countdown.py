"""Ten seconds counted down over a picture."""

from timeline_dsl.templates.presets import countdown

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = countdown(OSS + "sky.jpg", start=10)

print(edit.to_json())
