"""Owners by CODEOWNERS: the last pattern that matches a path wins."""

from kaizen.collect.sources import Matcher, matcher

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")


class Owners:
    """Answers who owns a path."""

    def __init__(self, text: str = "") -> None:
        self._rules: list[tuple[Matcher, str | None]] = []
        section = ""
        for line in text.splitlines():
            words = line.partition(" #")[0].replace("\\ ", "\0").split()
            if not words or words[0].startswith("#"):
                continue
            if words[0].startswith(("[", "^[")):
                section = " ".join(words[1:]) if words[0].endswith("]") else ""
                continue
            pattern = words[0].replace("\0", " ")
            owners = " ".join(words[1:]) or section
            self._rules.append((matcher(pattern, below=True), owners or None))

    def of(self, path: str) -> str | None:
        """Owners as written, separated by blanks; None where nobody is named."""
        return next((owner for test, owner in reversed(self._rules) if test(path)), None)
