"""Nodes of one file in source order with the definition around each, shared by all grammars."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from tree_sitter import Node

Marked: TypeAlias = tuple[str, Node]


def in_order(captures: dict[str, list[Node]]) -> list[Marked]:
    """Captured nodes by position; of two that start together the outer one comes first."""
    marked = [(node.start_byte, -node.end_byte, name, node) for name, nodes in captures.items() for node in nodes]
    marked.sort(key=lambda entry: entry[:3])
    return [(name, node) for _, _, name, node in marked]


def with_scopes(marked: Iterable[Marked], definitions: frozenset[str]) -> Iterator[tuple[str, Node, int]]:
    """Adds the index of the innermost definition around each node, -1 at module level."""
    stack: list[tuple[int, int]] = []
    count = 0
    for name, node in marked:
        start = node.start_byte
        while stack and stack[-1][0] <= start:
            stack.pop()
        yield name, node, stack[-1][1] if stack else -1
        if name in definitions:
            stack.append((node.end_byte, count))
            count += 1


def line_of(node: Node) -> int:
    """Line of the first character, from 1."""
    return int(node.start_point[0]) + 1


def first_error(root: Node) -> int:
    """Line of the first syntax error, 0 where there is none."""
    if not root.has_error:
        return 0
    node = root
    while True:
        if node.is_error or node.is_missing:
            return line_of(node)
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            return line_of(node)
        node = inner
