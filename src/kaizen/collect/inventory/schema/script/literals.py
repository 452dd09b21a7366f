"""Literal values of TypeScript and JavaScript: texts, objects, lists; what is not literal is None."""

from tree_sitter import Node

UNKNOWN = "_computed_"
Literal = "str | bool | int | list[Literal] | dict[str, Literal] | Node | None"
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
WRAPPED = frozenset(("as_expression", "satisfies_expression", "parenthesized_expression", "await_expression"))


def text_of(node: Node | None) -> str:
    """Source text of a node, "" for none."""
    return node.text.decode(errors="replace") if node is not None and node.text else ""


def string(node: Node | None, names: dict[str, Node] | None = None) -> str | None:
    """A text: quoted, template (holes are marked as unknown), joined with +, or a constant's name."""
    if node is None:
        return None
    if node.type in ("string", "template_string"):
        return "".join(_piece(child, names) for child in node.named_children)
    if node.type == "binary_expression" and any(child.type == "+" for child in node.children):
        left, right = (string(node.child_by_field_name(side), names) for side in ("left", "right"))
        return None if left is None and right is None else (left or UNKNOWN) + (right or UNKNOWN)
    if node.type == "identifier" and names and text_of(node) in names:
        return string(names[text_of(node)])
    if node.type in WRAPPED and node.named_children:
        return string(node.named_children[0], names)
    return None


def _piece(node: Node, names: dict[str, Node] | None) -> str:
    if node.type == "template_substitution":
        found = string(node.named_children[0], names) if node.named_children else None
        return UNKNOWN if found is None else found
    text = text_of(node)
    if node.type == "escape_sequence" and len(text) == 2:
        return ESCAPES.get(text[1], text[1])
    return text


def pairs(node: Node | None) -> dict[str, Node]:
    """Members of an object literal by name."""
    found: dict[str, Node] = {}
    for member in node.named_children if node is not None and node.type == "object" else []:
        key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
        if key is not None and value is not None:
            found[text_of(key).strip("\"'`")] = value
    return found


def items(node: Node | None) -> list[Node]:
    """Elements of an array literal."""
    return (
        [child for child in node.named_children if child.type != "comment"]
        if node is not None and node.type == "array"
        else []
    )


def is_true(node: Node | None) -> bool:
    """Whether a node is the literal true."""
    return node is not None and node.type == "true"
