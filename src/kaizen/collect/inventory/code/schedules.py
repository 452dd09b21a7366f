"""Schedules of Python: Celery beat, periodic registrations, APScheduler, arq, schedule and repeated functions."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.code.python_names import Module, Names
from kaizen.collect.inventory.model import Item, Kind
from kaizen.collect.sources.code import Call, Definition, Expr, Nested, Pairs, Ref, Value

TABLES = frozenset({"beat_schedule", "CELERY_BEAT_SCHEDULE", "CELERYBEAT_SCHEDULE", "BEAT_SCHEDULE"})
CONFIGURED = re.compile(r"[\w.]*conf\w*\[['\"](\w+)['\"]\]")
NAMES = ("name", "actor_name", "task_name")
REPEATED = frozenset({"scheduled_job", "repeat_every", "repeat_at", "crontab", "periodic", "cron"})
FAMILIES = ("apscheduler", "celery", "arq", "fastapi_utils", "fastapi_utilities", "aiocron", "rocketry",
    "procrastinate",
            "dramatiq_crontab", "flask_apscheduler", "rq_scheduler", "saq", "django_q", "fastapi_crons")  # fmt: skip


class Schedules:
    """Reads tables, registrations and decorators that say when something runs."""

    def __init__(self, names: Names, files: list[str]) -> None:
        self._names, self._files = names, files

    def items(self) -> Iterator[Item]:
        """One schedule for each entry."""
        for path in self._files:
            module = self._names.modules[path]
            yield from self._tables(module)
            for call in module.facts.calls:
                yield from self._called(module, call)
            yield from self._decorated(module)

    def _tables(self, module: Module) -> Iterator[Item]:
        for assignment in module.facts.assignments:
            target = assignment.target
            if target.rsplit(".", 1)[-1] in TABLES or ((match := CONFIGURED.fullmatch(target)) and match[1] in TABLES):
                yield from self._entries(module, assignment.value, assignment.line)
            elif target.endswith(("']", '"]')) and target.split("[")[0].rsplit(".", 1)[-1] in TABLES:
                name = target.rsplit("[", 1)[-1].strip("[]'\"")
                yield self._beat(module, name, assignment.value, assignment.line)

    def _entries(self, module: Module, value: Value, line: int) -> Iterator[Item]:
        for path, key, entry in self._names.pairs(module.path, value):
            name = self._names.text(path, key)
            if name:
                yield self._beat(self._names.modules[path], name, entry, line)

    def _beat(self, module: Module, name: str, entry: Value, line: int) -> Item:
        fields = {key: value for _, key, value in self._names.pairs(module.path, entry) if isinstance(key, str)}
        task = self._names.text(module.path, fields.get("task"))
        when = fields.get("schedule")
        call = module.call_of(when)
        attributes = {"library": "celery", "task": task or "", "when": _when(module, when)}
        return Item(Kind.SCHEDULE, name, module.path, call.line if call else line, "python", {**attributes})

    def _called(self, module: Module, call: Call) -> Iterator[Item]:
        last = call.callee.rsplit(".", 1)[-1]
        if last == "update" and call.callee.split(".")[-2:-1] == ["conf"]:
            yield from self._entries(module, call.keyword("beat_schedule"), call.line)
            for path, key, value in self._names.pairs(module.path, call.args[0]) if call.args else ():
                if key in TABLES:
                    yield from self._entries(self._names.modules[path], value, call.line)
        elif last == "update" and call.callee.split(".")[-2] in TABLES and call.args:
            yield from self._entries(module, call.args[0], call.line)
        elif last == "Celery":
            yield from self._entries(module, call.keyword("beat_schedule"), call.line)
        elif last == "add_periodic_task" and len(call.args) > 1:
            yield self._item(module, call, call.args[1], "celery", call.args[0])
        elif last == "add_job" and self._scheduling(module, call.callee):
            target = call.args[0] if call.args else call.keyword("func")
            if len(call.args) > 1 or call.keyword("trigger") is not None:
                yield self._item(module, call, target, "apscheduler", call.keyword("trigger"))
        elif (
            call.callee.startswith("().")
            and last == "do"
            and call.args
            and self._base(module, call).startswith(("schedule.every", "every"))
        ):
            yield self._item(module, call, call.args[0], "schedule", None)
        elif last == "cron" and call.args and self._names.outside(module.path, call.callee).startswith("arq"):
            yield self._item(module, call, call.args[0], "arq", None)

    def _scheduling(self, module: Module, callee: str) -> bool:
        known = any(item.module.partition(".")[0] in FAMILIES for item in module.facts.imports)
        return known or "scheduler" in callee.lower()

    def _base(self, module: Module, call: Call) -> str:
        while call.receiver >= 0:
            call = module.facts.calls[call.receiver]
        return call.callee

    def _item(self, module: Module, call: Call, target: Value, library: str, when: Value) -> Item:
        inner = module.call_of(target)
        function = (
            inner.callee
            if inner
            else target.text
            if isinstance(target, Ref)
            else target
            if isinstance(target, str)
            else ""
        )
        for suffix in (".s", ".si", ".signature"):
            function = function.removesuffix(suffix)
        declared = next(
            (text for key in ("name", "id") if (text := self._names.text(module.path, call.keyword(key)))), ""
        )
        short = function.rsplit(".", 1)[-1].rsplit(":", 1)[-1]
        attributes = {"library": library, "task": short, "when": _when(module, when)}
        return Item(Kind.SCHEDULE, declared or short or "schedule", module.path, call.line, "python", {**attributes})

    def _decorated(self, module: Module) -> Iterator[Item]:
        for definition in module.facts.definitions:
            for decorator in definition.decorators:
                if decorator.call < 0:
                    continue
                full = self._names.outside(module.path, decorator.name)
                if (full or decorator.name).rsplit(".", 1)[-1] not in REPEATED:
                    continue
                call = module.facts.calls[decorator.call]
                outside = full.partition(".")[0]
                if outside in FAMILIES or self._scheduling(module, decorator.name):
                    function = definition.name.rsplit(".", 1)[-1]
                    declared = self._declared(module, definition, call) or function
                    attributes = {
                        "library": outside or "scheduler",
                        "task": function,
                        "when": _when(module, None, call),
                    }
                    yield Item(Kind.SCHEDULE, declared, module.path, definition.line, "python", {**attributes})

    def _declared(self, module: Module, definition: Definition, call: Call) -> str | None:
        """The id of a schedule, or the name its function has as a task."""
        own = self._names.text(module.path, call.keyword("id"))
        calls = [module.facts.calls[decorator.call] for decorator in definition.decorators if decorator.call >= 0]
        named = (self._names.text(module.path, call.keyword(key)) for call in calls for key in NAMES)
        return own or next((text for text in named if text), None)


def _when(module: Module, value: Value, call: Call | None = None) -> str:
    """A short text of the moment, such as ``crontab(hour=3, minute=0)``."""
    call = call or module.call_of(value)
    if call is not None:
        words = [_word(arg) for arg in call.args] + [f"{key}={_word(arg)}" for key, arg in call.keywords]
        return f"{call.callee.rsplit('.', 1)[-1]}({', '.join(words)})"
    return _word(value) if value is not None else ""


def _word(value: Value) -> str:
    if isinstance(value, Ref | Expr):
        return value.text
    return "..." if isinstance(value, Nested | Pairs) else str(value)
