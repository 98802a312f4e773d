"""A face over the lower left corner of a recorded screen."""

from timeline_dsl.templates.presets import picture_in_picture

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = picture_in_picture(OSS + "screen.mp4", OSS + "face.mp4", length=20, x="4%", y="66%")

print(edit.to_json())
