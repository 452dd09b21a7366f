"""Sorts what the TypeScript and JavaScript queries caught into facts."""

from tree_sitter import Node

from kaizen.collect.sources.code.model import (
    Assignment,
    Call,
    Decorator,
    Definition,
    Element,
    Export,
    Import,
    Keywords,
    Pairs,
    Value,
)
from kaizen.collect.sources.code.scopes import line_of
from kaizen.collect.sources.code.script_imports import exports_of, imports_of
from kaizen.collect.sources.code.script_values import FUNCTIONS, plain, unquoted, value_of
from kaizen.collect.sources.code.texts import text_of

CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})
FUNCTION_VALUES = FUNCTIONS - {"class"}
MOST_MEMBERS = 500
MOST_PARAMETERS = 20


class Found:
    """Collects facts; ``calls`` and ``elements`` map node ids to indexes, known before the first fact."""

    def __init__(self, calls: dict[int, int], elements: dict[int, int]) -> None:
        self._ids, self._element_ids = calls, elements
        self._exported: dict[int, int] = {}
        self._comment_end = -1
        self._open: list[tuple[int, int]] = []
        self._around: list[tuple[int, int, int]] = []
        self.imports: list[Import] = []
        self.definitions: list[Definition] = []
        self.calls: list[Call] = []
        self.assignments: list[Assignment] = []
        self.exports: list[Export] = []
        self.elements: list[Element] = []

    def take(self, name: str, node: Node, scope: int) -> None:
        """Adds the facts of one captured node."""
        match name:
            case "call":
                self._call(node, scope)
            case "definition":
                self._definition(node, scope)
            case "assignment":
                self._assignment(node, scope)
            case "imported":
                self.imports += imports_of(node)
            case "exporting":
                self._exporting(node, scope)
            case "enumeration":
                self._enumeration(node, scope)
            case "element":
                self._element(node)
            case _:
                if (node.text or b"").startswith(b"/**"):
                    self._comment_end = node.end_point[0] + 1

    def _call(self, node: Node, scope: int) -> None:
        is_new = node.type == "new_expression"
        function = node.child_by_field_name("constructor" if is_new else "function")
        callee, receiver = self._callee(function)
        arguments = node.child_by_field_name("arguments")
        children = arguments.named_children if arguments is not None else []
        args = tuple(value_of(child, self._ids) for child in children if child.type != "comment")
        start = node.start_byte
        while self._around and self._around[-1][1] <= start:
            self._around.pop()
        within = next((index for begin, _, index in reversed(self._around) if begin <= start), -1)
        name = f"new {callee}" if is_new else callee
        self.calls.append(Call(name, args, (), line_of(node), scope, receiver, within))
        if arguments is not None:
            self._around.append((arguments.start_byte, arguments.end_byte, len(self.calls) - 1))

    def _callee(self, node: Node | None) -> tuple[str, int]:
        if node is None:
            return "", -1
        base: Node | None = node
        while base is not None and base.type in {"member_expression", "non_null_expression", "await_expression"}:
            base = base.child_by_field_name("object") or (base.named_children[0] if base.named_children else None)
        if base is not None and base.id in self._ids:
            tail = (node.text or b"")[base.end_byte - node.start_byte :].decode("utf-8", "replace")
            return "()" + plain(tail), self._ids[base.id]
        return plain(text_of(node)[:200]), -1

    def _definition(self, node: Node, scope: int) -> None:
        holder = node
        if node.type in FUNCTION_VALUES and node.parent is not None:
            holder = node.parent
        name_node = holder.child_by_field_name("name") or holder.child_by_field_name("property")
        name = text_of(name_node) if name_node is not None else _assigned_name(holder)
        outer = self.definitions[scope] if scope >= 0 else None
        is_class = node.type in CLASSES
        in_class = outer is not None and outer.kind == "class"
        exported = self._exported.get(holder.id)
        decorators, first_line = self._decorators(holder)
        start = min(exported or line_of(holder), first_line)
        private = name.startswith(("_", "#")) or _private(holder)
        self.definitions.append(
            Definition(
                kind="class" if is_class else "method" if in_class else "function",
                name=f"{outer.name}.{name}" if outer else name,
                line=line_of(holder),
                end_line=node.end_point[0] + 1,
                scope=scope,
                decorators=decorators,
                bases=_bases(node) if is_class else (),
                parameters=0 if is_class else _parameters(node),
                documented=self._comment_end in {start - 1, start},
                public=not private and (exported is not None or (outer is not None and in_class and outer.public)),
                is_async=any(child.type == "async" for child in node.children[:3]),
                exported=exported is not None,
                signature=() if is_class else _signature(node),
            )
        )

    def _decorators(self, holder: Node) -> tuple[tuple[Decorator, ...], int]:
        """Decorators of a class or method and the line of the first; the grammar keeps a method's beside it."""
        nodes = [child for child in holder.children if child.type == "decorator"]
        if holder.type in CLASSES and holder.id in self._exported and holder.parent is not None:
            nodes = [child for child in holder.parent.children if child.type == "decorator"] + nodes
        if holder.type == "method_definition":
            before = holder.prev_named_sibling
            while before is not None and before.type in {"decorator", "comment"}:
                if before.type == "decorator":
                    nodes.insert(0, before)
                before = before.prev_named_sibling
        found = tuple(self._decorator(node) for node in nodes if node.named_children)
        return found, min([line_of(holder), *(decorator.line for decorator in found)])

    def _decorator(self, node: Node) -> Decorator:
        inner = node.named_children[0]
        if inner.id in self._ids:
            name, _ = self._callee(inner.child_by_field_name("function"))
            return Decorator(name, self._ids[inner.id], line_of(node))
        return Decorator(plain(text_of(inner)), -1, line_of(node))

    def _assignment(self, node: Node, scope: int) -> None:
        if node.type == "for_in_statement":
            self._loop(node, scope)
            return
        left = next(
            (found for field in ("name", "left", "property") if (found := node.child_by_field_name(field))), None
        )
        right = node.child_by_field_name("value") or node.child_by_field_name("right")
        if left is None or right is None:
            return
        if left.type == "object_pattern":
            target = plain(text_of(left))[:200]
        elif left.type in {"identifier", "member_expression", "property_identifier", "private_property_identifier"}:
            target = plain(text_of(left)[:200])
        else:
            return
        exported = node.id in self._exported
        self.assignments.append(Assignment(target, value_of(right, self._ids), line_of(node), scope, False, exported))

    def _loop(self, node: Node, scope: int) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None and any(child.type == "of" for child in node.children):
            target = f"for {plain(text_of(left)[:200])}"
            self.assignments.append(Assignment(target, value_of(right, self._ids), line_of(node), scope, False, False))

    def _enumeration(self, node: Node, scope: int) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        pairs: list[tuple[Value, Value]] = []
        for member in body.named_children[:MOST_MEMBERS] if body is not None else ():
            key, value = member.child_by_field_name("name"), member.child_by_field_name("value")
            if member.type == "enum_assignment" and key is not None and value is not None:
                pairs.append((text_of(key).strip("\"'"), value_of(value, self._ids)))
        if name is not None:
            target, exported = text_of(name), node.id in self._exported
            self.assignments.append(Assignment(target, Pairs(tuple(pairs)), line_of(node), scope, False, exported))

    def _exporting(self, node: Node, scope: int) -> None:
        line = line_of(node)
        declaration = node.child_by_field_name("declaration")
        default = any(child.type == "default" for child in node.children)
        if declaration is not None:
            for declared in [declaration, *declaration.named_children]:
                self._exported[declared.id] = line
                name = declared.child_by_field_name("name")
                if name is not None and name.type in {"identifier", "type_identifier"}:
                    self.exports.append(Export("default" if default else text_of(name), text_of(name), line))
            return
        imports, exports = exports_of(node)
        self.imports += imports
        self.exports += exports
        value = node.child_by_field_name("value")
        if value is None and any(child.type == "=" for child in node.children) and node.named_children:
            value = node.named_children[-1]  # export = x
        if value is not None:
            read: Value = value_of(value, self._ids)
            self.assignments.append(Assignment("export default", read, line, scope, False, True))
            local = text_of(value) if value.type == "identifier" else ""
            self.exports.append(Export("default", local, line))

    def _element(self, node: Node) -> None:
        while self._open and self._open[-1][0] <= node.start_byte:
            self._open.pop()
        opening = node.child_by_field_name("open_tag") or node
        name = opening.child_by_field_name("name")
        attributes = tuple(
            _attribute(child, self._ids) for child in opening.named_children if child.type == "jsx_attribute"
        )
        parent = self._open[-1][1] if self._open else -1
        self.elements.append(Element(text_of(name) if name else "", attributes, line_of(node), parent))
        self._open.append((node.end_byte, self._element_ids[node.id]))


def _attribute(node: Node, calls: dict[int, int]) -> tuple[str, Value]:
    children = node.named_children
    name = text_of(children[0])
    if len(children) == 1:
        return name, True
    return name, unquoted(children[1]) if children[1].type == "string" else value_of(children[1], calls)


def _private(node: Node) -> bool:
    return any(child.type == "accessibility_modifier" and text_of(child) != "public" for child in node.children[:3])


def _bases(node: Node) -> tuple[str, ...]:
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    if heritage is None:
        return ()
    clauses = [child for child in heritage.named_children if child.type == "extends_clause"] or [heritage]
    return tuple(
        plain(text_of(child))
        for clause in clauses
        for child in clause.named_children
        if child.type in {"identifier", "member_expression", "call_expression"}
    )


def _parameters(node: Node) -> int:
    if node.child_by_field_name("parameter") is not None:
        return 1
    parameters = node.child_by_field_name("parameters")
    return len([child for child in parameters.named_children if child.type != "comment"]) if parameters else 0


def _signature(node: Node) -> Keywords:
    """Names of plain parameters; defaults and patterns are of no use to anybody yet."""
    single = node.child_by_field_name("parameter")
    parameters = node.child_by_field_name("parameters")
    children = [single] if single is not None else parameters.named_children if parameters is not None else []
    found: list[tuple[str, Value]] = []
    for child in children[:MOST_PARAMETERS]:
        name = child.child_by_field_name("pattern") or child
        if name.type == "identifier":
            found.append((text_of(name), None))
    return tuple(found)


def _assigned_name(holder: Node) -> str:
    """``register`` of ``exports.register = function``; "default" for what has no name of its own."""
    left = holder.child_by_field_name("left") if holder.type == "assignment_expression" else None
    if left is None or left.type not in {"member_expression", "identifier"}:
        return "default"
    name = plain(text_of(left)[:200])
    return "default" if name in {"module.exports", "exports"} else name.rsplit(".", 1)[-1]
