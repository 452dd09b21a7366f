"""Background tasks of Python: Celery, dramatiq, arq, huey, rq, taskiq, procrastinate."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.code.python_names import Module, Names, Symbol
from kaizen.collect.inventory.model import Item, Kind
from kaizen.collect.sources.code import Call, Decorator, Definition, Ref, Value

LIBRARIES = {
    "celery": "celery", "dramatiq": "dramatiq", "huey": "huey", "rq": "rq", "django_rq": "rq", "taskiq": "taskiq",
    "procrastinate": "procrastinate", "django_tasks": "django", "arq": "arq", "repid": "repid", "saq": "saq",
    "streaq": "streaq", "background_task": "django-background-tasks",
}  # fmt: skip
METHODS = frozenset(
    {"task", "actor", "shared_task", "periodic_task", "db_task", "db_periodic_task", "job", "background"}
)
PERIODIC = frozenset({"cron_trigger", "periodic", "cron", "crontab", "schedule", "run_every"})
DEEPEST = 6
GENERIC = re.compile(r"dramatiq\.(\w+\.)*GenericActor")
NAMES = ("name", "actor_name", "task_name")


class Tasks:
    """Reads decorated functions and worker settings."""

    def __init__(self, names: Names, files: list[str]) -> None:
        self._names, self._files = names, files
        self._asked: dict[tuple[str, str], str | None] = {}

    def items(self) -> Iterator[Item]:
        """One task for each decorated function, and a schedule where its decorator says when it runs."""
        for path in self._files:
            module = self._names.modules[path]
            for definition in module.facts.definitions:
                for decorator in definition.decorators:
                    library = self.library(module, decorator)
                    if library:
                        yield from self._task(module, definition, decorator, library)
                        break
            yield from self._arq(module)
            yield from self._registered(module)
            yield from self._generic(module)

    def library(self, module: Module, decorator: Decorator) -> str | None:
        """Which task library a decorator belongs to, None for any other decorator."""
        return self._library(module, decorator.name, 0)

    def _library(self, module: Module, name: str, depth: int) -> str | None:
        """Each name is asked once, so that functions returning each other cost no more than their number."""
        key = (module.path, name)
        if key not in self._asked:
            self._asked[key] = None
            self._asked[key] = self._found(module, name, depth)
        return self._asked[key]

    def _found(self, module: Module, name: str, depth: int) -> str | None:
        symbol = self._names.resolve(module.path, name)
        if symbol.outside and symbol.outside.rsplit(".", 1)[-1] in METHODS and (known := _family(symbol.outside)):
            return known
        found = self._names.definition(symbol) if depth < DEEPEST else None
        if found is not None and found[1].kind == "function":
            return self._wrapped(found[0], found[2], depth)
        receiver, _, last = name.rpartition(".")
        if last not in METHODS or not receiver:
            return self._renamed(symbol, depth)
        return self._received(module, name, depth)

    def _received(self, module: Module, name: str, depth: int) -> str | None:
        """The library of the object before the last dot; where nobody knows it, the one the file imports."""
        receiver, _, last = name.rpartition(".")
        owner = self._names.value(self._names.resolve(module.path, receiver))
        if owner is None:
            return self._imports(module)
        holder, value = self._names.modules[owner[0]], owner[1].value
        if isinstance(value, Ref) and depth < DEEPEST and not name.startswith(f"{value.text}."):
            return self._library(holder, f"{value.text}.{last}", depth + 1)
        call = holder.call_of(value)
        return (self._instance(holder, call, depth) or self._imports(holder)) if call else None

    def _renamed(self, symbol: Symbol, depth: int) -> str | None:
        """``task = app.task``: the decorator under another name."""
        assigned = self._names.value(symbol)
        if assigned is None or not isinstance(assigned[1].value, Ref) or depth > DEEPEST:
            return None
        return self._library(self._names.modules[assigned[0]], assigned[1].value.text, depth + 1)

    def _instance(self, module: Module, call: Call, depth: int) -> str | None:
        """The library of an object: made by its class, by a subclass of the tree, or by a function of the tree."""
        symbol = self._names.resolve(module.path, call.callee)
        if symbol.outside or depth > DEEPEST:
            return _family(symbol.outside)
        found = self._names.definition(symbol)
        if found is None:
            return None
        owner, definition, index = found
        if definition.kind == "class":
            bases = (base for base in self._names.ancestors(symbol) if isinstance(base, str))
            return next((known for base in bases if (known := _family(base))), None)
        made = (self._call_of(owner, value) for value in owner.returns.get(index, ()))
        return next((known for one in made if one and (known := self._instance(owner, one, depth + 1))), None)

    def _call_of(self, module: Module, value: Value) -> Call | None:
        """The call behind a returned value or the variable it stands in."""
        if isinstance(value, Ref):
            assigned = self._names.value(Symbol(module.path, value.text))
            value = assigned[1].value if assigned else None
        return module.call_of(value)

    def _wrapped(self, module: Module, index: int, depth: int) -> str | None:
        """The library behind a function of the tree that returns a decorator or what one makes."""
        within = {index}
        for at, definition in enumerate(module.facts.definitions):
            if definition.scope in within:
                within.add(at)
        for at in sorted(within):
            for value in module.returns.get(at, ()):
                call = self._call_of(module, value)
                while call is not None and call.callee == "()" and call.receiver >= 0:
                    call = module.facts.calls[call.receiver]
                name = call.callee if call else value.text if isinstance(value, Ref) else ""
                if name and (known := self._library(module, name, depth + 1)):
                    return known
        last = module.facts.definitions[index].name.rsplit(".", 1)[-1]
        return self._imports(module) if last in {"actor", "task", "shared_task"} else None

    def _imports(self, module: Module) -> str | None:
        found = (_family(item.module) for item in module.facts.imports)
        return next((known for known in found if known), None)

    def _task(self, module: Module, definition: Definition, decorator: Decorator, library: str) -> Iterator[Item]:
        call = module.facts.calls[decorator.call] if decorator.call >= 0 else None
        function = definition.name.rsplit(".", 1)[-1]
        name = self._declared(module, call) or function
        attributes = {"library": library, "function": function}
        yield Item(Kind.TASK, name, module.path, definition.line, "python", {**attributes})
        moments = [key for key, _ in call.keywords if key in PERIODIC] if call else []
        if moments or "periodic_task" in decorator.name:
            yield Item(Kind.SCHEDULE, name, module.path, definition.line, "python", {**attributes, "task": name})

    def _declared(self, module: Module, call: Call | None) -> str | None:
        if call is None:
            return None
        texts = (self._names.text(module.path, call.keyword(keyword)) for keyword in NAMES)
        return next((text for text in texts if text and "{" not in text), None)

    def _arq(self, module: Module) -> Iterator[Item]:
        """Functions that an arq ``WorkerSettings`` lists."""
        for index, definition in enumerate(module.facts.definitions):
            listed = module.attributes.get(index, {}).get("functions") if definition.kind == "class" else None
            if listed is not None and definition.name.endswith("WorkerSettings"):
                for path, value in self._names.items(module.path, listed.value):
                    yield from self._listed(path, value, listed.line)

    def _listed(self, path: str, value: Value, line: int) -> Iterator[Item]:
        call = self._names.modules[path].call_of(value)
        function = call.args[0] if call and call.args else value
        if isinstance(function, Ref):
            found = self._names.definition(self._names.resolve(path, function.text))
            where, at = (found[0].path, found[1].line) if found else (path, line)
            declared = self._names.text(path, call.keyword("name")) if call else None
            name = declared or function.text.rsplit(".", 1)[-1]
            yield Item(Kind.TASK, name, where, at, "python", {"library": "arq", "function": name})

    def _registered(self, module: Module) -> Iterator[Item]:
        """Celery's class tasks: ``app.register_task(Import())``."""
        for call in module.facts.calls:
            if not call.callee.endswith(".register_task") or not call.args:
                continue
            made = module.call_of(call.args[0])
            name = made.callee if made else call.args[0].text if isinstance(call.args[0], Ref) else ""
            found = self._names.definition(self._names.resolve(module.path, name)) if name else None
            if found and found[1].kind == "class":
                owner, definition, index = found
                assigned = owner.attributes.get(index, {}).get("name")
                declared = self._names.text(owner.path, assigned.value) if assigned else None
                attributes = {"library": "celery", "function": definition.name}
                yield Item(
                    Kind.TASK, declared or definition.name, owner.path, definition.line, "python", {**attributes}
                )

    def _generic(self, module: Module) -> Iterator[Item]:
        """dramatiq's class actors, abstract ones left out."""
        for index, definition in enumerate(module.facts.definitions):
            if definition.kind != "class" or not any(base.endswith("Actor") for base in definition.bases):
                continue
            ancestors = self._names.ancestors(Symbol(module.path, definition.name))
            if not any(isinstance(base, str) and GENERIC.fullmatch(base) for base in ancestors):
                continue
            meta = module.definitions.get(f"{definition.name}.Meta", index)
            settings = module.attributes.get(meta, {}) if meta != index else {}
            if "abstract" not in settings:
                named = settings.get("actor_name")
                declared = self._names.text(module.path, named.value) if named else None
                attributes = {"library": "dramatiq", "function": definition.name}
                name = declared or definition.name
                yield Item(Kind.TASK, name, module.path, definition.line, "python", {**attributes})


def _family(outside: str) -> str | None:
    """The task library of a dotted outside name."""
    head = outside.partition(".")[0]
    return LIBRARIES.get(head) or ("taskiq" if head.startswith("taskiq_") else None)
