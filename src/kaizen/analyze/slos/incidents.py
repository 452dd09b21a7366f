"""Known incidents from CSV: a name and the interval in which users were hurt."""

import csv
from datetime import UTC, datetime

from kaizen.analyze.slos.backtest import Incident
from kaizen.kit.errors import KaizenError

COLUMNS = ("name", "start", "end")


def read_incidents(text: str, file: str) -> list[Incident]:
    """Incidents from CSV with the columns name, start and end (ISO 8601, UTC where no zone is named).

    Raises KaizenError slos.incidents_* with the line.
    """
    rows = csv.reader(text.removeprefix("\ufeff").splitlines())
    names = [name.strip().lower() for name in next(rows, [])]
    if sorted(names) != sorted(COLUMNS):
        raise KaizenError("slos.incidents_columns", file=file, found=", ".join(names) or "nothing")
    return [_incident(dict(zip(names, row, strict=False)), file, line) for line, row in enumerate(rows, 2) if row]


def _incident(row: dict[str, str], file: str, line: int) -> Incident:
    try:
        start, end = (datetime.fromisoformat(row[key].strip()) for key in ("start", "end"))
    except (KeyError, ValueError) as error:
        raise KaizenError("slos.incidents_time", file=file, line=line) from error
    start, end = (each if each.tzinfo else each.replace(tzinfo=UTC) for each in (start, end))
    if end < start:
        raise KaizenError("slos.incidents_order", file=file, line=line)
    return Incident(row["name"].strip(), start.astimezone(UTC), end.astimezone(UTC))
