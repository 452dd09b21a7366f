"""Writes the generated pages of docs/reference from the code: make docs."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.pages import api, commands, errors, events, metrics, settings  # noqa: E402 - the folder is no package on its own

REFERENCE = ROOT / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "api.md": api.text,
    "commands.md": commands.text,
    "errors.md": errors.text,
    "events.md": events.text,
    "metrics.md": metrics.text,
    "openapi.json": api.description,
    "settings.md": settings.text,
}


def write_pages() -> list[str]:
    """Writes every page and returns the names of those that changed."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, make in PAGES.items():
        file, fresh = REFERENCE / name, make()
        if not file.is_file() or file.read_text(encoding="utf-8") != fresh:
            file.write_text(fresh, encoding="utf-8")
            changed.append(name)
    return changed


if __name__ == "__main__":
    written = write_pages()
    sys.stdout.write(f"written: {', '.join(written)}\n" if written else "every page is in step\n")
