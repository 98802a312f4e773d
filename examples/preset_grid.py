"""Six cameras in two rows of three."""

from timeline_dsl.templates.presets import grid

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = grid([OSS + f"camera{number}.mp4" for number in range(1, 7)], columns=3)

print(edit.to_json())
