"""Three clips with fades, a picture in the picture, captions, a title and music: 14 seconds."""

import timeline_dsl as td

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
fade = td.transition("fade", 0.5)
look = td.TextStyle(size=48, color="#FFFFFF", outline=(2, "#000000"), align="TopCenter", y="85%")

edit = (
    td.Timeline(size=(1280, 720), fps=25)
    .video(
        td.video(OSS + "c1.mp4")[0:5],
        fade,
        td.video(OSS + "c2.mp4")[1:6],
        fade,
        td.video(OSS + "c3.mp4")["00:00:02":"00:00:07"],
        main=True,
    )
    .video(td.video(OSS + "pip.mp4")[:4].at(4).box(x="65%", y="5%", w="30%", h="30%").mute())
    .subtitles(OSS + "talk.srt", style=look)
    .text("Episode 1", start=0, end=3, style=look.but(y="8%"))
    .audio(OSS + "bgm.mp3", volume="-14dB", loop=True, fade_out=2)
)

if __name__ == "__main__":
    print(edit.to_json())
