"""Parses Python with one generic query and sorts what it caught into facts."""

import re
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from kaizen.collect.sources.code.model import (
    Assignment,
    Call,
    CodeFacts,
    Decorator,
    Definition,
    Import,
    Keywords,
    Value,
)
from kaizen.collect.sources.code.python_values import value_of
from kaizen.collect.sources.code.scopes import first_error, in_order, line_of, with_scopes
from kaizen.collect.sources.code.texts import text_of

QUERY = """
(call) @call
(function_definition) @definition
(class_definition) @definition
(assignment) @assignment
(augmented_assignment) @assignment
(for_statement) @assignment
(for_in_clause) @assignment
(return_statement) @returned
(import_statement) @imported
(import_from_statement) @imported
"""
DEFINING = frozenset({"definition"})
MANY_COMMENTS = 400
MOST_PARAMETERS = 40
COMMENT_RUN = re.compile(rb"(?:^[ \t]*#[^\n]*\n){100,}", re.MULTILINE)
TARGETS = frozenset({"identifier", "attribute", "subscript"})
PATTERNS = frozenset({"pattern_list", "tuple_pattern"})
RETURNED = frozenset({"call", "string", "identifier", "attribute", "list", "dictionary", "await"})
PUBLIC_DUNDERS = frozenset({"__init__", "__call__"})


@cache
def _language() -> Language:
    return Language(tree_sitter_python.language())


@cache
def _query() -> Query:
    return Query(_language(), QUERY)


@cache
def _parser() -> Parser:
    return Parser(_language())


def parse(data: bytes) -> CodeFacts:
    """Facts of one Python file; broken places are kept out and the first one is named by its line."""
    root = _parser().parse(_without_long_comments(data)).root_node
    marked = in_order(QueryCursor(_query()).captures(root))
    found = _Found({node.id: index for index, node in enumerate(n for name, n in marked if name == "call")})
    for name, node, scope in with_scopes(marked, DEFINING):
        getattr(found, name)(node, scope)
    return CodeFacts(
        language="python",
        lines=root.end_point[0] + 1,
        documented=_documented(root),
        syntax_error=first_error(root),
        imports=tuple(found.imports),
        definitions=tuple(found.definitions),
        calls=tuple(found.calls),
        assignments=tuple(found.assignments),
    )


def _without_long_comments(data: bytes) -> bytes:
    """Long runs of comment lines as empty lines: the grammar looks past all of them again at each line."""
    if data.count(b"#") < MANY_COMMENTS:
        return data
    return COMMENT_RUN.sub(lambda run: b"\n" * run[0].count(b"\n"), data)


def _documented(body: Node | None) -> bool:
    """Whether the first statement of a body is a text."""
    if body is None:
        return False
    first = next((child for child in body.named_children if child.type != "comment"), None)
    if first is None or first.type != "expression_statement" or not first.named_children:
        return False
    return first.named_children[0].type in {"string", "concatenated_string"}


class _Found:
    """Collects facts; the name of each method is the name of a capture."""

    def __init__(self, calls: dict[int, int]) -> None:
        self._ids = calls
        self.imports: list[Import] = []
        self.definitions: list[Definition] = []
        self.calls: list[Call] = []
        self.assignments: list[Assignment] = []

    def call(self, node: Node, scope: int) -> None:
        callee, receiver = self._callee(node.child_by_field_name("function"))
        args, keywords = self._arguments(node.child_by_field_name("arguments"))
        self.calls.append(Call(callee, args, keywords, line_of(node), scope, receiver))

    def _callee(self, node: Node | None) -> tuple[str, int]:
        if node is None:
            return "", -1
        if node.type == "call":
            return "()", self._ids.get(node.id, -1)
        base: Node | None = node
        while base is not None and base.type == "attribute":
            base = base.child_by_field_name("object")
        if base is not None and base.type == "identifier":
            return "".join(text_of(node).split()), -1
        if base is not None and base.type == "call":
            tail = (node.text or b"")[base.end_byte - node.start_byte :].decode("utf-8", "replace")
            return "()" + "".join(tail.split()), self._ids.get(base.id, -1)
        return "".join(text_of(node)[:200].split()), -1

    def _arguments(self, node: Node | None) -> tuple[tuple[Value, ...], Keywords]:
        if node is None or node.type != "argument_list":
            return (), ()
        args: list[Value] = []
        keywords: list[tuple[str, Value]] = []
        for child in node.named_children:
            kind = child.type
            if kind == "keyword_argument":
                name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if name is not None and value is not None:
                    keywords.append((text_of(name), value_of(value, self._ids)))
            elif kind == "dictionary_splat":
                keywords.append(("**", value_of(child.named_children[0], self._ids)))
            elif kind != "comment":
                args.append(value_of(child, self._ids))
        return tuple(args), tuple(keywords)

    def definition(self, node: Node, scope: int) -> None:
        name_node = node.child_by_field_name("name")
        name = text_of(name_node) if name_node else ""
        outer = self.definitions[scope] if scope >= 0 else None
        is_class = node.type == "class_definition"
        in_class = outer is not None and outer.kind == "class"
        open_name = not name.startswith("_") or name in PUBLIC_DUNDERS
        within_function = outer is not None and outer.kind != "class"
        public = open_name and not within_function and (outer is None or outer.public)
        definition = Definition(
            kind="class" if is_class else "method" if in_class else "function",
            name=f"{outer.name}.{name}" if outer else name,
            line=line_of(node),
            end_line=node.end_point[0] + 1,
            scope=scope,
            decorators=self._decorators(node.parent),
            bases=self._bases(node.child_by_field_name("superclasses")) if is_class else (),
            parameters=0 if is_class else _parameters(node.child_by_field_name("parameters"), in_class),
            documented=_documented(node.child_by_field_name("body")),
            public=public,
            is_async=not is_class and bool(node.children) and node.children[0].type == "async",
            exported=scope < 0 and not name.startswith("_"),
            signature=() if is_class else self._signature(node.child_by_field_name("parameters")),
        )
        self.definitions.append(definition)

    def _signature(self, node: Node | None) -> Keywords:
        """Parameters by name with the default of each."""
        found: list[tuple[str, Value]] = []
        for child in node.named_children[:MOST_PARAMETERS] if node is not None else ():
            name = child.child_by_field_name("name")
            if child.type == "typed_parameter":
                name = child.named_children[0]
            if child.type == "identifier" or (name is not None and name.type == "identifier"):
                default = child.child_by_field_name("value")
                found.append((text_of(name or child), value_of(default, self._ids) if default else None))
        return tuple(found)

    def _decorators(self, parent: Node | None) -> tuple[Decorator, ...]:
        if parent is None or parent.type != "decorated_definition":
            return ()
        found: list[Decorator] = []
        for child in parent.named_children:
            if child.type == "decorator" and child.named_children:
                inner = child.named_children[0]
                if inner.type == "call":
                    name, _ = self._callee(inner.child_by_field_name("function"))
                    found.append(Decorator(name, self._ids.get(inner.id, -1), line_of(child)))
                else:
                    found.append(Decorator("".join(text_of(inner).split()), -1, line_of(child)))
        return tuple(found)

    def _bases(self, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        return tuple(
            "".join(text_of(_generic(child)).split())
            for child in node.named_children
            if child.type not in {"keyword_argument", "comment"}
        )

    def assignment(self, node: Node, scope: int) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        loop = node.type.startswith("for_")
        if left.type not in TARGETS and not (loop and left.type in PATTERNS):
            return
        value = value_of(right, self._ids) if right.type != "assignment" else self._last(right)
        target = "".join(text_of(left)[:200].split())
        if loop:
            target = f"for {target.strip('()')}"
        added = node.type == "augmented_assignment"
        self.assignments.append(Assignment(target, value, line_of(node), scope, added, scope < 0))

    def returned(self, node: Node, scope: int) -> None:
        value = node.named_children[0] if node.named_children else None
        if value is not None and value.type in RETURNED:
            self.assignments.append(
                Assignment("return", value_of(value, self._ids), line_of(node), scope, False, False)
            )

    def _last(self, node: Node) -> Value:
        """The value at the end of ``a = b = value``."""
        right: Node | None = node
        while right is not None and right.type == "assignment":
            right = right.child_by_field_name("right")
        return value_of(right, self._ids) if right is not None else None

    def imported(self, node: Node, scope: int) -> None:
        module_node = node.child_by_field_name("module_name")
        module = text_of(module_node) if module_node else ""
        for child in node.named_children:
            if module_node is not None and child.id == module_node.id:
                continue
            self._bind(child, module, line_of(node))

    def _bind(self, child: Node, module: str, line: int) -> None:
        if child.type == "wildcard_import":
            self.imports.append(Import(module, "*", "*", line))
            return
        alias = ""
        if child.type == "aliased_import":
            alias_node, name_node = child.child_by_field_name("alias"), child.child_by_field_name("name")
            alias = text_of(alias_node) if alias_node else ""
            child = name_node or child
        name = text_of(child)
        if module:
            self.imports.append(Import(module, name, alias or name, line))
        else:
            self.imports.append(Import(name, "", alias or name, line))


def _generic(node: Node) -> Node:
    """``Base`` of ``Base[T]``."""
    value = node.child_by_field_name("value") if node.type == "subscript" else None
    return value or node


def _parameters(node: Node | None, method: bool) -> int:
    if node is None:
        return 0
    marks = {"comment", "keyword_separator", "positional_separator"}
    names = [child for child in node.named_children if child.type not in marks]
    bound = method and bool(names) and text_of(names[0]) in {"self", "cls"}
    return len(names) - bound
