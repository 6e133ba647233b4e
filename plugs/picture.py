"""A home as a picture: when it usually shows life, its days, and how unusual its silence was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

from locales.texts import say
from plugs.routine import SLOTS, course, days
from plugs.routine.course import STAGES, Stage
from plugs.routine.habit import HOURS, PER_HOUR
from plugs.scoring import signs_of

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from foundation.city import City
    from locales.model import Language
    from plugs.recording import Recording
    from plugs.routine.course import Course, Limits, View

FONTS = {
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Malgun Gothic", "AppleGothic"),
    "zh_Hans": ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC"),
}
ANY_FONT = "DejaVu Sans"
"""It comes with matplotlib."""
INK, LIFE, WARN, ALARM = "#1d2420", "#1f5c4a", "#d99a2b", "#b43a0a"
SIZE_INCHES, DOTS_PER_INCH = (12.0, 11.0), 110
HOURS_MARKED = range(0, HOURS + 1, 3)


class NoFontError(Exception):
    """This machine has no font for the language."""

    def __init__(self, language: Language) -> None:
        super().__init__(
            f"No font here shows {language}: apt-get install fonts-noto-cjk, or use --language en."
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn of a home: the last `days` of what `view` and `course` know."""

    recording: Recording
    view: View
    course: Course
    limits: Limits
    days: int


def scene(recording: Recording, city: City, limits: Limits, last: int) -> Scene:
    """Judge a recorded home as the service would, of which the last days are to be drawn."""
    channels = list(signs_of(recording, city).values())
    view = course.look(channels, recording.weekend)
    return Scene(recording, view, course.judge(view, limits), limits, min(last, recording.days))


def draw(home: Scene, title: str, language: Language, path: Path) -> None:
    """Write the picture, as a PNG. Raises NoFontError, OSError."""
    with rc_context({"font.family": _font(language), "axes.unicode_minus": False}):
        _figure(home, title, language).savefig(path, format="png")


def _figure(home: Scene, title: str, language: Language) -> Figure:
    figure = Figure(figsize=SIZE_INCHES, dpi=DOTS_PER_INCH, layout="constrained")
    usual, lived, silent = figure.subplots(3, 1, height_ratios=(1.2, 3.2, 2.4))
    _draw_usual(usual, home, language)
    _draw_days(lived, home, language)
    _draw_silence(silent, home, language)
    figure.suptitle(title, fontsize=15, color=INK)
    return figure


def _draw_usual(axes: Axes, home: Scene, language: Language) -> None:
    """Two rows, weekday and weekend: signs of life to be expected in each hour of the day."""
    expects = np.zeros((2, HOURS))
    for kind in (0, 1):
        of_kind = np.flatnonzero(home.recording.weekend == bool(kind))
        if len(of_kind):
            expects[kind] = home.view.usual.expects[of_kind[-1], ::PER_HOUR] * PER_HOUR
    drawn = axes.imshow(expects, aspect="auto", cmap="Greens", vmin=0, extent=(0, HOURS, 1.5, -0.5))
    axes.set_yticks([0, 1], [say(f"picture.{one}", language) for one in ("weekday", "weekend")])
    _mark_hours(axes, language)
    axes.set_title(say("picture.usual", language), loc="left")
    axes.figure.colorbar(drawn, ax=axes, pad=0.01)


def _draw_days(axes: Axes, home: Scene, language: Language) -> None:
    """A row for each day: where life showed, where nothing is known, where silence was told."""
    shown, first = home.days, home.recording.days - home.days
    life = days.by_day(home.view.life & home.view.known)[first:]
    known = days.by_day(home.view.known)[first:]
    image = np.where(known, np.where(life, 1.0, 0.0), np.nan)
    axes.set_facecolor("#d9d3c5")
    axes.imshow(
        image,
        aspect="auto",
        cmap="Greens",
        vmin=0,
        vmax=1.25,
        interpolation="nearest",
        extent=(0, HOURS, shown - 0.5, -0.5),
    )
    for stage, colour in ((Stage.SOFT, WARN), (Stage.HARD, ALARM)):
        told = days.by_day(home.course.stage == STAGES.index(stage))[first:]
        at, slot = np.nonzero(told)
        axes.scatter((slot + 0.5) / PER_HOUR, at, marker="s", s=3, color=colour)
    ticks = range(0, shown, max(1, shown // 12))
    axes.set_yticks(list(ticks), [_date(home, first + one) for one in ticks])
    _mark_hours(axes, language)
    axes.set_title(say("picture.days", language), loc="left")


def _draw_silence(axes: Axes, home: Scene, language: Language) -> None:
    """Hours since the last sign of life, and beside it how unusual that is."""
    last = slice((home.recording.days - home.days) * SLOTS, home.recording.ends)
    hours, score = home.course.silence_hours[last], home.course.score[last]
    at = np.arange(len(hours)) / SLOTS
    axes.plot(at, hours, color=LIFE, linewidth=1, label=say("picture.silence", language))
    axes.axhline(home.limits.hours, color=ALARM, linestyle="--", linewidth=1)
    axes.set_ylabel(say("picture.hours", language))
    axes.set_xlim(0, home.days)
    axes.set_ylim(0, 2 * home.limits.hours)
    beside = axes.twinx()
    several = bool(home.view.several[home.recording.ends - 1])
    bar = home.limits.several if several else home.limits.one
    beside.plot(at, score, color=WARN, linewidth=0.8, label=say("picture.score", language))
    for level, colour in ((bar.soft, WARN), (bar.hard, ALARM)):
        beside.axhline(level, color=colour, linestyle=":", linewidth=1)
    beside.set_ylim(0, 2 * bar.hard)
    beside.set_ylabel(say("picture.score", language))
    first = home.recording.days - home.days
    ticks = range(0, home.days + 1, max(1, home.days // 10))
    axes.set_xticks(list(ticks), [_date(home, first + one) for one in ticks])
    axes.set_title(say("picture.course", language), loc="left")


def _mark_hours(axes: Axes, language: Language) -> None:
    hours = list(HOURS_MARKED)
    axes.set_xticks(hours, [say("picture.hour", language, hour=one) for one in hours])


def _date(home: Scene, day: int) -> str:
    first = np.datetime64(home.recording.first, "D")
    return str(first + np.timedelta64(day, "D"))[5:].replace("-", "/")


def _font(language: Language) -> str:
    """A font of this machine that has the language's letters."""
    if language.value not in FONTS:
        return ANY_FONT
    known = {one.name for one in font_manager.fontManager.ttflist}
    for wanted in FONTS[language.value]:
        if wanted in known:
            return wanted
    raise NoFontError(language)
