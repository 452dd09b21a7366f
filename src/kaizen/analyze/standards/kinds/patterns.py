"""Forbidden and required patterns: all rules at once, in one pass over the facts of each file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kaizen.analyze.standards.indexes import GlobIndex, NameIndex
from kaizen.analyze.standards.kinds.spots import FileView, Spot, has_argument, has_values
from kaizen.analyze.standards.model import Each, ForbiddenPattern, Needs, RequiredPattern, Scalar
from kaizen.analyze.standards.scopes import FileScope
from kaizen.analyze.standards.verdict import Outcome, Violation

Complaint = Callable[[FileView, Spot], str | None]
"""What is wrong with a spot, or None."""


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """Something a rule looks for: where it applies, what it says, and where its violations go."""

    scope: FileScope
    imports: NameIndex[bool] | None
    complaint: Complaint
    outcome: Outcome


class PatternPlan:
    """Every pattern rule compiled into dictionaries by name: a fact costs one look-up however many there are."""

    def __init__(self) -> None:
        self._calls: NameIndex[Watch] = NameIndex()
        self._decorators: NameIndex[Watch] = NameIndex()
        self._imports: NameIndex[Watch] = NameIndex()
        self._definitions: GlobIndex[tuple[str, Watch]] = GlobIndex()
        self._files: list[Watch] = []

    def forbid(self, rule: ForbiddenPattern, scope: FileScope, outcome: Outcome) -> None:
        """Adds a rule about what must not occur in code."""
        imports = _index(rule.scope.imports)
        arguments = rule.match.arguments

        def calls(_: FileView, spot: Spot) -> str | None:
            return f"calls {spot.name}{_spelled(arguments)}" if has_values(spot.call, arguments) else None

        def decorates(_: FileView, spot: Spot) -> str | None:
            return f"uses the decorator {spot.name}" if has_values(spot.call, arguments) else None

        match = rule.match
        if match.calls:
            self._watch(match.calls, self._calls, Watch(scope, imports, calls, outcome))
        if match.decorators:
            self._watch(match.decorators, self._decorators, Watch(scope, imports, decorates, outcome))
        if match.imports:
            self._watch(match.imports, self._imports, Watch(scope, imports, _imports, outcome))
        if match.definitions:
            watch = Watch(scope, imports, _defines, outcome)
            self._watch_definitions(match.definitions, self._definitions, watch)

    def require(self, rule: RequiredPattern, scope: FileScope, outcome: Outcome) -> None:
        """Adds a rule about what must go with something."""
        watch = Watch(scope, _index(rule.scope.imports), _lack(rule.each, rule.needs), outcome)
        self._watch(rule.each.calls, self._calls, watch)
        self._watch(rule.each.decorators, self._decorators, watch)
        self._watch(rule.each.imports, self._imports, watch)
        self._watch_definitions(rule.each.definitions, self._definitions, watch)
        if rule.each.file:
            self._files.append(watch)

    @staticmethod
    def _watch_definitions(globs: Iterable[str], index: "GlobIndex[tuple[str, Watch]]", watch: Watch) -> None:
        """Globs such as ``class *Helper`` or ``get_*``: the kind, if any, goes with the watch."""
        for glob in globs:
            kind, _, name = glob.rpartition(" ")
            index.add(name, (kind, watch))

    @staticmethod
    def _watch(names: Iterable[str], index: NameIndex[Watch], watch: Watch) -> None:
        for name in names:
            index.add(name, watch)

    def look(self, view: FileView) -> None:
        """Asks every watch about one file."""
        real = view.bindings.real
        for module, line in view.bindings.modules if self._imports else ():
            for watch in self._imports.find_module(module):
                _ask(watch, view, Spot(module, line))
        for call in view.facts.calls if self._calls else ():
            name = real(call.callee)
            for watch in self._calls.find(name):
                _ask(watch, view, Spot(name, call.line, call.scope, call))
        for definition in view.facts.definitions:
            for decorator in definition.decorators if self._decorators else ():
                name = real(decorator.name)
                used = view.facts.calls[decorator.call] if decorator.call >= 0 else None
                for watch in self._decorators.find(name):
                    _ask(watch, view, Spot(name, decorator.line, definition.scope, used, definition))
            for kind, watch in self._definitions.find(definition.name.rpartition(".")[2]):
                if kind in {"", definition.kind}:
                    name = f"{definition.kind} {definition.name}"
                    _ask(watch, view, Spot(name, definition.line, definition.scope, definition=definition))
        for watch in self._files:
            _ask(watch, view, Spot("", None))


def _imports(_: FileView, spot: Spot) -> str:
    return f"imports {spot.name}"


def _defines(_: FileView, spot: Spot) -> str:
    return f"defines {spot.name}"


def _ask(watch: Watch, view: FileView, spot: Spot) -> None:
    if not watch.scope.covers(view.path):
        return
    if watch.imports is not None and not any(watch.imports.find_module(name) for name in view.imported):
        return
    message = watch.complaint(view, spot)
    if message is None:
        return
    anchor = "" if spot.line is None else None
    watch.outcome.add(
        Violation(view.path, spot.line, message.replace("?.", ""), anchor, context=view.context(spot.scope))
    )


def _lack(each: Each, needs: Needs) -> Complaint:
    """What is said of a spot that lacks what it needs, prepared once for a rule."""
    verb = "calls" if each.calls else "uses the decorator" if each.decorators else "imports" if each.imports else ""
    missing = " or ".join(needs.argument or needs.decorators or needs.calls or needs.imports)
    wanted = _index(needs.decorators or needs.calls or needs.imports) or NameIndex()

    def lack(view: FileView, spot: Spot) -> str | None:
        if needs.argument:
            held = has_argument(spot.call, needs.argument)
        elif needs.decorators:
            marks = spot.definition.decorators if spot.definition else ()
            held = any(wanted.find(view.bindings.real(mark.name)) for mark in marks)
        elif needs.calls:
            held = any(wanted.find(name) for name in view.called)
        else:
            held = any(wanted.find_module(name) for name in view.imported)
        if held:
            return None
        what = f"{verb} {spot.name}".strip()
        if needs.argument or needs.decorators:
            return f"{what} without {missing}"
        return f"{what} but never {'calls' if needs.calls else 'imports'} {missing}".removeprefix("but ")

    return lack


def _index(names: Sequence[str]) -> NameIndex[bool] | None:
    if not names:
        return None
    index: NameIndex[bool] = NameIndex()
    for name in names:
        index.add(name, True)
    return index


def _spelled(arguments: dict[str, Scalar]) -> str:
    return " with " + ", ".join(f"{name}={value}" for name, value in arguments.items()) if arguments else ""
