"""Two videos over music that fades at the end."""

from timeline_dsl.templates.presets import music_bed

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

edit = music_bed([OSS + "a.mp4", OSS + "b.mp4"], OSS + "bgm.mp3", volume="-14dB", end=12)

print(edit.to_json())
