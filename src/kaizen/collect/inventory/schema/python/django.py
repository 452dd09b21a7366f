"""Django migrations: dependencies and operations of a file as facts."""

import re
from collections.abc import Callable, Iterator

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.facts import DjangoApp, DjangoFile, DjangoStep, Field
from kaizen.collect.inventory.schema.operations import AnyOperation, Problem
from kaizen.collect.inventory.schema.python.djangofields import field, model_name
from kaizen.collect.inventory.schema.python.interpreter import Module
from kaizen.collect.inventory.schema.python.sqltext import executed
from kaizen.collect.inventory.schema.python.values import Call, Env, Ref, TooLong, Value

NO_SCHEMA = re.compile(
    r"(Index|IndexConcurrently|Constraint|ConstraintNotValid|Extension|Managers|Together|Comment|Collation|Validate\w*"
    r"|Permissions|Data|Noop)$"
)
EXTENSIONS = frozenset(("CreateExtension", "AddRequiredExtension"))
KEPT_OPTIONS = ("db_table", "proxy", "managed", "swappable", "abstract")
Steps = Iterator[DjangoStep]


def read_migration(data: bytes) -> DjangoFile | None:
    """A migration file as facts; None for a Python file without a Migration class."""
    reading = _Reading(data)
    node = reading.module.classes.get("Migration")
    if node is None:
        return None
    env: Env = {}
    try:
        reading.module.block(node.child_by_field_name("body"), env)
        operations = env.get("operations")
        steps = tuple(reading.steps(operations))
        if not isinstance(operations, list) and operations is not None:
            reading.problems.append(Problem(node.start_point[0] + 1, "its list of operations is computed"))
    except TooLong:
        steps = ()
        reading.problems.append(Problem(1, "it does more than can be followed"))
    return DjangoFile(
        tuple(_pairs(env.get("dependencies"))),
        tuple(_pairs(env.get("run_before"))),
        tuple(_pairs(env.get("replaces"))),
        steps,
        tuple(reading.problems),
    )


def read_app(data: bytes) -> DjangoApp:
    """The label that an apps.py gives its app, "" where it gives none."""
    module = Module(data)
    for node in module.classes.values():
        env: Env = {}
        module.block(node.child_by_field_name("body"), env)
        label = env.get("label")
        if isinstance(label, str):
            return DjangoApp(str(label))
    return DjangoApp()


def _pairs(value: Value) -> Iterator[tuple[str, str]]:
    for item in value if isinstance(value, list) else []:
        if isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and isinstance(item[1], str):
            yield str(item[0]), str(item[1])


class _Reading:
    """Reads one file; SQL that its RunPython functions execute is collected while they are followed."""

    def __init__(self, data: bytes) -> None:
        self.module = Module(data, self._called)
        self.problems: list[Problem] = []
        self.ran: list[AnyOperation] | None = None
        self.executes = b".execute(" in data

    def _called(self, call: Call) -> None:
        if self.ran is not None and call.name == "execute" and call.receiver is not None:
            self._keep(executed(call.argument(0, "sql"), call.line), self.ran)

    def _keep(self, found: Iterator[AnyOperation | Problem], kept: list[AnyOperation]) -> None:
        for item in found:
            if isinstance(item, Problem):
                self.problems.append(item)
            else:
                kept.append(item)

    def steps(self, operations: Value) -> Steps:
        """Steps of a list of operations; what is not known becomes a problem."""
        for call in operations if isinstance(operations, list) else []:
            if isinstance(call, Call):
                yield from self._step(call)

    def _step(self, call: Call) -> Steps:
        name = call.name
        if name == "SeparateDatabaseAndState":
            yield DjangoStep(
                call.line,
                name,
                database=tuple(self.steps(call.argument(0, "database_operations"))),
                state=tuple(self.steps(call.argument(1, "state_operations"))),
            )
        elif name in ("RunSQL", "RunPython", "RunSQLIfExists") or name.endswith("RunPython"):
            yield from self._run(call)
        elif name in TRIGGERS:
            yield from TRIGGERS[name](call)
        else:
            known = next((title for title in STEPS if name.endswith(title)), None)
            if known:
                yield STEPS[known](call, known)
            elif not NO_SCHEMA.search(name) and name not in EXTENSIONS:
                self.problems.append(Problem(call.line, f"the operation {name} is not known"))

    def _run(self, call: Call) -> Steps:
        operations: list[AnyOperation] = []
        if call.name.endswith("RunPython"):
            self._follow(call.argument(0, "code"), operations)
        else:
            for sql in _statements(call.argument(0, "sql")):
                if isinstance(sql, Ref) and sql.last not in ("noop", "item"):
                    self.problems.append(Problem(call.line, f"its SQL ({sql.text}) is defined in another file"))
                self._keep(executed(sql, call.line), operations)
        state = tuple(self.steps(call.argument(2, "state_operations")))
        yield DjangoStep(call.line, "RunSQL", operations=tuple(operations), state=state)

    def _follow(self, code: Value, operations: list[AnyOperation]) -> None:
        if self.executes and isinstance(code, Ref) and code.text in self.module.functions:
            self.ran = operations
            self.module.run(code.text)
            self.ran = None


def _statements(value: Value) -> Iterator[Value]:
    """RunSQL takes a text, a list of texts, or a list of (text, parameters)."""
    for item in value if isinstance(value, list) else [value]:
        yield item[0] if isinstance(item, list) and item else item


def _name(call: Call, position: int, title: str) -> str:
    value = call.argument(position, title)
    return str(value) if isinstance(value, str) else ""


def _options(value: Value) -> dict[str, str]:
    found = value if isinstance(value, dict) else {}
    return {name: str(found[name]) for name in KEPT_OPTIONS if isinstance(found.get(name), (str, bool))}


def _fields(value: Value) -> Iterator[Field]:
    for item in value if isinstance(value, list) else []:
        if isinstance(item, list) and len(item) == 2 and isinstance(item[0], str):
            made = field(str(item[0]), item[1])
            if made:
                yield made


def _create_model(call: Call, action: str) -> DjangoStep:
    fields = tuple(_fields(call.argument(1, "fields")))
    options = _options(call.argument(2, "options"))
    return DjangoStep(call.line, action, _name(call, 0, "name").lower(), fields=fields, options=options)


def _on_model(call: Call, action: str) -> DjangoStep:
    options = _options(call.argument(1, "options"))
    model = model_name(call.argument(0, "name"))
    return DjangoStep(call.line, action, model, new=_name(call, 1, "table"), options=options)


def _rename_model(call: Call, action: str) -> DjangoStep:
    return DjangoStep(call.line, action, _name(call, 0, "old_name").lower(), new=_name(call, 1, "new_name").lower())


def _on_field(call: Call, action: str) -> DjangoStep:
    model, name = _name(call, 0, "model_name").lower(), _name(call, 1, "name")
    made = field(name, call.argument(2, "field"))
    return DjangoStep(call.line, action, model, name, fields=(made,) if made else ())


def _rename_field(call: Call, action: str) -> DjangoStep:
    model, old, new = (_name(call, place, title) for place, title in enumerate(("model_name", "old_name", "new_name")))
    return DjangoStep(call.line, action, model.lower(), old, new)


def _add_trigger(call: Call) -> Steps:
    """A trigger of django-pgtrigger, which comes with a function of its own."""
    compiled = call.keyword("trigger")
    sql = compiled.keyword("sql") if isinstance(compiled, Call) else None
    if isinstance(sql, Call):
        identity, table = sql.keyword("pgid"), sql.keyword("table")
        if isinstance(identity, str) and isinstance(table, str):
            own: op.QName = ("", str(identity))
            created: tuple[AnyOperation, ...] = (
                op.CreateRoutine(name=own, returns="trigger", language="plpgsql", line=call.line),
                op.CreateTrigger(table=("", str(table)), name=str(identity), function=own, line=call.line),
            )
            yield DjangoStep(call.line, "RunSQL", operations=created)


def _remove_trigger(call: Call) -> Steps:
    yield DjangoStep(call.line, "RemoveTrigger", _name(call, 0, "model_name").lower(), _name(call, 1, "name"))


TRIGGERS: dict[str, Callable[[Call], Steps]] = {"AddTrigger": _add_trigger, "RemoveTrigger": _remove_trigger}
STEPS: dict[str, Callable[[Call, str], DjangoStep]] = {
    "CreateModel": _create_model,
    "CreatePartitionedModel": _create_model,
    "DeleteModel": _on_model,
    "AlterModelTable": _on_model,
    "AlterModelOptions": _on_model,
    "RenameModel": _rename_model,
    "AddField": _on_field,
    "RemoveField": _on_field,
    "AlterField": _on_field,
    "RenameField": _rename_field,
    "AlterOrderWithRespectTo": _on_model,
}
