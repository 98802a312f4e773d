"""Mistakes that type checkers must find: one on each line that ends in `# wrong`."""

import timeline_dsl as td

clip = td.video("https://b-b.oss-cn-shanghai.aliyuncs.com/a.mp4")
clip.at_speed("fast")  # wrong
clip.box(x=0.5)  # wrong
clip.fade_inn(2)  # wrong
td.video(42)  # wrong
td.transition(5)  # wrong
td.Timeline(size="1280x720")  # wrong
td.Timeline().video(clip, main="yes")  # wrong
td.Timeline().text("a", start=[1])  # wrong
td.VideoClip(adapt_mode="Stretch")  # wrong
td.AFade(side="Left")  # wrong
td.Volume(gain="loud")  # wrong
td.VideoClip(speeed=2)  # wrong
td.TextStyle(align="Middle")  # wrong
td.TextClip(alignment="Nowhere")  # wrong
length: str = td.Timeline().schedule().duration  # wrong
