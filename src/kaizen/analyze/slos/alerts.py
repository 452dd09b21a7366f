"""When alerts fire: short and long window both beyond the threshold, strictly, and enough events bad."""

from dataclasses import dataclass
from functools import partial

from kaizen.analyze.slos.burn import slots_in
from kaizen.analyze.slos.meters import Meter
from kaizen.analyze.slos.model import AlertRule, Comparison, Objective
from kaizen.analyze.slos.search import first_beyond
from kaizen.analyze.slos.windows import bounds_at


@dataclass(frozen=True, slots=True)
class Watch:
    """An alert rule set on a meter; instants are slots, of which those before ``end`` are over."""

    rule: AlertRule
    meter: Meter
    objective: Objective

    def firing(self, end: int) -> bool:
        """Whether the alert fires when the slots before ``end`` are over."""
        return self.since(end) is not None if self.rule.after else self.holds(end)

    def since(self, end: int) -> int | None:
        """The end at which it began to fire and has not stopped since; None where it does not fire."""
        if not self.holds(end):
            return None
        if self.rule.any_loss:
            return self._first_loss(end)
        begun = end
        limit = self._earliest(end)
        while begun > limit and self.holds(begun - 1):
            begun -= 1
        fired = begun + slots_in(self.rule.after, self.meter.slot)
        return fired if fired <= end else None

    def holds(self, end: int) -> bool:
        """Whether its condition holds at ``end``, however short a time."""
        if self.rule.any_loss:
            return self._lost(end) > 0
        if self.rule.when_breaching and self.breaching(end):
            return True
        return self.rule.when_no_data and not self.meter.known(end - self.long, end)

    def breaching(self, end: int) -> bool:
        """Whether the burn rates are beyond the threshold."""
        if self.short is not None and not self._beyond(end - self.short, end):
            return False
        if not self._beyond(end - self.long, end):
            return False
        least = self.rule.minimum_bad
        return not least or self.meter.bad_events(end - self.long, end) >= least

    @property
    def long(self) -> int:
        """Slots of the long window."""
        return slots_in(self.rule.long, self.meter.slot)

    @property
    def short(self) -> int | None:
        """Slots of the short window."""
        return None if self.rule.short is None else slots_in(self.rule.short, self.meter.slot)

    def _beyond(self, first: int, end: int) -> bool:
        if (part := self.meter.single) is None:
            rate = self.meter.burn(first, end)
            return rate is not None and self.rule.comparison.holds(rate, self.rule.threshold)
        bad, known, _ = part.ledger.sums(first, end)
        if not known or not part.allowed:
            return False
        least = self.rule.threshold
        left = bad * least.denominator * part.allowed.denominator
        right = known * least.numerator * part.allowed.numerator
        return left > right if self.rule.comparison is Comparison.GT else self.rule.comparison.holds(left, right)

    def _lost(self, end: int) -> int:
        return sum(part.ledger.sums(self._window_start(end), end)[0] for part in self.meter.parts)

    def _window_start(self, end: int) -> int:
        return slots_in(bounds_at(self.objective.window, end * self.meter.slot).start, self.meter.slot)

    def _first_loss(self, end: int) -> int:
        """The end of the first lossy slot from which on some loss lay in the window all the time."""
        lost = end
        while True:
            first = self._window_start(lost)
            before = first_beyond(partial(self._lost_between, first), first, lost, 1)
            if before is None or before == lost:
                return lost
            lost = before

    def _lost_between(self, first: int, end: int) -> int:
        return sum(part.ledger.sums(first, end)[0] for part in self.meter.parts)

    def _earliest(self, end: int) -> int:
        period = slots_in(self.objective.window.duration.minutes, self.meter.slot)
        first = self.meter.first
        return end - period if first is None or self.rule.when_no_data else min(first, end)
