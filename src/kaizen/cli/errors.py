"""What the terminal makes of an error: a sentence, a hint, an exit code."""

import locale
import os

import click

from kaizen.kit.errors import KaizenError, Kind, Language

DONE = 0
CHECK_SAYS_NO = 1
WRONG_USE_OR_BROKEN = 2

EXIT_CODES = dict.fromkeys(Kind, WRONG_USE_OR_BROKEN)


def report_error(error: KaizenError, language: Language) -> int:
    """Tells the error on stderr and returns the exit code."""
    label, hint = ("ошибка", "подсказка") if language == "ru" else ("error", "hint")
    click.echo(f"{label}: {error.sentence(language)}", err=True)
    click.echo(f"{hint}: {error.hint(language)}", err=True)
    return EXIT_CODES[error.kind]


def spoken_language(setting: str = "") -> Language:
    """The language of messages: the setting, else the locale's, else English."""
    chosen = setting or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not chosen:
        chosen = locale.getlocale()[0] or ""
    return "ru" if chosen.lower().startswith("ru") else "en"
