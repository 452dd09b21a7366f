"""The runners that can be started, one file each; an adapter is loaded when a suite needs it."""

from importlib import import_module
from typing import cast

from kaizen.collect.testruns.model import Runner
from kaizen.collect.testruns.runners.plan import Adapter

_ALIASES = {
    "node --test": Runner.NODE,
    "node:test": Runner.NODE,
    "go test": Runner.GO,
    "cargo test": Runner.CARGO,
    "deno test": Runner.DENO,
    "pg_prove": Runner.PGTAP,
    "@playwright/test": Runner.PLAYWRIGHT,
}


def adapter_for(name: str) -> Adapter | None:
    """The adapter of a runner by the name that the inventory gives it, or None for one that Kaizen cannot start."""
    runner = runner_of(name)
    if runner is None:
        return None
    module = import_module(f"{__name__}.{runner.value}")
    return cast("Adapter", getattr(module, runner.value.capitalize())())


def runner_of(name: str) -> Runner | None:
    """The runner that a name means, or None."""
    plain = name.strip().lower()
    if plain in _ALIASES:
        return _ALIASES[plain]
    return Runner(plain) if plain in Runner.__members__.values() else None
