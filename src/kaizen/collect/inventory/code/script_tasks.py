"""Background tasks and schedules of TypeScript and JavaScript: BullMQ, Nest, Inngest, Trigger.dev, cron libraries."""

from collections.abc import Iterator

from kaizen.collect.inventory.code.script_names import Script, ScriptNames
from kaizen.collect.inventory.model import Item, Kind
from kaizen.collect.sources.code import Call, Decorator, Items, Pairs, Ref, Value

QUEUES = frozenset({"bullmq", "bull"})
CRON_LIBRARIES = ("node-cron", "cron", "croner", "node-schedule")


def script_tasks(names: ScriptNames, files: list[str]) -> Iterator[Item]:
    """Tasks and schedules of all files that are not tests."""
    for path in files:
        script = names.scripts[path]
        for call in script.facts.calls:
            yield from _called(names, script, call)
        for definition in script.facts.definitions:
            for decorator in definition.decorators:
                name = definition.name.rsplit(".", 1)[-1]
                yield from _decorated(names, script, decorator, name, definition.line)


def _item(kind: Kind, script: Script, name: str, line: int, library: str, *, when: str = "") -> Item:
    attributes = {"library": library, "when": when} if when else {"library": library}
    return Item(kind, name, script.path, line, script.facts.language, {**attributes})


def _module(names: ScriptNames, script: Script, callee: str) -> str:
    return names.resolve(script.path, callee.removeprefix("new ").split(".")[0]).module


def _called(names: ScriptNames, script: Script, call: Call) -> Iterator[Item]:
    last = call.callee.rsplit(".", 1)[-1]
    first = names.text(script.path, call.args[0]) if call.args else None
    if last in {"Worker", "new Worker"} and _is_new(call) and _module(names, script, call.callee) in QUEUES and first:
        yield _item(Kind.TASK, script, first, call.line, "bullmq")
    elif last == "process" and (queue := _queue(names, script, call)) is not None:
        yield _item(Kind.TASK, script, first or queue, call.line, "bull")
    elif last in {"add", "upsertJobScheduler"} and first and len(call.args) > 1:
        yield from _repeated(names, script, call, first)
    elif last == "schedule" and first and _module(names, script, call.callee) in CRON_LIBRARIES:
        yield _item(Kind.SCHEDULE, script, _name(call.args[1:], first), call.line, "node-cron", when=first)
    elif last == "scheduleJob" and _module(names, script, call.callee) == "node-schedule" and call.args:
        named = len(call.args) > 1 and isinstance(call.args[1], str)
        title = (first or "job") if named else _name(call.args[1:], first or "job")
        when = str(call.args[1]) if named else first or ""
        yield _item(Kind.SCHEDULE, script, title, call.line, "node-schedule", when=when)
    elif call.callee in {"new CronJob", "new Cron"} and first and _module(names, script, call.callee) in CRON_LIBRARIES:
        yield _item(Kind.SCHEDULE, script, _name(call.args[1:], first), call.line, "cron", when=first)
    elif last == "define" and "agenda" in call.callee.lower() and first:
        yield _item(Kind.TASK, script, first, call.line, "agenda")
    elif last == "createFunction" and "inngest" in call.callee.lower() and call.args:
        yield from _inngest(script, call)
    elif last == "task" and _module(names, script, call.callee).startswith("@trigger.dev/") and call.args:
        options = call.args[0]
        name = options.get("id") if isinstance(options, Pairs) else None
        if isinstance(name, str):
            yield _item(Kind.TASK, script, name, call.line, "trigger.dev")
            cron = options.get("cron") if isinstance(options, Pairs) else None
            if cron is not None:
                yield _item(
                    Kind.SCHEDULE, script, name, call.line, "trigger.dev", when=cron if isinstance(cron, str) else ""
                )


def _is_new(call: Call) -> bool:
    return call.callee.startswith("new ")


def _queue(names: ScriptNames, script: Script, call: Call) -> str | None:
    """The name of the Bull queue whose ``process`` is called, None where it is none."""
    assigned = names.value(names.resolve(script.path, call.callee.rpartition(".")[0]))
    owner = names.scripts[assigned[0]] if assigned else None
    made = owner.call_of(assigned[1].value) if owner and assigned else None
    if owner is None or made is None or _module(names, owner, made.callee) not in QUEUES:
        return None
    return names.text(owner.path, made.args[0]) if made.args else None


def _repeated(names: ScriptNames, script: Script, call: Call, name: str) -> Iterator[Item]:
    """``queue.add(name, data, {repeat})`` and ``queue.upsertJobScheduler(name, {pattern})``."""
    options = call.args[-1] if call.callee.endswith(".add") else call.args[1]
    repeat = options.get("repeat") if isinstance(options, Pairs) and call.callee.endswith(".add") else options
    if isinstance(repeat, Pairs) and (call.callee.endswith(".upsertJobScheduler") or _queue(names, script, call)):
        moment = repeat.get("pattern") or repeat.get("cron") or repeat.get("every") or ""
        yield _item(Kind.SCHEDULE, script, name, call.line, "bullmq", when=str(moment))


def _name(args: tuple[Value, ...], fallback: str) -> str:
    declared = next((name for arg in args if isinstance(arg, Pairs) and isinstance(name := arg.get("name"), str)), None)
    if declared:
        return declared
    return next((arg.text.rsplit(".", 1)[-1] for arg in args if isinstance(arg, Ref)), fallback)


def _inngest(script: Script, call: Call) -> Iterator[Item]:
    options = call.args[0]
    if not isinstance(options, Pairs):
        return
    name = options.get("id") or options.get("name")
    if isinstance(name, str):
        yield _item(Kind.TASK, script, name, call.line, "inngest")
        triggers = call.args[1] if len(call.args) > 1 else options.get("triggers")
        entries = triggers.values if isinstance(triggers, Items) else (triggers,)
        crons = [entry.get("cron") for entry in entries if isinstance(entry, Pairs)]
        for cron in crons:
            if isinstance(cron, str):
                yield _item(Kind.SCHEDULE, script, name, call.line, "inngest", when=cron)


def _decorated(names: ScriptNames, script: Script, decorator: Decorator, name: str, line: int) -> Iterator[Item]:
    call = script.facts.calls[decorator.call] if decorator.call >= 0 else None
    module = _module(names, script, decorator.name)
    first = call.args[0] if call and call.args else None
    if module == "@nestjs/schedule" and decorator.name in {"Cron", "Interval", "Timeout"}:
        options = call.args[1] if call and len(call.args) > 1 else None
        declared = options.get("name") if isinstance(options, Pairs) else None
        when = first if isinstance(first, str) else first.text if isinstance(first, Ref) else ""
        yield _item(Kind.SCHEDULE, script, declared if isinstance(declared, str) else name, line, "nest", when=when)
    elif module in {"@nestjs/bull", "@nestjs/bullmq"} and decorator.name == "Processor":
        text = names.text(script.path, first.get("name") if isinstance(first, Pairs) else first)
        yield _item(Kind.TASK, script, text or name, line, "bullmq")
