"""CREATE, DROP and ALTER of functions, procedures, aggregates and triggers in PostgreSQL's parse tree."""

from collections.abc import Iterator

from kaizen.collect.inventory.schema.operations import (
    AnyOperation,
    ChangeRoutine,
    CreateRoutine,
    CreateTrigger,
    DropRoutine,
    QName,
)
from kaizen.collect.inventory.schema.sql.tables import relation_name
from kaizen.collect.inventory.schema.sql.types import Node, names, printed, qualified

OUTPUT = frozenset(("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"))


def create_function(node: Node, line: int) -> Iterator[AnyOperation]:
    """CreateFunctionStmt of a function or a procedure."""
    returns = node.get("returnType")
    options = {item["DefElem"]["defname"]: item["DefElem"].get("arg", {}) for item in node.get("options", [])}
    yield CreateRoutine(
        name=qualified(names(node["funcname"])),
        arguments=inputs(node.get("parameters", [])),
        routine="procedure" if node.get("is_procedure") else "function",
        returns=("setof " if returns.get("setof") else "") + printed(returns) if returns else "",
        language=options.get("language", {}).get("String", {}).get("sval", "sql").lower(),
        line=line,
    )


def inputs(parameters: list[Node]) -> tuple[str, ...]:
    """Types of the IN, INOUT and VARIADIC parameters: what tells overloads apart."""
    found = (item["FunctionParameter"] for item in parameters if "FunctionParameter" in item)
    return tuple(printed(item["argType"], modifiers=False) for item in found if item.get("mode") not in OUTPUT)


def create_aggregate(node: Node, line: int) -> Iterator[AnyOperation]:
    """DefineStmt of an aggregate, in the new and the old spelling."""
    arguments: tuple[str, ...] = ()
    if node.get("oldstyle"):
        for item in node.get("definition", []):
            if item["DefElem"]["defname"].lower() == "basetype" and "TypeName" in item["DefElem"].get("arg", {}):
                arguments = (printed(item["DefElem"]["arg"]["TypeName"], modifiers=False),)
    else:
        for item in node.get("args", []):
            arguments += inputs(item.get("List", {}).get("items", []))
    name = qualified(names(node["defnames"]))
    yield CreateRoutine(name=name, arguments=arguments, routine="aggregate", line=line)


def drop_routine(item: Node, cascade: bool, line: int) -> Iterator[AnyOperation]:
    """One object of DROP FUNCTION, PROCEDURE, ROUTINE or AGGREGATE."""
    name, arguments = _signature(item["ObjectWithArgs"])
    yield DropRoutine(name=name, arguments=arguments, cascade=cascade, line=line)


def change_routine(node: Node, line: int) -> Iterator[AnyOperation]:
    """ALTER FUNCTION ... RENAME TO or SET SCHEMA."""
    name, arguments = _signature(node["object"]["ObjectWithArgs"])
    new, schema = node.get("newname", ""), node.get("newschema", "")
    yield ChangeRoutine(name=name, arguments=arguments, new=new, schema=schema, line=line)


def _signature(node: Node) -> tuple[QName, tuple[str, ...] | None]:
    name = qualified(names(node["objname"]))
    if node.get("args_unspecified"):
        return name, None
    if node.get("objfuncargs"):
        return name, inputs(node["objfuncargs"])
    types = (item["TypeName"] for item in node.get("objargs", []) if "TypeName" in item)
    return name, tuple(printed(item, modifiers=False) for item in types)


def create_trigger(node: Node, line: int) -> Iterator[AnyOperation]:
    """CreateTrigStmt, constraint triggers too."""
    yield CreateTrigger(
        table=relation_name(node["relation"]),
        name=node["trigname"],
        function=qualified(names(node["funcname"])),
        columns=names(node.get("columns", [])),
        line=line,
    )
