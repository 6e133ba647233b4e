"""What a recording tells: each moment's score and stage, and what each plug is worth."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from plugs.daylight import dark_slots
from plugs.routine import course, signs, worth
from plugs.routine.course import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from foundation.city import City
    from plugs.recording import Recording
    from plugs.routine.arrays import Bools
    from plugs.routine.course import Course, Limits
    from plugs.routine.signs import Signs
    from plugs.routine.worth import Told

HEADING = ("ts", "silence_h", "score", "stage")


def signs_of(recording: Recording, city: City) -> Mapping[str, Signs]:
    """The signs of life of each channel, by its name: power, and the light of a room at night."""
    found = {name: signs.of_power(watts) for name, watts in recording.watts.items()}
    if recording.lux:
        dark = dark_slots(recording.first, recording.days, city)
        for name, lux in recording.lux.items():
            found[f"{name} lux" if name in found else name] = signs.of_light(lux, dark)
    return found


def course_of(
    recording: Recording, city: City, limits: Limits, *, away: Bools | None, capped: bool
) -> Course:
    """Each moment of a recording, as the service would have judged it then."""
    channels = list(signs_of(recording, city).values())
    return course.judge(course.look(channels, recording.weekend, away), limits, capped=capped)


def worths_of(recording: Recording, city: City) -> Mapping[str, Told]:
    """What each channel is worth, by its name, the whole recording taken together."""
    return {name: worth.told(each) for name, each in signs_of(recording, city).items()}


def write(path: Path, recording: Recording, judged: Course) -> None:
    """Write a row for each slot of the recording. Raises OSError."""
    within = slice(recording.begins, recording.ends)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEADING)
        rows.writerows(
            zip(
                recording.moments,
                judged.silence_hours[within].round(2).tolist(),
                judged.score[within].round(4).tolist(),
                [STAGES[number].value for number in judged.stage[within].tolist()],
                strict=True,
            )
        )
