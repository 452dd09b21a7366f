"""Replays Django migrations: keeps the models as Django does, and changes the tables as Django would."""

import hashlib
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field

import msgspec

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.facts import DjangoStep, Field
from kaizen.collect.inventory.schema.operations import AnyOperation, Column, QName

Key = tuple[str, str]
LONGEST_NAME = 63
USER = "AUTH_USER_MODEL"


@dataclass(slots=True)
class Model:
    """One model of the project's state: its options and fields."""

    app: str
    name: str
    fields: dict[str, Field] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> QName:
        """The table Django gives it."""
        return _qualified(self.options.get("db_table") or f"{self.app}_{self.name}")

    @property
    def has_table(self) -> bool:
        """Proxies, abstract and unmanaged models have none of their own."""
        options = self.options
        return not ("True" in (options.get("proxy"), options.get("abstract")) or options.get("managed") == "False")

    def joined(self, relation: Field) -> QName | None:
        """The table Django makes for a many-to-many field; None where another model is it."""
        if relation.kind != "many" or relation.through or not self.has_table:
            return None
        schema, table = self.table
        return _qualified(relation.table) if relation.table else (schema, _truncated(f"{table}_{relation.name}"))


def _qualified(name: str) -> QName:
    """A table name of Meta.db_table, where ``schema"."table`` is a known way to name a schema."""
    schema, separator, table = name.strip('"').partition('"."')
    return (schema, _truncated(table)) if separator else ("", _truncated(name.strip('"')))


def _truncated(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:4]
    return name[: LONGEST_NAME - 4] + digest


class Project:
    """Models of all apps; ``run`` changes the database, or nothing while only the state is moved."""

    def __init__(self, run: Callable[[tuple[AnyOperation, ...]], None]) -> None:
        self.run = run
        self.models: dict[Key, Model] = {}

    def step(self, app: str, step: DjangoStep) -> None:
        """Applies one operation of an app's migration."""
        if step.action == "SeparateDatabaseAndState":
            self._separate(app, step)
        elif step.action == "RunSQL":
            self._emit(step.operations)
            self._on_state_only(app, step.state)
        else:
            ACTIONS[step.action](self, app, step)

    def _separate(self, app: str, step: DjangoStep) -> None:
        kept = {key: _copied(model) for key, model in self.models.items()} if step.database else self.models
        for inner in step.database:
            self.step(app, inner)
        self.models = kept
        self._on_state_only(app, step.state)

    def _on_state_only(self, app: str, steps: tuple[DjangoStep, ...]) -> None:
        run, self.run = self.run, lambda operations: None
        for inner in steps:
            self.step(app, inner)
        self.run = run

    def _emit(self, operations: tuple[AnyOperation, ...]) -> None:
        self.run(operations)

    def model(self, app: str, name: str) -> Model | None:
        """A model by ``name`` or ``app.name``."""
        owner, _, short = name.rpartition(".")
        return self.models.get((owner.lower() or app, short.lower()))

    def create_model(self, app: str, step: DjangoStep) -> None:
        model = Model(app, step.model, {f.name: f for f in step.fields}, dict(step.options))
        self.models[(app, step.model)] = model
        if model.has_table:
            self._emit((self._table(model, step.line),))
            for relation in model.fields.values():
                self._emit(tuple(self._join(model, relation, relation.line)))

    def _table(self, model: Model, line: int) -> AnyOperation:
        columns = [self._column(model, f) for f in model.fields.values() if f.kind in ("column", "relation")]
        if not any(f.primary_key for f in model.fields.values()):
            columns.insert(0, Column("id", "bigint", nullable=False, primary_key=True))
        attributes: dict[str, bool | str] = {"model": f"{model.app}.{model.name}"}
        return op.CreateRelation(
            kind="table", name=model.table, columns=tuple(columns), attributes=attributes, line=line
        )

    def _join(self, model: Model, relation: Field, line: int) -> Iterator[AnyOperation]:
        name = model.joined(relation)
        if name is None:
            return
        target = self.model(model.app, relation.to)
        names = [model.name, target.name if target else relation.to.rpartition(".")[2]]
        if names[0] == names[1] or relation.to == "self":
            names = [f"from_{model.name}", f"to_{model.name}"]
        columns = [Column("id", "bigint", nullable=False, primary_key=True)]
        types = self._key_type(model), self._key_type(target)
        columns += [Column(f"{n}_id", t, nullable=False) for n, t in zip(names, types, strict=True)]
        attributes: dict[str, bool | str] = {"auto_created": True, "model": f"{model.app}.{model.name}"}
        yield op.CreateRelation(kind="table", name=name, columns=tuple(columns), attributes=attributes, line=line)

    def _column(self, model: Model, f: Field) -> Column:
        if f.kind != "relation":
            return Column(f.column, f.type, f.nullable, f.default, f.primary_key)
        target = model if f.to == "self" else self._user() if f.to == USER else self.model(model.app, f.to)
        return Column(f.column, self._key_type(target), f.nullable, f.default, f.primary_key)

    def _user(self) -> Model | None:
        return next((m for m in self.models.values() if m.options.get("swappable") == USER), None)

    def _key_type(self, model: Model | None, depth: int = 0) -> str:
        key = next((f for f in model.fields.values() if f.primary_key), None) if model else None
        if model and key and key.kind == "relation" and depth < 10:
            return self._key_type(self.model(model.app, key.to), depth + 1)
        return key.type if key else "bigint"

    def delete_model(self, app: str, step: DjangoStep) -> None:
        model = self.models.pop((app, step.model), None)
        if model and model.has_table:
            joined = [name for f in model.fields.values() if (name := model.joined(f))]
            self._emit((op.DropRelations(names=(*joined, model.table), cascade=True, line=step.line),))

    def rename_model(self, app: str, step: DjangoStep) -> None:
        model = self.models.pop((app, step.model), None)
        if not model:
            return
        self.models[(app, step.new)] = model
        before = copy(model)
        model.name = step.new
        old, new = f"{app}.{before.name}", f"{app}.{step.new}"
        for other in self.models.values():
            names = {old} | ({before.name} if other.app == app else set())
            for f in other.fields.values():
                if f.to in names or f.through in names:
                    other.fields[f.name] = msgspec.structs.replace(
                        f, to=new if f.to in names else f.to, through=new if f.through in names else f.through
                    )
        self._retabled(before, model, step.line)

    def alter_table(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        if model:
            before = copy(model)
            model.options = {**model.options, "db_table": step.new}
            self._retabled(before, model, step.line)

    def _retabled(self, before: Model, after: Model, line: int) -> None:
        if not before.has_table:
            return
        self._rename(before.table, after.table, line)
        for f in after.fields.values():
            old, new = before.joined(f), after.joined(f)
            if old and new:
                self._rename(old, new, line)

    def _rename(self, old: QName, new: QName, line: int) -> None:
        if old == new:
            return
        self._emit((op.RenameRelation(name=old, new=new[1], line=line),))
        if old[0] != new[0]:
            self._emit((op.MoveRelation(name=(old[0], new[1]), schema=new[0] or "public", line=line),))

    def alter_options(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        if model:
            kept = {name: value for name, value in model.options.items() if name not in ("managed",)}
            model.options = {**kept, **step.options}

    def add_order(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        if model and model.has_table:
            column = Column("_order", "integer", nullable=False)
            self._emit((op.AddColumn(table=model.table, column=column, line=step.line),))

    def add_field(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        if not model or not step.fields:
            return
        added = step.fields[0]
        model.fields[added.name] = added
        if not model.has_table:
            return
        if added.kind in ("column", "relation"):
            column = self._column(model, added)
            self._emit((op.AddColumn(table=model.table, column=column, line=step.line),))
        self._emit(tuple(self._join(model, added, step.line)))

    def remove_field(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        removed = model.fields.pop(step.name, None) if model else None
        if not model or not removed or not model.has_table:
            return
        joined = model.joined(removed)
        if joined:
            self._emit((op.DropRelations(names=(joined,), cascade=True, line=step.line),))
        elif removed.kind in ("column", "relation"):
            self._emit((op.DropColumn(table=model.table, column=removed.column, cascade=True, line=step.line),))

    def alter_field(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        if model and step.fields:
            self._replace(model, step.name, step.fields[0], step.line)

    def rename_field(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        old = model.fields.get(step.name) if model else None
        if not model or not old:
            return
        suffix = "_id" if old.kind == "relation" else ""
        column = step.new + suffix if old.column == step.name + suffix else old.column
        self._replace(model, step.name, msgspec.structs.replace(old, name=step.new, column=column), step.line)

    def _replace(self, model: Model, name: str, new: Field, line: int) -> None:
        old = model.fields.get(name)
        model.fields = {new.name if n == name else n: new if n == name else f for n, f in model.fields.items()}
        if not old or not model.has_table:
            return
        before, after = model.joined(old), model.joined(new)
        if before and after:
            self._rename(before, after, line)
        elif new.kind in ("column", "relation") and old.kind in ("column", "relation"):
            column = self._column(model, new)
            if old.column != new.column:
                self._emit((op.RenameColumn(table=model.table, column=old.column, new=new.column, line=line),))
            change = op.ChangeColumn(
                table=model.table, column=new.column, type=column.type, nullable=new.nullable, line=line
            )
            self._emit((change,))

    def remove_trigger(self, app: str, step: DjangoStep) -> None:
        model = self.models.get((app, step.model))
        if model:
            prefix = f"pgtrigger_{step.name}_"
            self._emit((op.DropTrigger(table=model.table, name=f"{prefix}*", line=step.line),))


def _copied(model: Model) -> Model:
    return Model(model.app, model.name, dict(model.fields), dict(model.options))


ACTIONS: dict[str, Callable[[Project, str, DjangoStep], None]] = {
    "CreateModel": Project.create_model,
    "CreatePartitionedModel": Project.create_model,
    "DeleteModel": Project.delete_model,
    "RenameModel": Project.rename_model,
    "AlterModelTable": Project.alter_table,
    "AlterModelOptions": Project.alter_options,
    "AlterOrderWithRespectTo": Project.add_order,
    "AddField": Project.add_field,
    "RemoveField": Project.remove_field,
    "AlterField": Project.alter_field,
    "RenameField": Project.rename_field,
    "RemoveTrigger": Project.remove_trigger,
}
