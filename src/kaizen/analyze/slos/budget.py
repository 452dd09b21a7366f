"""How much budget a window has, how much of it is spent, and what that makes the objective."""

from dataclasses import dataclass
from fractions import Fraction

from kaizen.analyze.slos.exact import told
from kaizen.analyze.slos.forecast import Stretch
from kaizen.analyze.slos.meters import Meter, Part
from kaizen.analyze.slos.model import BudgetingMethod, Objective, State
from kaizen.analyze.slos.views import Budget


@dataclass(frozen=True, slots=True)
class Spending:
    """Budget and spending in budget units; ``known`` are the units measured so far."""

    known: Fraction
    total: Fraction
    spent: Fraction

    @property
    def exhausted(self) -> bool:
        """Whether something was spent and nothing is left."""
        return self.spent > 0 and self.spent >= self.total

    @property
    def ratio(self) -> Fraction | None:
        """Spent as a share of the total; None where something was spent of nothing."""
        if self.total:
            return self.spent / self.total
        return None if self.spent else Fraction(0)

    def view(self) -> Budget:
        """As it is told."""
        ratio = self.ratio
        remaining = told(self.total - self.spent)
        return Budget(told(self.total), told(self.spent), remaining, None if ratio is None else told(ratio))


def part_spending(part: Part, objective: Objective, stretch: Stretch) -> Spending:
    """What a part may spend and has spent in the window.

    The budget is the allowed share of what is known; in a calendar window, time slices still to come are part of it.
    """
    bad, known, _ = part.ledger.sums(stretch.start, stretch.now)
    units = part.ledger.units(known)
    ahead = 0 if objective.method is BudgetingMethod.OCCURRENCES else max(stretch.end - stretch.now, 0)
    return Spending(units, part.allowed * (units + ahead), part.ledger.units(bad))


def spending_of(meter: Meter, parts: list[Spending]) -> Spending:
    """The spending of the whole; of a composite in shares of its budget, where each part's share is weighted."""
    if meter.single is not None:
        return parts[0]
    known = sum((each.known for each in parts), Fraction(0))
    shares = ((part.weight, each) for part, each in zip(meter.parts, parts, strict=True) if each.known)
    spent = sum((weight * each.spent / each.total for weight, each in shares if each.total), Fraction(0))
    return Spending(known, Fraction(1), spent)


def state_of(spending: Spending, *, firing: bool, exhausts: bool) -> State:
    """Unknown without data; exhausted; at risk where an alert fires or the forecast ends inside the window."""
    if not spending.known:
        return State.UNKNOWN
    if spending.exhausted:
        return State.EXHAUSTED
    return State.AT_RISK if firing or exhausts else State.HEALTHY
