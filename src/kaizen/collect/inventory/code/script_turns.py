"""What loop variables of scripts stand for: ``for (const r of routes)`` and ``routes.forEach((r) => ...)``."""

from collections.abc import Mapping
from typing import TypeAlias

from kaizen.collect.inventory.code.script_names import Script, ScriptNames
from kaizen.collect.sources.code import Call, Items, Pairs, Ref, Value

Bound: TypeAlias = tuple[str, Value]
Turn: TypeAlias = Mapping[str, Bound]
EACH = (".forEach", ".map")
MOST = 200


def turns(names: ScriptNames, script: Script, call: Call) -> list[Turn]:
    """One mapping of names to values for each turn of the loop around a call; one empty where there is none."""
    within = script.facts.calls[call.within] if call.within >= 0 else None
    listed: Value = None
    variable = ""
    if within is not None and within.callee.endswith(EACH):
        listed = Ref(within.callee.rpartition(".")[0])
        if within.callee.startswith("Object.entries"):
            return [{}]
    else:
        loops = [loop for loop in script.loops if loop.scope == call.scope and loop.line <= call.line]
        if loops:
            listed, variable = loops[-1].value, loops[-1].target.removeprefix("for ")
    entries = names.items(script.path, listed) if listed is not None else []
    return [_turn(names, path, value, variable) for path, value in entries[:MOST]] or [{}]


def _turn(names: ScriptNames, path: str, value: Value, variable: str) -> Turn:
    """``*`` is the entry itself; its parts are bound by their own names and by ``variable.name``."""
    path, value = names.literal(path, value) if not isinstance(value, Ref) else (path, value)
    turn: dict[str, Bound] = {"*": (path, value)}
    if isinstance(value, Pairs):
        turn.update({key: (path, item) for key, item in value.items if isinstance(key, str)})
    if isinstance(value, Items) and variable.startswith("["):
        turn.update(
            {name: (path, item) for name, item in zip(variable.strip("[]").split(","), value.values, strict=False)}
        )
    if variable.isidentifier():
        turn[variable] = (path, value)
    return turn


def look(names: ScriptNames, script: Script, turn: Turn, value: Value) -> Bound:
    """What an argument means in a turn; names the file binds itself stay what they are."""
    if not turn or not isinstance(value, Ref):
        return script.path, value
    head, _, rest = value.text.partition(".")
    if head in script.imports or (head in script.assigned and head not in turn):
        return script.path, value
    if rest:
        return turn.get(rest.partition(".")[0], (script.path, value))
    return turn.get(head) or turn["*"]
