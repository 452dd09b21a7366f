"""Numbers as reports write them: a time with commas, a count with spaces, or nothing that can be trusted."""

import math
import re

_TIME = re.compile(r"[+]?[0-9]*[.,]?[0-9]+(?:[.,][0-9]*)*(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST = 1e9


def seconds(text: str | None) -> float | None:
    """Seconds, or None for what is missing, negative, not a number, not finite or not understood.

    With a point, commas separate thousands: ``1,234.5``. Without one, a single comma is the decimal mark.
    """
    if text is None or len(text) > 40:
        return None
    text = text.strip().removesuffix("s").rstrip()
    if not _TIME.fullmatch(text):
        return None
    if "." in text or text.count(",") > 1:
        text = text.replace(",", "")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value < _LONGEST else None


def count(text: str | None) -> int | None:
    """A whole number of at least 0, or None."""
    text = (text or "").strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
