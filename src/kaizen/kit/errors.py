"""The one error of Kaizen: a kind, a stable code, a sentence and a hint, in English and Russian."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["en", "ru"]
CATALOGUE = Path(__file__).parent / "catalogue"


class Kind(StrEnum):
    """What sort of trouble it is; every door maps a kind to its own status, exit code or page."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    DENIED = "denied"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


class KaizenError(Exception):
    """Raised with a code of the catalogue (``<concept>.<what>``) and the values its sentences name.

    The sentence says what happened and where, the hint what to do next. An unknown code is a
    programming mistake and raises KeyError at once.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        entry = catalogue(code.split(".", 1)[0])[code]
        self.code = code
        self.kind = Kind(entry["kind"])
        self.values = values
        super().__init__(self.sentence())

    def sentence(self, language: Language = "en") -> str:
        return self._filled(language)

    def hint(self, language: Language = "en") -> str:
        return self._filled(f"{language}_hint")

    def _filled(self, field: str) -> str:
        return catalogue(self.code.split(".", 1)[0])[self.code][field].format_map(self.values)

    def __reduce__(self) -> Any:
        return _rebuilt, (self.code, self.values)


def _rebuilt(code: str, values: dict[str, object]) -> KaizenError:
    return KaizenError(code, **values)


@cache
def catalogue(concept: str) -> dict[str, dict[str, str]]:
    """Entries of ``catalogue/<concept>.toml`` by full code; raises KeyError where the concept has none."""
    file = CATALOGUE / f"{concept}.toml"
    if not file.is_file():
        raise KeyError(f"no error catalogue for {concept!r}: expected {file}")
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{concept}.{name}": entry for name, entry in entries.items()}


def all_codes() -> dict[str, dict[str, str]]:
    """Every entry of the whole catalogue by full code."""
    merged: dict[str, dict[str, str]] = {}
    for file in sorted(CATALOGUE.glob("*.toml")):
        merged |= catalogue(file.stem)
    return merged
