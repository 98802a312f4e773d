"""Effects in the air: stars, hearts, fireworks, meteors, fireflies, speed lines."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.paint import P, Q, R, colours, light, lit, painted, rainbow, shaded
from timeline_dsl.render.looks.vfx.particles import (
    DX,
    DY,
    OTHER,
    OWN,
    ROWS,
    disc,
    glint,
    glow,
    heart,
    scattered,
    star,
    twinkling,
)
from timeline_dsl.render.looks.vfx.table import ESTIMATED, entered, shows
from timeline_dsl.render.looks.window import Look, Play

Color = tuple[float, float, float]
WHITE: Color = (1.0, 1.0, 1.0)
COLD: Color = (0.8, 0.9, 1.0)
GOLD: Color = (1.0, 0.85, 0.5)
PINK = "0xFF4F86"
INFERRED = "the label is inferred; " + ESTIMATED


def _night(stream: Video, depth: float) -> Video:
    return stream.through(Filter("eq", brightness=-depth)) if depth else stream


def sparkling(
    *,
    across: float,
    size: float,
    speed: float = 3.0,
    share: float = 0.6,
    tint: Color = COLD,
    dark: float = 0.0,
    drift: tuple[float, float] = (0.0, 0.0),
    rays: bool = True,
    many: bool = False,
) -> Look:
    """Stars that twinkle, `across` cells a height; `drift` in heights a second; `many` gives them many colours."""
    # what a star reaches beyond its cell would be cut off
    spread = round(1 - size * (1.6 if rays else 3.2), 3)

    def look(stream: Video, play: Play) -> Video:
        time = play.clock("N")
        body = f"1.8*{glint(size) if rays else glow(size)}*pow({twinkling(play, speed)},2)"
        stars = light(
            play,
            scattered(
                play,
                body,
                across=across,
                share=share,
                right=f"{drift[0]:g}*{time}",
                down=f"{drift[1]:g}*{time}",
                spread=spread,
            ),
            ROWS,
        )
        if many:
            hues = rainbow(f"{P}*0.6+{Q}-0.1*{time}")
            stars = shaded(stars, colours(play, *(f"0.3+0.9*{part}" for part in hues)))
        return lit(_night(stream, dark), stars, None if many else tint)

    return look


entered("starry", sparkling(across=6, size=0.44, share=0.6))
entered("starfieldshinee", sparkling(across=5, size=0.42, share=0.55, speed=5, dark=0.08), why=INFERRED)
entered("starfieldshinee2", sparkling(across=3.5, size=0.42, share=0.6, speed=6, tint=GOLD, dark=0.05), why=INFERRED)
entered("starsparkle", sparkling(across=3, size=0.42, share=0.75, speed=5, tint=WHITE), why=INFERRED)
entered("colorfulstarry", sparkling(across=6, size=0.4, share=0.75, many=True, dark=0.15))
entered(
    "flyfire",
    sparkling(across=5, size=0.12, share=0.6, speed=4, tint=(0.8, 1.0, 0.3), rays=False, dark=0.1, drift=(0.05, -0.08)),
)
entered("spotfall", sparkling(across=5, size=0.2, share=0.7, speed=2, tint=GOLD, rays=False, drift=(0.03, 0.2)))


@shows("starfield", why=INFERRED)
def star_field(stream: Video, play: Play) -> Video:
    """Points of light on a dark picture; the near ones drift faster than the far ones."""
    for number, (across, size, speed) in enumerate(((6, 0.07, 0.06), (13, 0.1, 0.025))):
        body = f"(0.5+{OWN})*{glow(size)}*(0.35+0.65*{twinkling(play)})"
        points = scattered(
            play, body, across=across, share=0.45, right=f"{speed:g}*{play.clock('N')}", spread=0.7, number=number
        )
        stream = lit(stream if number else _night(stream, 0.2), light(play, points, 2 * ROWS), COLD)
    return stream


def hearts(
    *, across: float, size: str, down: float, share: float = 0.6, shining: bool = False, bubbles: bool = False
) -> Look:
    """Hearts that fall (`down` heights a second) or rise, and sway; `bubbles` puts each into a bubble."""

    def look(stream: Video, play: Play) -> Video:
        time = play.clock("N")

        def field(body: str) -> Video:
            right = f"0.03*sin({time}*1.7)"
            text = scattered(play, body, across=across, share=share, down=f"{down:g}*{time}", right=right, spread=0.4)
            return light(play, text, 160)

        out = painted(stream, play, PINK, field(f"0.9*{heart(size)}"))
        if bubbles:
            far = f"(hypot({DX},{DY})/(1.9*{size}))"
            out = lit(out, field(f"0.75*exp(-pow(({far}-0.92)/0.09,2))+0.16*lt({far},0.92)"))
        if not shining:
            return out
        body = f"1.4*{glint(0.4)}*pow({twinkling(play, 6)},2)"
        glints = scattered(play, body, across=5.5, share=0.4, down=f"{down:g}*{time}", number=1, spread=0.36)
        return lit(out, light(play, glints, ROWS))

    return look


entered("fallingheart", hearts(across=3.4, size="(0.13+0.08*ld(5))", down=0.28), why=INFERRED)
entered(
    "risingheartbubble",
    hearts(across=3.0, size="(0.08+0.06*ld(5))", down=-0.25, share=0.75, bubbles=True),
    why=INFERRED,
)
entered(
    "heartbubbleshinee",
    hearts(across=3.2, size="(0.08+0.06*ld(5))", down=-0.18, shining=True, bubbles=True),
    why=INFERRED,
)


@shows("heartsurround", why=INFERRED)
def surrounding_hearts(stream: Video, play: Play) -> Video:
    """A ring of hearts that turns around the middle."""
    turn = f"0.6*{play.clock('N')}"
    sector = f"st(0,(floor((atan2({Q},{P})-{turn})/(PI/5))+0.5)*PI/5+{turn})"
    ring = f"{sector};st(1,{P}-0.38*cos(ld(0)));st(2,{Q}-0.38*sin(ld(0)));0.95*"
    return painted(stream, play, PINK, light(play, ring + heart("0.065", "ld(1)", "ld(2)"), ROWS))


def bursts(ring: str, *, period: float, count: int = 2) -> Look:
    """Bursts one after another; `ring` tells their light from `ld(0)`, `ld(1)` (the point from the middle of the
    burst), `ld(2)` (its distance), `ld(3)` (its angle) and `A`, how far the burst is."""

    def look(stream: Video, play: Play) -> Video:
        out = _night(stream, 0.1)
        for number in range(count):
            time = f"({play.clock('N')}+{period * number / count + 0.3 * period:.3f})"
            turn, seed = f"floor({time}/{period:g})", round(play.chance(number) * 9, 3)
            x = f"(1.1*(mod(abs(sin({turn}*12.71+{seed})*971.3),1)-0.5))"
            y = f"(0.1-0.5*mod(abs(sin({turn}*31.17+{seed})*787.9),1))"
            place = f"st(0,{P}-{x});st(1,{Q}-{y});st(2,hypot(ld(0),ld(1)));st(3,atan2(ld(1),ld(0)));"
            age = f"(mod({time},{period:g})/{period:g})"
            sparks = light(play, f"{place}if(lt(ld(2),0.45),{ring.replace('A', age)},0)", ROWS)
            red, green, blue = rainbow(f"{turn}*0.37+{number * 0.3 + 0.1:.2f}")
            hue = colours(play, *(f"0.35+0.75*{part}" for part in (red, green, blue)), rows=2)
            out = lit(out, shaded(sparks, hue))
        return out

    return look


SPARKS = (
    "1.7*(1-A)*pow(0.5+0.5*cos(ld(3)*18),3)*(exp(-pow((ld(2)-0.34*sqrt(A))/0.022,2))"
    "+0.6*exp(-pow((ld(2)-0.22*sqrt(A))/0.022,2))+0.35*lt(ld(2),0.34*sqrt(A))*exp(-(0.34*sqrt(A)-ld(2))*12))"
)
entered("fireworks", bursts(SPARKS, period=1.5), why=INFERRED)
HEART_RING = (
    "1.6*(1-A)*(0.6+0.4*cos(ld(3)*24))*(st(4,0.04+0.2*sqrt(A));st(5,ld(0)/ld(4));st(6,0.1-ld(1)/ld(4));"
    "exp(-pow((ld(5)*ld(5)+ld(6)*ld(6)-1-pow(abs(ld(5)),0.667)*ld(6))*4,2)))"
)
entered("heartfireworks", bursts(HEART_RING, period=1.6))


@shows("starexplosion")
def star_bomb(stream: Video, play: Play) -> Video:
    """Stars fly apart from the middle, again and again."""
    age = f"(mod({play.clock('N')},1.4)/1.4)"
    sector = "st(0,(floor(ld(8)/(PI/6))+0.5)*PI/6);"
    where = f"(0.15+0.75*mod(abs(sin(ld(0)*7.3)*97),1))*pow({age},0.6)"
    place = f"st(8,atan2({Q},{P}));{sector}st(3,0.06+{where});st(1,{P}-ld(3)*cos(ld(0)));st(2,{Q}-ld(3)*sin(ld(0)));"
    flash = f"exp(-8*{age})*exp(-5*{R})"
    stars = light(play, f"{place}(1-pow({age},3))*{star(0.085, 'ld(1)', 'ld(2)', f'3*{age}')}+{flash}", ROWS)
    return lit(_night(stream, 0.08), stars, GOLD)


@shows("meteorshower")
def meteors(stream: Video, play: Play) -> Video:
    """Meteors fall aslant, each with its tail."""
    along, beside = f"({P}*0.83-{Q}*0.55)", f"({P}*0.55+{Q}*0.83)"
    # they fly down to the left: along their axis cells are long, and the tail points back
    body = f"1.6*exp(-abs({DY})/0.035)*if(gt({DX},0-0.3),exp(-({DX}+0.3)*5),0)"
    text = scattered(
        play,
        body,
        across=3.5,
        right=f"0-0.42*{play.clock('N')}",
        share=0.35,
        axes=(f"({along}*0.42)", beside),
        spread=0.35,
    )
    return lit(_night(stream, 0.12), light(play, text, ROWS), COLD)


@shows("moons_and_stars")
def moons_and_stars(stream: Video, play: Play) -> Video:
    """Crescents and stars float down."""
    crescent = f"clip({disc('0.2', 0.04)}-clip((0.17-hypot({DX}-0.09,{DY}+0.04))/0.04+0.5,0,1),0,1)"
    five = star(0.22, DX, DY)
    body = f"(0.35+0.65*{twinkling(play, 3)})*if(lt({OWN},0.4),{crescent},{five})"
    mask = scattered(play, body, across=3.6, share=0.65, down=f"0.1*{play.clock('N')}", spread=0.4)
    return painted(_night(stream, 0.08), play, "0xFFE48A", light(play, mask, ROWS))


def _rushing(body: str, *, around: int, depth: float, speed: float, share: float) -> str:
    """Particles that come out of the middle towards the viewer, as an expression for a Play's clock `T`."""
    return (
        f"st(0,atan2({Q},{P})*{around}/(2*PI));st(1,log({R}+0.001)*{depth:g}-{speed:g}*T);"
        "st(2,floor(ld(0)));st(3,floor(ld(1)));"
        "st(4,mod(abs(sin(ld(2)*12.71+ld(3)*31.17)*971.3),1));st(5,mod(abs(sin(ld(2)*27.13+ld(3)*9.71)*787.9),1));"
        f"st(6,ld(0)-ld(2)-0.5-(ld(4)-0.5)*0.5);st(7,ld(1)-ld(3)-0.5);if(lt({OTHER},{share:g}),{body},0)"
    )


@shows("sparklestarfield")
def rushing_stars(stream: Video, play: Play) -> Video:
    """Stars rush out of the middle at the viewer."""
    body = f"clip({R}*3,0,1)*1.5*exp(-({DX}*{DX}*60+{DY}*{DY}*14))"
    text = _rushing(body, around=26, depth=3.0, speed=4.5, share=0.5).replace("T)", f"{play.clock('N')})")
    return lit(_night(stream, 0.12), light(play, text, ROWS), COLD)


@shows("colorfulradial")
def rainbow_lines(stream: Video, play: Play) -> Video:
    """Speed lines in the colours of the rainbow rush from the middle outwards."""
    body = f"clip(({R}-0.2)*4,0,1)*exp(-{DX}*{DX}*22)*clip(1.4-abs({DY})*2.4,0,1)"
    text = _rushing(body, around=70, depth=1.6, speed=4, share=0.45).replace("T)", f"{play.clock('N')})")
    hue = colours(play, *(f"0.15+0.95*{part}" for part in rainbow(f"atan2({Q},{P})/(2*PI)*2+0.3*{play.clock('N')}")))
    lines = light(play, text, ROWS)
    return lit(stream, shaded(lines, hue))


@shows("stormlaser", why="the label is inferred: coloured beams that sweep from below")
def lasers(stream: Video, play: Play) -> Video:
    """Coloured beams that sweep."""
    time, planes = play.clock("N"), []
    for number in range(3):
        beams = [
            f"exp(-abs(sin(atan2({P}-{x},0.62-{Q})-0.9*sin({time}*{speed}+{x + number})))/0.02)"
            for x, speed in ((-0.5 + 0.4 * number, 2.1 + 0.5 * number), (0.6 - 0.35 * number, 1.3 + 0.7 * number))
        ]
        planes.append("0.9*(" + "+".join(beams) + ")")
    return lit(_night(stream, 0.16), colours(play, *planes, rows=90))


@shows("marquee", "stand-in", "the label is inferred: shown as lamps that run around the edge")
def marquee(stream: Video, play: Play) -> Video:
    """Lamps along the edge, lit one after another."""
    wide = play.size[0] / play.size[1]
    count = 12
    # the edge is cut into squares; along it every third lamp is lit, and the lit ones move on
    cell = f"st(0,{P}*{count}+{wide * count / 2:.4f});st(1,({Q}+0.5)*{count});st(2,floor(ld(0)));st(3,floor(ld(1)));"
    columns = max(round(wide * count), 2)
    edge = f"(lt(ld(2),1)+gte(ld(2),{columns - 1})+lt(ld(3),1)+gte(ld(3),{count - 1}))"
    clockwise = f"if(lt(ld(3),1)+gte(ld(2),{columns - 1}),ld(2)+ld(3),0-ld(2)-ld(3)-1)"
    lamp = "exp(-pow(hypot(ld(0)-ld(2)-0.5,ld(1)-ld(3)-0.5)/0.36,6))"
    lit_up = f"(0.22+0.78*lt(mod({clockwise}-floor({play.clock('N')}*6),3),1))"
    return painted(stream, play, "0xFFD860", light(play, f"{cell}gt({edge},0)*{lamp}*{lit_up}", ROWS))
