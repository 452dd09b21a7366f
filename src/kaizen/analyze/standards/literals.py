"""What a text must hold for a pattern to match it, so that most patterns need not be tried on most texts."""

import re
from dataclasses import dataclass

SHORTEST = 3
FREE_SPACING = re.compile(r"\(\?[a-zA-Z-]*x")
ANY_CASE = re.compile(r"\(\?[a-zA-Z]*i")
TOKEN = re.compile(r"\\(.)|(\[\^?\]?(?:\\.|[^\]\\])*\])|([(){}*+?|.^$])|(.)", re.DOTALL)
KNOWN_CLASSES = frozenset("bBdDwWsSAznrt")
OPTIONAL = frozenset("*?{")


@dataclass(frozen=True, slots=True)
class Literals:
    """Texts of which at least one stands in everything a pattern matches; ``folded`` ones in any case."""

    texts: tuple[str, ...]
    folded: bool


def required_literals(pattern: str) -> Literals | None:
    """What a text must hold for the pattern to match; None where unsure.

    Only what is plainly literal outside of groups and classes is taken, the longest run of each alternative.
    """
    if FREE_SPACING.search(pattern):
        return None
    runs = _runs(pattern)
    if runs is None:
        return None
    longest = [max(alternative, key=len, default="") for alternative in runs]
    if min(map(len, longest)) < SHORTEST:
        return None
    folded = ANY_CASE.search(pattern) is not None
    return Literals(tuple(dict.fromkeys(each.casefold() if folded else each for each in longest)), folded)


def _runs(pattern: str) -> list[list[str]] | None:
    """Literal runs of each alternative at the top level; None for what is not understood."""
    alternatives: list[list[str]] = [[]]
    run, depth, counting = "", 0, False
    for escaped, members, sign, plain in TOKEN.findall(pattern):
        if (escaped.isalnum() and escaped not in KNOWN_CLASSES) or "[" in members[1:]:
            return None
        literal = plain or ("" if escaped.isalnum() else escaped)
        if counting:
            counting = sign != "}"
        elif literal:
            run += literal if depth == 0 else ""
        else:
            alternatives[-1].append(run[:-1] if sign in OPTIONAL else run)
            run = ""
            depth += (sign == "(") - (sign == ")")
            counting = sign == "{"
            if sign == "|" and depth == 0:
                alternatives.append([])
    alternatives[-1].append(run)
    return alternatives
