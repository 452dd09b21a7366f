"""What loop variables and parameters stand for where a call is made, without running anything."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from kaizen.collect.inventory.code.python_names import Module, Names
from kaizen.collect.sources.code import Call, Definition, Expr, Items, Nested, Pairs, Ref, Template, Value

Bound: TypeAlias = tuple[str, Value]
Environment: TypeAlias = Mapping[str, Bound]
NOTHING: dict[str, Bound] = {}
SUBSCRIPT = re.compile(r"(\w+)\[['\"](\w+)['\"]\]")
MOST = 200
MOST_STEPS = 2_000
DEEPEST = 4


class Bindings:
    """Follows loops over literal collections and the call sites of functions."""

    def __init__(self, names: Names, files: list[str]) -> None:
        self._names, self._files = names, files
        self._steps = 0
        self._sites: dict[str, list[tuple[Module, Call]]] | None = None

    def of(self, module: Module, call: Call, depth: int = 0) -> list[dict[str, Bound]]:
        """Each way the names in a call are bound; one empty environment where none is a variable we know."""
        self._steps = 1 if depth == 0 else self._steps + 1
        if self._steps > MOST_STEPS:
            return [NOTHING]
        used = set(_used(module, call))
        found = [NOTHING]
        for environments in (self._loop(module, call, used), self._parameters(module, call, used, depth)):
            if environments:
                found = [{**one, **other} for one in environments for other in found][:MOST]
        return found

    def look(self, environment: Environment, path: str, value: Value) -> Bound:
        """What a value means in an environment, and the file it stands in."""
        if isinstance(value, Expr) and (match := SUBSCRIPT.fullmatch(value.text)):
            return self._member(environment, match[1], match[2]) or (path, value)
        if not isinstance(value, Ref):
            return path, value
        head, _, rest = value.text.partition(".")
        if not rest:
            return environment.get(head, (path, value))
        return self._member(environment, head, rest) or (path, value)

    def text(self, environment: Environment, path: str, value: Value) -> str | None:
        """A value as text in an environment, None where it stays open."""
        if isinstance(value, Template) and environment:
            parts = [self._part(environment, path, part) for part in value.parts]
            return self._names.text(path, Template(tuple(parts)))
        return self._names.text(*self.look(environment, path, value))

    def _part(self, environment: Environment, path: str, part: str | Ref | Expr) -> str | Ref | Expr:
        where, value = self.look(environment, path, part)
        if value is part:
            return part
        text = self._names.text(where, value)
        return text if text is not None else part

    def _member(self, environment: Environment, head: str, rest: str) -> Bound | None:
        bound = environment.get(head)
        if bound is None:
            return None
        path, value = bound
        if isinstance(value, Ref):
            return path, Ref(f"{value.text}.{rest}")
        if isinstance(value, Pairs):
            return path, value.get(rest)
        call = self._names.modules[path].call_of(value)
        named = call.keyword(rest) if call is not None else None
        return (path, named) if named is not None else None

    def _loop(self, module: Module, call: Call, used: set[str]) -> list[dict[str, Bound]]:
        """One environment for each turn of the nearest loop whose variables the call uses."""
        for assignment in reversed(module.loops.get(call.scope, ())):
            variables = assignment.target.removeprefix("for ").split(",")
            if assignment.line <= call.line and not used.isdisjoint(variables):
                turns = self._turns(module, assignment.value)
                return [dict(zip(variables, turn, strict=False)) for turn in turns if turn][:MOST]
        return []

    def _turns(self, module: Module, value: Value) -> Iterator[list[Bound]]:
        call = module.call_of(value)
        if call is not None and call.callee.endswith((".items", ".values")):
            holder, _, verb = call.callee.rpartition(".")
            for path, key, item in self._names.pairs(module.path, Ref(holder)):
                yield [(path, key), (path, item)] if verb == "items" else [(path, item)]
            return
        if call is not None and call.args:
            value = call.args[0] if call.callee in {"reversed", "sorted", "list", "tuple", "set"} else value
        for path, item in self._names.items(module.path, value):
            if isinstance(item, Items):
                yield [(path, inner) for inner in item.values]
            else:
                yield [(path, item)]

    def _parameters(self, module: Module, call: Call, used: set[str], depth: int) -> list[dict[str, Bound]]:
        """One environment for each call of the function around, defaults filled in."""
        if call.scope < 0 or depth > DEEPEST:
            return []
        definition = module.facts.definitions[call.scope]
        wanted = {name for name, _ in definition.signature} & used - {"self", "cls"}
        if not wanted:
            return []
        defaults = {name: (module.path, value) for name, value in definition.signature if value is not None}
        found: list[dict[str, Bound]] = []
        for holder, site in self._calls_of(module, definition):
            for outer in self.of(holder, site, depth + 1):
                given = {name: self.look(outer, holder.path, value) for name, value in _given(definition, site)}
                bound = {name: place for name, place in {**defaults, **given}.items() if name in wanted}
                if bound not in found and len(found) < MOST:
                    found.append(bound)
        return found or [{name: defaults[name] for name in wanted if name in defaults}]

    def _calls_of(self, module: Module, definition: Definition) -> Iterator[tuple[Module, Call]]:
        if self._sites is None:
            self._sites = defaultdict(list)
            for path in self._files:
                for call in self._names.modules[path].facts.calls:
                    self._sites[call.callee.rsplit(".", 1)[-1]].append((self._names.modules[path], call))
        short = definition.name.rsplit(".", 1)[-1]
        method = definition.kind == "method"
        for holder, call in self._sites.get(short, ())[:MOST]:
            symbol = self._names.resolve(holder.path, call.callee)
            if (symbol.path, symbol.name) == (module.path, definition.name) or (
                method and holder.path == module.path and call.callee == f"self.{short}"
            ):
                yield holder, call


def _given(definition: Definition, call: Call) -> Iterator[tuple[str, Value]]:
    names = [name for name, _ in definition.signature]
    if names[:1] in (["self"], ["cls"]):
        names = names[1:]
    yield from zip(names, call.args, strict=False)
    yield from call.keywords


def _used(module: Module, call: Call, depth: int = 0) -> Iterator[str]:
    """Heads of the names in a call, those of nested calls included."""
    yield call.callee.partition(".")[0]
    for value in (*call.args, *(value for _, value in call.keywords)):
        yield from _heads(module, value, depth)


def _heads(module: Module, value: Value, depth: int) -> Iterator[str]:
    if isinstance(value, Ref):
        yield value.text.partition(".")[0]
    elif isinstance(value, Expr):
        yield value.text.partition("[")[0].partition(".")[0].strip("{")
    elif isinstance(value, Template | Items) and depth < DEEPEST:
        for part in value.parts if isinstance(value, Template) else value.values:
            yield from _heads(module, part, depth + 1)
    elif isinstance(value, Nested) and depth < DEEPEST:
        yield from _used(module, module.facts.calls[value.call], depth + 1)
