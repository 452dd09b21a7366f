"""Identifiers: UUID version 7 (RFC 9562), which sort by the moment they were made, and fingerprints of texts."""

import hashlib
import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A fresh UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76 | (noise >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | noise & (2**62 - 1)
    return UUID(int=value)


def fingerprint(text: str) -> str:
    """A short name for a text that may hold a password: the same for the same text, and no way back."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
