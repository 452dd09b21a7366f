"""Kaizen's own source as syntax trees, and what can be told of a call without running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import kaizen

SOURCE = Path(kaizen.__file__).parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A module of Kaizen: its dotted name, its file and its tree."""

    name: str
    file: Path
    tree: ast.Module


@dataclass(frozen=True)
class Found:
    """A call in the source, with the outermost class and function around it (None where there is none)."""

    module: Module
    owner: ast.ClassDef | None
    function: Function | None
    call: ast.Call

    @property
    def place(self) -> str:
        """``module.Class.function``, stable while lines move."""
        return ".".join([self.module.name, *(each.name for each in (self.owner, self.function) if each is not None)])

    @property
    def about(self) -> str:
        """The first clause of what the function says of itself, else of its class, else of its module."""
        for each in (self.function, self.owner, self.module.tree):
            told = ast.get_docstring(each) if each is not None else None
            if told:
                return told.split("\n\n", maxsplit=1)[0].replace("\n", " ").split(";")[0].rstrip(".") + "."
        return ""


@cache
def modules() -> tuple[Module, ...]:
    """Every module below ``src/kaizen``, sorted by name; built pages of the portal hold none."""
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        parts = file.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if "portal" not in parts:
            found.append(Module(name, file, ast.parse(file.read_text(encoding="utf-8"), str(file))))
    return tuple(found)


@cache
def calls() -> tuple[Found, ...]:
    """Every call of the whole source, in the order of the files."""
    return tuple(each for module in modules() for each in _calls(module, module.tree, None, None))


def _calls(module: Module, node: ast.AST, owner: ast.ClassDef | None, around: Function | None) -> Iterator[Found]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield Found(module, owner, around, child)
        inside = child if around is None and isinstance(child, Function) else around
        inner = child if owner is None and around is None and isinstance(child, ast.ClassDef) else owner
        yield from _calls(module, child, inner, inside)


def called(call: ast.Call) -> str:
    """The last part of what is called: ``record`` of ``work.record(...)``."""
    return ast.unparse(call.func).rsplit(".", 1)[-1]


def literal(node: ast.AST | None) -> str | None:
    """The text of a string constant, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def strings(node: ast.AST) -> set[str]:
    """Every string constant below a node."""
    return {text for each in ast.walk(node) if (text := literal(each)) is not None}


def keywords(found: Found) -> tuple[list[str], bool]:
    """The names of a call's keyword arguments in order, and whether ``**rest`` may bring names not seen here.

    ``**rest`` is followed where the function assigns it a dict of constant keys.
    """
    names: list[str] = []
    more = False
    for keyword in found.call.keywords:
        if keyword.arg is not None:
            names.append(keyword.arg)
            continue
        keys = _keys(keyword.value, found.function)
        names += keys or []
        more = more or keys is None
    return names, more


def _keys(node: ast.expr, function: Function | None) -> list[str] | None:
    if isinstance(node, ast.Dict):
        keys = [literal(key) for key in node.keys]
        return [key for key in keys if key is not None] if None not in keys else None
    if isinstance(node, ast.Name) and function is not None:
        dicts = [each.value for each in ast.walk(function) if isinstance(each, ast.Assign) and _is(each, node.id)]
        if len(dicts) == 1 and isinstance(dicts[0], ast.Dict):
            return _keys(dicts[0], None)
    return None


def _is(assignment: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in assignment.targets)
