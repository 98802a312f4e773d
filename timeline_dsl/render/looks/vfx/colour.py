"""Effects of colour and brightness over time: flashes, negatives, rainbows, disco lights, glows."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.paint import RGB, P, Q, U, V, beat, colours, level, lit, outlined, rainbow, shaded
from timeline_dsl.render.looks.vfx.table import shows
from timeline_dsl.render.looks.window import Play


@shows("white")
def white_flash(stream: Video, play: Play) -> Video:
    """A white flash every second."""
    return lit(stream, level(play, f"1.1*exp(-7*{beat(play.clock('N'), 1)})"))


@shows("minus_glitter")
def negative_flicker(stream: Video, play: Play) -> Video:
    """A negative, on and off."""
    return stream.through(Filter("negate", enable=f"lt(mod({play.clock()},0.4),0.2)"))


@shows("flashingscreen")
def flashing_screen(stream: Video, play: Play) -> Video:
    """The whole picture flickers between bright and dark."""
    wave = f"if(lt(mod({play.clock()},0.24),0.12),0.22,0-0.2)"
    return stream.through(Filter("eq", brightness=wave, eval="frame"))


@shows("flashinglight")
def flashing_light(stream: Video, play: Play) -> Video:
    """Coloured light flashes at one place after another."""
    time = play.clock("N")
    turn = f"floor({time}/0.4)"
    x, y = (
        f"({span}*(mod(abs(sin({turn}*{step}+{play.chance(0) * 9:.3f})*971.3),1)-0.5))"
        for span, step in ((1.5, 12.71), (0.8, 31.17))
    )
    glow = f"1.6*exp(-3*{beat(time, 0.4)})*exp(-4*(({P}-{x})*({P}-{x})+({Q}-{y})*({Q}-{y})))"
    red, green, blue = rainbow(f"{turn}*0.37")
    return lit(stream, colours(play, *(f"{glow}*(0.35+0.65*{part})" for part in (red, green, blue))))


@shows("colorful", "stand-in", "the label is inferred: shown as stronger colours that go around the colour circle")
def colourful(stream: Video, play: Play) -> Video:
    """Strong colours that change."""
    return stream.through(Filter("hue", h=f"90*{play.clock()}", s=1.8))


def _under_rainbow(stream: Video, play: Play, phase: str, *, still: bool) -> Video:
    bow = colours(play, *(f"0.12+0.8*{part}" for part in rainbow(phase)), still=still)
    return Video.mixed(
        Filter("blend", all_mode="overlay", all_opacity=0.85, shortest=not still), stream.through(RGB), bow
    )


@shows("rainbowfilter")
def rainbow_filter(stream: Video, play: Play) -> Video:
    """The colours of the rainbow across the picture."""
    return _under_rainbow(stream, play, f"{U}*0.9+{V}*0.3", still=True)


@shows("movingrainbow")
def moving_rainbow(stream: Video, play: Play) -> Video:
    """The colours of the rainbow run across the picture."""
    return _under_rainbow(stream, play, f"{U}*0.9+{V}*0.3-0.5*{play.clock('N')}", still=False)


@shows("discolights")
def disco(stream: Video, play: Play) -> Video:
    """Coloured spots wander over a darker picture."""
    time = play.clock("N")
    planes = []
    for number in range(3):
        spots = []
        for spot in range(2):
            x = f"0.75*sin({time}*{1.1 + 0.33 * number + 0.7 * spot:.2f}+{2.1 * number + 4 * spot:.2f})"
            y = f"0.4*sin({time}*{1.7 - 0.29 * number + 0.4 * spot:.2f}+{1.3 * number + spot:.2f})"
            spots.append(f"exp(-16*(pow({P}-{x},2)+pow({Q}-{y},2)))")
        planes.append("1.1*(" + "+".join(spots) + ")")
    dark = stream.through(Filter("eq", brightness=-0.16))
    return lit(dark, colours(play, *planes, rows=45))


@shows("shine")
def shine(stream: Video, play: Play) -> Video:
    """What is bright glows, more and less."""
    wide, high = (max(side // 4, 2) for side in play.size)
    glow = stream.through(
        Filter("scale", w=wide, h=high),
        RGB,
        Filter("gblur", sigma=play.part(4 * 22, 2) / 4),
        Filter("scale", w=play.size[0], h=play.size[1], flags="bilinear"),
        RGB,
        Filter("setsar", sar=1),
    )
    pulse = level(play, f"0.15+0.7*pow(0.5+0.5*sin({play.clock('N')}*5),2)")
    return lit(stream, shaded(glow, pulse))


@shows("neolighting")
def neon(stream: Video, play: Play) -> Video:
    """Outlines shine in changing colours over a dark picture."""
    edges = outlined(stream, play).through(Filter("gblur", sigma=play.pixels(1)))
    bow = colours(play, *(f"0.2+0.9*{part}" for part in rainbow(f"{U}+{V}*0.5-0.6*{play.clock('N')}")))
    dark = stream.through(Filter("eq", brightness=-0.25, saturation=0.8))
    return lit(dark, shaded(bow, edges))
