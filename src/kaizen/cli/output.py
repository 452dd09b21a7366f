"""How commands speak: data to stdout, talk to stderr, plain columns that can be read without colour."""

import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from kaizen.kit.codecs import to_pretty_json
from kaizen.kit.progress import Progress

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, the same as the API's body.")


def emit_json(value: object) -> None:
    """Data as JSON on stdout."""
    click.echo(to_pretty_json(value))


def say(text: str) -> None:
    """A line of talk on stderr."""
    click.echo(text, err=True)


def table(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Aligned columns; numbers to the right; unknown values as a dash."""
    body = [[_cell(value) for value in row] for row in rows]
    numeric = [all(_is_number(row[column]) for row in body) for column in range(len(headers))]
    widths = [max(len(line[column]) for line in [list(headers), *body]) for column in range(len(headers))]
    lines = [_line(list(headers), widths, numeric), *(_line(row, widths, numeric) for row in body)]
    return "\n".join(lines)


def when(moment: datetime | None) -> str:
    """An instant for people: to the minute, in UTC, with the zone."""
    return "never" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def counted(number: int, noun: str) -> str:
    """A count with its noun in the right number."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class ProgressLine:
    """One line on stderr that tells how far long work is; silent where nobody watches."""

    def __init__(self) -> None:
        self.watched = sys.stderr.isatty()
        self.last = 0.0

    def __call__(self, progress: Progress) -> None:
        """Shows the progress, at most ten times a second."""
        now = time.monotonic()
        if not self.watched or now - self.last < 0.1:
            return
        self.last = now
        share = f" {progress.done}/{progress.total}" if progress.total else f" {progress.done}" if progress.done else ""
        left = f", {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
        sys.stderr.write(f"\r\x1b[2K{progress.step}{share}{left}")
        sys.stderr.flush()

    def close(self) -> None:
        """Removes the line."""
        if self.watched and self.last:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return when(value)
    return " ".join(str(value).split())


def _is_number(text: str) -> bool:
    return text == "-" or text.replace(".", "", 1).replace("%", "").lstrip("-").isdigit()


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    columns = zip(cells, widths, numeric, strict=True)
    return "  ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in columns).rstrip()
