"""What burn rates and budgets are read off: one ledger, or the weighted ledgers of a composite objective."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kaizen.analyze.slos.burn import burn_rate
from kaizen.analyze.slos.ledger import Columns, Ledger, columns_of, ledger_of, scale_of, summed
from kaizen.analyze.slos.model import BudgetingMethod, Member, NoData, Objective
from kaizen.analyze.slos.slices import Slices
from kaizen.kit.errors import KaizenError


@dataclass(frozen=True, slots=True)
class Part:
    """A ledger with the share that may be bad and its weight in the whole (1 where it is the whole)."""

    name: str
    ledger: Ledger
    allowed: Fraction
    weight: Fraction = Fraction(1)

    def burn(self, first: int, end: int) -> Fraction | None:
        """Its burn rate over slots, without the weight."""
        bad, known, _ = self.ledger.sums(first, end)
        return burn_rate(bad, known, self.allowed)


@dataclass(frozen=True, slots=True)
class Meter:
    """One part, or the weighted parts of a composite whose burn rates add up."""

    parts: tuple[Part, ...]

    @property
    def single(self) -> Part | None:
        """The one part, where there is only one."""
        return self.parts[0] if len(self.parts) == 1 else None

    @property
    def slot(self) -> int:
        """Minutes of a slot."""
        return self.parts[0].ledger.slot

    def burn(self, first: int, end: int) -> Fraction | None:
        """The burn rate over slots ``[first, end)``; None where no part has data."""
        if (part := self.single) is not None:
            return part.burn(first, end)
        rates = [(part.weight, part.burn(first, end)) for part in self.parts]
        known = [weight * rate for weight, rate in rates if rate is not None]
        return sum(known, Fraction(0)) if known else None

    def bad_events(self, first: int, end: int) -> int:
        """Bad events in slots ``[first, end)``; slots without data count where they are declared bad."""
        return sum(part.ledger.sums(first, end)[2] for part in self.parts)

    def known(self, first: int, end: int) -> bool:
        """Whether anything is known of slots ``[first, end)``."""
        return any(part.ledger.sums(first, end)[1] for part in self.parts)

    @property
    def first(self) -> int | None:
        """The first slot with data."""
        return min((part.ledger.first for part in self.parts if part.ledger.first is not None), default=None)

    def last_minute_before(self, end: int) -> int | None:
        """The last minute with data before ``end``."""
        found = [part.ledger.last_minute_before(end) for part in self.parts]
        return max((minute for minute in found if minute is not None), default=None)


def member_objective(objective: Objective, member: Member) -> Objective:
    """A member of a composite as an objective of its own."""
    return replace(objective, name=member.name, target=member.target, slice_target=member.slice_target, members=())


def meter_of(slices: Slices | Mapping[str, Slices], objective: Objective) -> Meter:
    """The meter of an objective; a composite needs the slices of each member by its name.

    Raises KaizenError slos.slices_members where names are missing or strange.
    """
    if not objective.members:
        if not isinstance(slices, Slices):
            raise KaizenError("slos.slices_members", objective=objective.name, members="none", given=", ".join(slices))
        return Meter((Part(objective.name, ledger_of(slices, objective), objective.allowed),))
    by_member = _by_member(slices, objective)
    if objective.method is not BudgetingMethod.OCCURRENCES:
        return Meter((Part(objective.name, _merged(by_member, objective), objective.allowed),))
    plain = [(member, member_objective(objective, member)) for member in objective.members]
    return Meter(
        tuple(
            Part(member.name, ledger_of(by_member[member.name], each), each.allowed, Fraction(member.weight))
            for member, each in plain
        )
    )


def _by_member(slices: Slices | Mapping[str, Slices], objective: Objective) -> Mapping[str, Slices]:
    names = {member.name for member in objective.members}
    given = {"one for all": slices} if isinstance(slices, Slices) else slices
    if set(given) != names:
        raise KaizenError(
            "slos.slices_members",
            objective=objective.name,
            members=", ".join(sorted(names)),
            given=", ".join(sorted(given)),
        )
    return given


def _merged(by_member: Mapping[str, Slices], objective: Objective) -> Ledger:
    """Slices of all members as one: bad if any is bad, or (RatioTimeslices) missing the weighted sum, up to 1."""
    scale = scale_of(objective)
    weighted = objective.method is BudgetingMethod.RATIO_TIMESLICES
    found: dict[int, tuple[int, int, int, int]] = {}
    for member in objective.members:
        columns = columns_of(by_member[member.name], member_objective(objective, member))
        weight = Fraction(member.weight) if weighted else Fraction(1)
        for slot, bad, events, total in zip(columns.slots, columns.bad, columns.events, columns.totals, strict=True):
            before = found.get(slot, (0, 0, 0, 0))
            missing = min(scale, before[0] + int(bad * weight))
            found[slot] = (missing, before[1] + events, before[2] + total, before[3] + 1)
    slots = sorted(found)
    absent_is_bad = objective.no_data is NoData.BAD
    all_there = len(objective.members)
    columns = Columns(
        slots,
        [scale if absent_is_bad and found[slot][3] < all_there else found[slot][0] for slot in slots],
        [scale] * len(slots),
        [found[slot][1] for slot in slots],
        [found[slot][2] for slot in slots],
    )
    minutes = set.intersection(*(set(each.minutes) for each in by_member.values()))
    return summed(columns, objective, sorted(minutes))
