"""Background tasks of Python: Celery, dramatiq, arq, huey, rq, taskiq, procrastinate."""

from collections.abc import Iterator

from kaizen.collect.inventory.code.python_names import Module, Names
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
NAMES = ("name", "actor_name", "task_name")


class Tasks:
    """Reads decorated functions and worker settings."""

    def __init__(self, names: Names, files: list[str]) -> None:
        self._names, self._files = names, files

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

    def library(self, module: Module, decorator: Decorator) -> str | None:
        """Which task library a decorator belongs to, None for any other decorator."""
        receiver, _, last = decorator.name.rpartition(".")
        if last not in METHODS:
            return None
        symbol = self._names.resolve(module.path, decorator.name)
        if symbol.outside and (known := LIBRARIES.get(symbol.outside.partition(".")[0])):
            return known
        if not receiver:
            return self._wrapped(symbol.path, symbol.name) if symbol.path else None
        owner = self._names.value(self._names.resolve(module.path, receiver))
        if owner:
            holder = self._names.modules[owner[0]]
            call = holder.call_of(owner[1].value)
            made = self._names.outside(holder.path, call.callee) if call else ""
            known = LIBRARIES.get(made.partition(".")[0])
            if known:
                return known
            return self._imports(holder) if call else None
        return self._imports(module)

    def _wrapped(self, path: str, name: str) -> str | None:
        """The library behind a decorator that the tree defines itself."""
        module = self._names.modules.get(path)
        if module is None:
            return None
        found = module.assigned.get(name)
        last = name.rsplit(".", 1)[-1]
        if found and isinstance(found[-1].value, Ref):
            return LIBRARIES.get(self._names.outside(path, found[-1].value.text).partition(".")[0])
        return self._imports(module) if last in {"actor", "task", "shared_task"} else None

    def _imports(self, module: Module) -> str | None:
        heads = (item.module.partition(".")[0] for item in module.facts.imports)
        return next((LIBRARIES[head] for head in heads if head in LIBRARIES), None)

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
        return next((text for text in texts if text), None)

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
            name = function.text.rsplit(".", 1)[-1]
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
