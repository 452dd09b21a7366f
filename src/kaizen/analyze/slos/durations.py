"""Durations as OpenSLO writes them: a whole number and one letter, in which ``m`` is a minute and ``M`` a month."""

import re
from dataclasses import dataclass

SHORTHAND = re.compile(r"([1-9][0-9]{0,5})([mhdwMQY])")
MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080}
NOMINAL_DAYS = {"M": 30, "Q": 90, "Y": 365}
"""What months, quarters and years count for where one length is needed, as in the factors of burn-rate alerts."""
LARGEST = 10 * 366 * 1440
NAMES = {"m": "minute", "h": "hour", "d": "day", "w": "week", "M": "month", "Q": "quarter", "Y": "year"}


@dataclass(frozen=True, slots=True)
class Duration:
    """``count`` of ``unit``, the unit spelled as in OpenSLO (``m h d w M Q Y``)."""

    count: int
    unit: str

    @property
    def fixed(self) -> bool:
        """Whether it is always equally long; months, quarters and years are not."""
        return self.unit in MINUTES

    @property
    def minutes(self) -> int:
        """Its length in minutes, nominal (30, 90 and 365 days) where it is not fixed."""
        return self.count * (MINUTES[self.unit] if self.fixed else NOMINAL_DAYS[self.unit] * 1440)

    @property
    def words(self) -> str:
        """For people: ``1 minute``, ``3 months``."""
        return f"{self.count} {NAMES[self.unit]}{'' if self.count == 1 else 's'}"

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


def parse(text: str) -> Duration | None:
    """The duration that a shorthand spells, at most ten years, or None."""
    match = SHORTHAND.fullmatch(text)
    if match is None:
        return None
    duration = Duration(int(match[1]), match[2])
    return duration if duration.minutes <= LARGEST else None


def of_minutes(minutes: int) -> Duration:
    """Minutes in the largest fixed unit below weeks that divides them: 90 is ``90m``, 1440 is ``1d``."""
    unit = next(unit for unit in ("d", "h", "m") if minutes % MINUTES[unit] == 0)
    return Duration(minutes // MINUTES[unit], unit)
