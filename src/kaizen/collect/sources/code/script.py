"""Parses TypeScript, TSX and JavaScript with one generic query for each grammar."""

from functools import cache

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from kaizen.collect.sources.code.model import CodeFacts
from kaizen.collect.sources.code.scopes import first_error, in_order, with_scopes
from kaizen.collect.sources.code.script_facts import Found

COMMON = """
(call_expression) @call
(new_expression) @call
(function_declaration) @definition
(generator_function_declaration) @definition
(class_declaration) @definition
(method_definition) @definition
(variable_declarator value: (arrow_function) @definition)
(variable_declarator value: (function_expression) @definition)
(export_statement value: (arrow_function) @definition)
(export_statement value: (function_expression) @definition)
(assignment_expression right: (arrow_function) @definition)
(assignment_expression right: (function_expression) @definition)
(for_in_statement) @assignment
(variable_declarator) @assignment
(assignment_expression) @assignment
(import_statement) @imported
(export_statement) @exporting
(comment) @comment
"""
TYPED = """
(abstract_class_declaration) @definition
(enum_declaration) @enumeration
(public_field_definition) @assignment
(public_field_definition value: (arrow_function) @definition)
"""
UNTYPED = """
(field_definition) @assignment
(field_definition value: (arrow_function) @definition)
"""
MARKUP = """
(jsx_element) @element
(jsx_self_closing_element) @element
"""
DEFINING = frozenset({"definition"})


@cache
def _grammar(language: str) -> tuple[Parser, Query]:
    source, query = {
        "typescript": (tree_sitter_typescript.language_typescript, COMMON + TYPED),
        "tsx": (tree_sitter_typescript.language_tsx, COMMON + TYPED + MARKUP),
        "javascript": (tree_sitter_javascript.language, COMMON + UNTYPED + MARKUP),
    }[language]
    grammar = Language(source())
    return Parser(grammar), Query(grammar, query)


def language_for(path: str) -> str:
    """Which grammar reads a path."""
    if path.endswith(".tsx"):
        return "tsx"
    return "typescript" if path.endswith((".ts", ".mts", ".cts")) else "javascript"


def parse(path: str, data: bytes) -> CodeFacts:
    """Facts of one file; broken places are kept out and the first one is named by its line."""
    language = language_for(path)
    parser, query = _grammar(language)
    root = parser.parse(data).root_node
    marked = in_order(QueryCursor(query).captures(root))
    found = Found(
        {node.id: index for index, node in enumerate(n for name, n in marked if name == "call")},
        {node.id: index for index, node in enumerate(n for name, n in marked if name == "element")},
    )
    for name, node, scope in with_scopes(marked, DEFINING):
        found.take(name, node, scope)
    return CodeFacts(
        language=language,
        lines=root.end_point[0] + 1,
        documented=_documented(root),
        syntax_error=first_error(root),
        imports=tuple(found.imports),
        definitions=tuple(found.definitions),
        calls=tuple(found.calls),
        assignments=tuple(found.assignments),
        exports=tuple(found.exports),
        elements=tuple(found.elements),
    )


def _documented(root: Node) -> bool:
    first = root.named_children[0] if root.named_children else None
    return first is not None and first.type == "comment"
