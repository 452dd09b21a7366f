"""Values that lie outside kaizen.yaml, and texts cleaned of them."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kaizen.collect.probes.model import Secret

LONGEST = 64 * 1024
SHOWN = 300
CREDENTIALS = re.compile(r"(://)[^/@\s]+@")


class MisconfiguredError(Exception):
    """The check cannot be made as it is configured; the message says why and holds no secret."""


class Secrets:
    """Reads secrets of one check and remembers them, so that no text of that check shows one."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self._known: set[str] = set()

    def value(self, secret: Secret) -> str:
        """The value; raises MisconfiguredError where it is not to be had."""
        text = self._from_environment(secret.env) if secret.env is not None else self._from_file(str(secret.file))
        if not text:
            raise MisconfiguredError(f"{secret.place} is empty")
        self._known |= _parts(text)
        return text

    def cleaned(self, text: str) -> str:
        """The text on one line, at most ``SHOWN`` characters, without any secret that was read."""
        return cleaned(text, self._known)

    def _from_environment(self, name: str) -> str:
        if name not in self.environment:
            raise MisconfiguredError(f"the environment variable {name} is not set where the check runs")
        return self.environment[name].strip()

    def _from_file(self, name: str) -> str:
        path = self.folder / Path(name).expanduser()
        try:
            with path.open("rb") as file:
                data = file.read(LONGEST + 1)
        except OSError as error:
            raise MisconfiguredError(f"the file {name} cannot be read: {error.strerror}") from error
        if len(data) > LONGEST:
            raise MisconfiguredError(f"the file {name} is larger than {LONGEST // 1024} KiB")
        try:
            return data.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            raise MisconfiguredError(f"the file {name} is not UTF-8 text") from error


def cleaned(text: str, secrets: Iterable[str] = ()) -> str:
    """The text on one line, at most ``SHOWN`` characters, without the secrets and without credentials in addresses."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    text = " ".join(CREDENTIALS.sub(r"\1***@", text).split())
    text = "".join(character for character in text if character.isprintable())
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def _parts(text: str) -> set[str]:
    """A secret as a whole, its words, and the password of an address, as written and decoded."""
    found = {text, *(word for word in text.split() if len(word) >= 6)}
    try:
        parts = urlsplit(text)
        password, query = parts.password, parts.query
    except ValueError:
        return found
    if password:
        found |= {password, unquote(password)}
    found |= {value for pair in query.split("&") if len(value := pair.partition("=")[2]) >= 6}
    return found
