"""errors.md: every error code, what it says and what each door makes of it."""

from collections.abc import Mapping
from itertools import groupby

from kaizen.api.problems import SPECIAL, STATUS
from kaizen.cli.errors import EXIT_CODES
from kaizen.kit.errors import Kind, all_codes
from tools.pages.words import page, prose

ABOUT = (
    "An error has a code that stays, a sentence (what and where) and a hint (what to do next). At the terminal it ends "
    "the command with the exit code; over HTTP it is a problem document (RFC 9457) with the status, `code`, `hint` "
    "and an `error_id` under which the log tells more. Words in braces are filled in."
)


def text() -> str:
    """The page."""
    concepts = groupby(sorted(all_codes().items()), key=lambda entry: entry[0].split(".")[0])
    sections = [f"## {concept}\n\n" + "\n\n".join(_entry(*each) for each in entries) for concept, entries in concepts]
    return page("Errors", ABOUT, *sections)


def _entry(code: str, entry: Mapping[str, str]) -> str:
    kind = Kind(entry["kind"])
    status = SPECIAL.get(code, STATUS[kind])
    lines = [f"### {code}", "", f"{kind.value.replace('_', ' ')}, exit code {EXIT_CODES[kind]}, HTTP {status}", ""]
    for language in ("en", "ru"):
        lines.append(f"- {prose(entry[language])} *{prose(entry[f'{language}_hint'])}*")
    return "\n".join(lines)
