"""Keeps the first and the last part of a text that may be endless."""

from collections import deque
from hashlib import blake2s

OUTPUT_LIMIT = 16_384
MESSAGE_LIMIT = 2_000


def clipped(text: str, limit: int = OUTPUT_LIMIT) -> str:
    """The text itself, or its two ends with a line between them that says how much was left out."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n[{len(text) - 2 * half} characters left out]\n{text[-half:]}"


def shortened(name: str, limit: int = 500) -> str:
    """A name of at most ``limit`` characters; a fingerprint keeps two long names apart."""
    if len(name) <= limit:
        return name
    mark = blake2s(name.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return f"{name[: limit - len(mark) - 1]}~{mark}"


class Capture:
    """Collects pieces of text and holds at most ``limit`` characters of them: the head and the tail."""

    def __init__(self, limit: int = OUTPUT_LIMIT) -> None:
        self._half = limit // 2
        self._head: list[str] = []
        self._room = self._half
        self._tail: deque[str] = deque()
        self._held = 0
        self._seen = 0

    def add(self, piece: str) -> None:
        self._seen += len(piece)
        if self._room:
            self._head.append(piece[: self._room])
            piece = piece[self._room :]
            self._room -= len(self._head[-1])
        if piece:
            self._keep(piece[-self._half :])

    def _keep(self, piece: str) -> None:
        self._tail.append(piece)
        self._held += len(piece)
        while self._held - len(self._tail[0]) >= self._half:
            self._held -= len(self._tail.popleft())

    def text(self) -> str:
        tail = "".join(self._tail)[-self._half :]
        lost = self._seen - (self._half - self._room) - len(tail)
        gap = f"\n[{lost} characters left out]\n" if lost > 0 else ""
        return "".join(self._head) + gap + tail

    def clear(self) -> None:
        """Forgets everything, so that one object serves many cases."""
        self._head.clear()
        self._tail.clear()
        self._room, self._held, self._seen = self._half, 0, 0

    def __bool__(self) -> bool:
        return self._seen > 0
