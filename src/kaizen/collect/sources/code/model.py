"""Facts of one code file, the same nouns for Python and for TypeScript, TSX and JavaScript."""

from typing import TypeAlias

import msgspec


class Ref(msgspec.Struct, frozen=True, gc=False, tag="r", tag_field="k"):
    """A dotted name such as ``settings.API`` or ``this.router``."""

    text: str


class Template(msgspec.Struct, frozen=True, gc=False, tag="t", tag_field="k"):
    """A text with holes: literal parts are strings, holes are references or other expressions."""

    parts: tuple["str | Ref | Expr", ...]


class Nested(msgspec.Struct, frozen=True, gc=False, tag="c", tag_field="k"):
    """Another call of the same file, by its index in ``CodeFacts.calls``."""

    call: int


class Items(msgspec.Struct, frozen=True, gc=False, tag="i", tag_field="k"):
    """A list, tuple, set or array literal."""

    values: tuple["Value", ...]


class Pairs(msgspec.Struct, frozen=True, gc=False, tag="p", tag_field="k"):
    """A dict or object literal; a spread has the key ``Expr("spread", ...)``."""

    items: tuple[tuple["Value", "Value"], ...]

    def get(self, key: str) -> "Value":
        """The value of a text key, None where it is missing."""
        for name, value in self.items:
            if name == key:
                return value
        return None


class Expr(msgspec.Struct, frozen=True, gc=False, tag="e", tag_field="k"):
    """Any other expression: the grammar's word for it and the start of its text ("" for functions)."""

    kind: str
    text: str = ""


Value: TypeAlias = str | int | float | bool | Items | Ref | Template | Nested | Pairs | Expr | None
Keywords: TypeAlias = tuple[tuple[str, Value], ...]


class Import(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """``name`` of ``module`` bound here as ``alias``; name "" is the module itself, "*" everything in it.

    Relative Python modules keep their dots. ``exported`` marks a re-export (``export {x} from``).
    """

    module: str
    name: str
    alias: str
    line: int
    exported: bool = False


class Decorator(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A decorator's dotted text; ``call`` is the index of its call, -1 without parentheses."""

    name: str
    call: int
    line: int


class Definition(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A function, class or method; ``scope`` is the index of the definition around it, -1 at module level.

    ``signature`` are the parameters of a Python function with their defaults, None where there is none.
    """

    kind: str
    name: str
    line: int
    end_line: int
    scope: int
    decorators: tuple[Decorator, ...]
    bases: tuple[str, ...]
    parameters: int
    documented: bool
    public: bool
    is_async: bool
    exported: bool
    signature: Keywords = ()


class Call(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A call; the callee of ``a.b(1).c(2)`` is ``().c`` and ``receiver`` the index of ``a.b(1)``, else -1.

    ``within`` is the innermost call this one stands in (as in a callback of it), -1 where there is none.
    """

    callee: str
    args: tuple[Value, ...]
    keywords: Keywords
    line: int
    scope: int
    receiver: int
    within: int = -1

    def keyword(self, name: str) -> Value:
        """The value of a keyword argument, None where it is missing."""
        for key, value in self.keywords:
            if key == name:
                return value
        return None


class Assignment(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """``target = value``; in a class body an attribute of that class; ``added`` marks ``+=``.

    A Python loop is the target ``for name`` or ``for first,second`` with what it loops over; what a Python
    function returns is the target ``return`` (names and calls only).
    """

    target: str
    value: Value
    line: int
    scope: int
    added: bool
    exported: bool


class Export(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A name others may import and what it is called here."""

    name: str
    local: str
    line: int


class Element(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A JSX element; ``parent`` is the index of the element around it, -1 at the top."""

    name: str
    attributes: Keywords
    line: int
    parent: int


class CodeFacts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Everything rules may ask of one file; all lists in source order."""

    language: str
    lines: int
    documented: bool
    syntax_error: int
    imports: tuple[Import, ...] = ()
    definitions: tuple[Definition, ...] = ()
    calls: tuple[Call, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    exports: tuple[Export, ...] = ()
    elements: tuple[Element, ...] = ()
