"""Follows Python names through imports and re-exports to where they are defined, without running anything."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kaizen.collect.inventory.code.python_modules import Module, Symbol
from kaizen.collect.sources.code import (
    Assignment,
    CodeFacts,
    Definition,
    Expr,
    Import,
    Items,
    Nested,
    Pairs,
    Ref,
    Template,
    Value,
)

__all__ = ["Module", "Names", "Symbol", "class_attribute", "summands"]

DEEPEST = 12
MOST_ENTRIES = 5_000
LONGEST = 2_000
MADE_ATTRIBUTE = re.compile(r"\{?([\w.]+)\(\)\.(\w+)\}?")
DOTTED = re.compile(r"[A-Za-z_][\w.]*")
ENVIRONMENT = frozenset(
    {"os.getenv", "os.environ.get", "getenv", "environ.get", "config", "env", "env.str", "decouple.config"}
)


class Names:
    """All Python files of a tree, and the way from a name to its definition."""

    def __init__(self, facts: Mapping[str, CodeFacts]) -> None:
        self.modules = {path: Module(path, fact) for path, fact in facts.items()}
        self._texts: dict[tuple[str, str], str | None] = {}
        self._lists: dict[tuple[str, str], list[tuple[str, Value]]] = {}
        self._tables: dict[tuple[str, str], list[tuple[str, Value, Value]]] = {}
        self._makes: dict[tuple[str, str], Symbol | None] = {}
        self._by_suffix: dict[str, list[str]] = defaultdict(list)
        for path in facts:
            dotted = path.removesuffix(".py").removesuffix("/__init__").split("/")
            for start in range(len(dotted)):
                self._by_suffix[".".join(dotted[start:])].append(path)

    def file_of(self, module: str, importer: str) -> str | None:
        """The file of a dotted module as ``importer`` would find it, None for one outside the tree."""
        if module.startswith("."):
            return self._relative(module, importer)
        candidates = self._by_suffix.get(module, [])
        if not candidates:
            return None
        best = max(candidates, key=lambda path: (self._nearness(path, module, importer), -len(path)))
        return best if self._nearness(best, module, importer) > 0 or len(candidates) == 1 else None

    def _nearness(self, path: str, module: str, importer: str) -> int:
        """Depth of the import root if it lies around the importer (or is a sibling of such a folder), else 0."""
        stem = path.removesuffix(".py").removesuffix("/__init__")
        root = stem[: len(stem) - len(module.replace(".", "/"))]
        if importer.startswith(root):
            return 2 + 2 * root.count("/")
        shared = 0
        for mine, theirs in zip(root.split("/"), importer.split("/"), strict=False):
            if mine != theirs:
                break
            shared += 1
        return 1 + shared if shared or "." in module else 0

    def _relative(self, module: str, importer: str) -> str | None:
        name = module.lstrip(".")
        folder = importer.split("/")[:-1]
        up = len(module) - len(name) - 1
        if up > len(folder):
            return None
        base = [*folder[: len(folder) - up], *(name.split(".") if name else [])]
        for path in ("/".join(base) + ".py", "/".join([*base, "__init__.py"])):
            if path in self.modules:
                return path
        return None

    def resolve(self, path: str, name: str, depth: int = 0) -> Symbol:
        """Where a dotted name used in ``path`` is bound; unresolved heads give ``outside``."""
        module = self.modules.get(path)
        head, _, rest = name.partition(".")
        if module is None or depth > DEEPEST:
            return Symbol("", "", name)
        if head in module.imports:
            return self._imported(path, module.imports[head], rest, depth)
        if head in module.definitions or head in module.assigned:
            return Symbol(path, name)
        for star in module.stars:
            file = self.file_of(star.module, path)
            if file and file != path:
                found = self.resolve(file, name, depth + 1)
                if found.path:
                    return found
        return Symbol("", "", name)

    def _imported(self, path: str, item: Import, rest: str, depth: int) -> Symbol:
        if item.name:
            submodule = item.module + ("" if item.module.endswith(".") else ".") + item.name
            inner = self.file_of(item.module, path)
            if inner and inner != path:
                found = self.resolve(inner, f"{item.name}.{rest}" if rest else item.name, depth + 1)
                if found.path:
                    return found
            as_module = self.file_of(submodule, path)
            if as_module:
                return self.resolve(as_module, rest, depth + 1) if rest else Symbol(as_module, "")
            return Symbol("", "", ".".join(part for part in (item.module.lstrip("."), item.name, rest) if part))
        return self._module_member(path, item, rest, depth)

    def _module_member(self, path: str, item: Import, rest: str, depth: int) -> Symbol:
        """``import a.b`` binds ``a`` (or the alias); the longest dotted prefix that is a file wins."""
        dotted = item.module if item.alias != item.module else item.module.partition(".")[0]
        parts = [*dotted.split("."), *([part for part in rest.split(".") if part])]
        for end in range(len(parts), 0, -1):
            file = self.file_of(".".join(parts[:end]), path)
            if file:
                member = ".".join(parts[end:])
                return self.resolve(file, member, depth + 1) if member else Symbol(file, "")
        return Symbol("", "", ".".join(parts))

    def outside(self, path: str, name: str) -> str:
        """The full outside name of a callee (``fastapi.FastAPI``), "" where it leads into the tree."""
        return self.resolve(path, name).outside

    def value(self, symbol: Symbol) -> tuple[str, Assignment] | None:
        """The last plain assignment of a symbol and the file it stands in."""
        module = self.modules.get(symbol.path)
        if module is None or not symbol.name:
            return None
        plain = [item for item in module.assigned.get(symbol.name, ()) if not item.added]
        return (symbol.path, plain[-1]) if plain else None

    def definition(self, symbol: Symbol) -> tuple[Module, Definition, int] | None:
        """The function or class behind a symbol, with its index."""
        module = self.modules.get(symbol.path)
        index = module.definitions.get(symbol.name) if module else None
        return (module, module.facts.definitions[index], index) if module and index is not None else None

    def ancestors(self, symbol: Symbol) -> Iterator[tuple[Module, Definition, int] | str]:
        """A class, then its bases in order of look-up; bases outside the tree come as dotted names."""
        seen: set[tuple[str, str]] = set()
        queue = [symbol]
        while queue:
            current = queue.pop(0)
            if (current.path, current.name or current.outside) in seen:
                continue
            seen.add((current.path, current.name or current.outside))
            found = self.definition(current)
            if found is None:
                yield current.outside or current.name
                continue
            yield found
            module, definition, _ = found
            queue = [self.resolve(module.path, base) for base in definition.bases] + queue

    def text(self, path: str, value: Value, depth: int = 0) -> str | None:
        """A value as text, following constants and defaults of the environment; None where it stays open."""
        if isinstance(value, str) or value is None or depth > DEEPEST:
            return value if isinstance(value, str) else None
        if isinstance(value, Template):
            parts = [self.text(path, part, depth + 1) for part in value.parts]
            return "".join(
                part[:LONGEST] if part is not None else _hole(hole)
                for part, hole in zip(parts, value.parts, strict=True)
            )
        if isinstance(value, Nested):
            return self._called_text(path, value, depth)
        if isinstance(value, Expr):
            match = MADE_ATTRIBUTE.fullmatch(value.text)
            made = self.made(path, match[1], depth + 1) if match else None
            return self._member_text(made, match[2], depth) if made and match else None
        return self._referred(path, value.text, depth) if isinstance(value, Ref) else None

    def _called_text(self, path: str, value: Nested, depth: int) -> str | None:
        call = self.modules[path].facts.calls[value.call]
        if call.callee in ENVIRONMENT and len(call.args) + len(call.keywords) > 1:
            return self.text(path, call.args[1] if len(call.args) > 1 else call.keyword("default"), depth + 1)
        if call.callee.rsplit(".", 1)[-1] in {"Field", "str", "SettingsField", "PrivateAttr"}:
            return self.text(path, call.args[0] if call.args else call.keyword("default"), depth + 1)
        if call.callee in {"Path", "PurePosixPath"} and len(call.args) == 1:
            return self.text(path, call.args[0], depth + 1)
        return None

    def _referred(self, path: str, name: str, depth: int) -> str | None:
        """Each name is followed once: constants made of constants must not multiply the work."""
        if (path, name) not in self._texts:
            self._texts[path, name] = None
            self._texts[path, name] = self._followed(path, name, depth)
        return self._texts[path, name]

    def _followed(self, path: str, name: str, depth: int) -> str | None:
        symbol = self.resolve(path, name)
        found = self.value(symbol)
        if found:
            return self.text(found[0], found[1].value, depth + 1)
        head, _, attribute = symbol.name.rpartition(".")
        if not symbol.path or not head:
            return None
        return self._attribute_text(Symbol(symbol.path, head), attribute, depth)

    def _attribute_text(self, holder: Symbol, attribute: str, depth: int) -> str | None:
        """``settings.API`` where settings is an instance of a class of the tree, or that class itself."""
        found = self.value(holder)
        if found:
            call = self.modules[found[0]].call_of(found[1].value)
            made = self.made(found[0], call.callee, depth + 1) if call else None
            if made is None:
                return None
            holder = made
        return self._member_text(holder, attribute, depth)

    def _member_text(self, holder: Symbol, attribute: str, depth: int) -> str | None:
        attributed = class_attribute(self, holder, attribute)
        if attributed:
            return self.text(attributed[0], attributed[1].value, depth + 1)
        for ancestor in self.ancestors(holder):
            if not isinstance(ancestor, str):
                module, definition, _ = ancestor
                index = module.definitions.get(f"{definition.name}.{attribute}")
                for value in module.returns.get(index, ()) if index is not None else ():
                    return self.text(module.path, value, depth + 1)
        return None

    def made(self, path: str, callee: str, depth: int = 0) -> Symbol | None:
        """The class of the tree whose instance a call gives: a constructor, or a function that returns one."""
        if depth > DEEPEST:
            return None
        if (path, callee) not in self._makes:
            self._makes[path, callee] = None
            self._makes[path, callee] = self._maker(path, callee, depth)
        return self._makes[path, callee]

    def _maker(self, path: str, callee: str, depth: int) -> Symbol | None:
        symbol = self.resolve(path, callee)
        found = self.definition(symbol)
        if found is None:
            return None
        module, definition, index = found
        if definition.kind == "class":
            return symbol
        for value in module.returns.get(index, ()):
            call = module.call_of(value)
            name = value.text if isinstance(value, Ref) else ""
            if call is None and (assigned := self.value(Symbol(module.path, name))):
                call = module.call_of(assigned[1].value)
            made = self.made(module.path, call.callee, depth + 1) if call else None
            if made:
                return made
        return None

    def items(self, path: str, value: Value, depth: int = 0) -> list[tuple[str, Value]]:
        """Entries of a list with the file each stands in, following names and spreads."""
        if depth > DEEPEST:
            return []
        if isinstance(value, Items):
            entries: list[tuple[str, Value]] = []
            for item in value.values:
                named = item.text if isinstance(item, Expr) and item.kind == "spread" else None
                entries += self.items(path, Ref(named), depth + 1) if named is not None else [(path, item)]
                if len(entries) > MOST_ENTRIES:
                    break
            return entries
        if isinstance(value, Ref):
            key = (path, value.text)
            if key not in self._lists:
                self._lists[key] = []  # a list is not inside itself
                found = self.value(self.resolve(path, value.text))
                self._lists[key] = self.items(found[0], found[1].value, depth + 1) if found else []
            return self._lists[key]
        return [entry for name in summands(value) for entry in self.items(path, name, depth + 1)]

    def pairs(self, path: str, value: Value, depth: int = 0) -> list[tuple[str, Value, Value]]:
        """Entries of a dict with the file each stands in, following names and spreads."""
        if isinstance(value, Ref):
            key = (path, value.text)
            if key not in self._tables:
                self._tables[key] = []
                found = self.value(self.resolve(path, value.text)) if depth < DEEPEST else None
                self._tables[key] = self.pairs(found[0], found[1].value, depth + 1) if found else []
            return self._tables[key]
        call = self.modules[path].call_of(value)
        if call is not None and call.callee == "dict" and depth < DEEPEST:
            given = [entry for arg in call.args for entry in self.pairs(path, arg, depth + 1)]
            return given + [(path, key, item) for key, item in call.keywords if key != "**"]
        if merged := summands(value, "|"):
            return [entry for part in merged for entry in self.pairs(path, part, depth + 1)]
        if not isinstance(value, Pairs):
            return []
        entries: list[tuple[str, Value, Value]] = []
        for name, item in value.items:
            if isinstance(name, Expr) and name.kind == "spread":
                entries += self.pairs(path, item, depth + 1)
            else:
                entries.append((path, name, item))
            if len(entries) > MOST_ENTRIES:
                break
        return entries


def class_attribute(names: Names, holder: Symbol, attribute: str) -> tuple[str, Assignment] | None:
    """An attribute set in the body of a class or its nearest base, and the file it stands in."""
    for ancestor in names.ancestors(holder):
        if not isinstance(ancestor, str):
            module, _, index = ancestor
            assigned = module.attributes.get(index, {}).get(attribute)
            if assigned:
                return module.path, assigned
    return None


def summands(value: Value, operator: str = "+") -> list[Value]:
    """``first + second`` of plain names as references, no entries for anything else."""
    if not isinstance(value, Expr) or value.kind != "binary_operator":
        return []
    names = [name.strip(" ()\\\n\t") for name in value.text.split(operator)]
    return [Ref(name) for name in names] if all(DOTTED.fullmatch(name) for name in names) else []


def _hole(value: Value) -> str:
    text = value.text if isinstance(value, Ref | Expr) else ""
    name = text.strip("{}").rsplit(".", 1)[-1]
    return "{" + (name if name.isidentifier() else "value") + "}"
