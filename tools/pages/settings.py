"""settings.md: every environment variable of Kaizen."""

from dataclasses import fields
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

from kaizen.kit.settings import PREFIX, Settings
from tools.pages.words import page, table

ABOUT = (
    "Kaizen reads its settings from environment variables. None must be set; an unknown or invalid one stops "
    "the start with its name and the fix."
)
KINDS = {str: "text", int: "whole number", float: "number", Path: "path", bool: "true or false"}


def text() -> str:
    """The page."""
    hints = get_type_hints(Settings, include_extras=True)
    rows = [
        (f"`{PREFIX}{each.name.upper()}`", about(each.name), _kind(get_args(hints[each.name])[0]), _shown(each.default))
        for each in fields(Settings)
    ]
    return page("Settings", ABOUT, table(("Variable", "What it sets", "Value", "Default"), rows))


def about(name: str) -> str:
    """What a setting's annotation says it is for; empty where it says nothing."""
    annotated = get_args(get_type_hints(Settings, include_extras=True)[name])
    return next((part for part in annotated[1:] if isinstance(part, str)), "")


def _kind(hint: object) -> str:
    if get_origin(hint) is Literal:
        return " or ".join(f"`{each}`" if each else "empty" for each in get_args(hint))
    return KINDS[hint] if isinstance(hint, type) else str(hint)


def _shown(default: object) -> str:
    return "empty" if default in ("", Path()) else f"`{default}`"
