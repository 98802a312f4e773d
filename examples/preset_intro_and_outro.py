"""Videos between an opening and an ending."""

from timeline_dsl.templates.presets import intro_and_outro

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = intro_and_outro([OSS + "day1.mp4", OSS + "day2.mp4"], intro=OSS + "intro.mp4", outro=OSS + "outro.mp4")

print(edit.to_json())
