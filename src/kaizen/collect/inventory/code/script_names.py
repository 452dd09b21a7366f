"""Follows TypeScript and JavaScript names through imports, re-exports and path aliases to their definition."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from posixpath import normpath

from kaizen.collect.sources.code import (
    Assignment,
    Call,
    CodeFacts,
    Expr,
    Import,
    Items,
    Nested,
    Pairs,
    Ref,
    Template,
    Value,
)

SUFFIXES = (".ts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".mts", ".cts")
DEEPEST = 12
MOST_ENTRIES = 5_000
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Target:
    """Where a name is defined: a file and the name there, or an outside module and its export."""

    path: str
    name: str
    module: str = ""


class Script:
    """One file with quick ways to its facts."""

    def __init__(self, path: str, facts: CodeFacts) -> None:
        self.path, self.facts = path, facts

    @cached_property
    def imports(self) -> dict[str, Import]:
        return {item.alias: item for item in self.facts.imports if not item.exported and item.alias}

    @cached_property
    def assigned(self) -> dict[str, list[Assignment]]:
        found: dict[str, list[Assignment]] = defaultdict(list)
        for item in self.facts.assignments:
            found[item.target].append(item)
            if item.target.startswith("{"):
                for name in item.target.strip("{}").split(","):
                    found[name.partition(":")[2] or name.partition("=")[0]].append(item)
        return found

    @cached_property
    def loops(self) -> list[Assignment]:
        """``for (const x of list)`` loops in source order."""
        return [item for item in self.facts.assignments if item.target.startswith("for ")]

    @cached_property
    def definitions(self) -> dict[str, int]:
        return {item.name: index for index, item in enumerate(self.facts.definitions)}

    @cached_property
    def exports(self) -> dict[str, str]:
        found = {item.name: item.local for item in self.facts.exports}
        for name in ("module.exports", "exports"):
            value = self.assigned[name][-1].value if name in self.assigned else None
            if isinstance(value, Ref):
                found.setdefault("default", value.text)
        return found

    def call_of(self, value: Value) -> Call | None:
        return self.facts.calls[value.call] if isinstance(value, Nested) else None

    def imports_module(self, *names: str) -> bool:
        """Whether the file imports or requires one of these modules."""
        wanted = set(names)
        if any(item.module in wanted for item in self.facts.imports):
            return True
        return any(call.callee == "require" and call.args and call.args[0] in wanted for call in self.facts.calls)


class ScriptNames:
    """All script files of a tree; ``packages`` maps names of workspace packages to their folders."""

    def __init__(self, facts: Mapping[str, CodeFacts], packages: Mapping[str, str]) -> None:
        self.scripts = {path: Script(path, fact) for path, fact in facts.items()}
        self._packages = packages
        self._lists: dict[tuple[str, str], list[tuple[str, Value]]] = {}
        self._texts: dict[tuple[str, str], str | None] = {}
        self._folders = sorted(packages.values(), key=len, reverse=True)

    def file_of(self, module: str, importer: str) -> str | None:
        """The file behind a module text as ``importer`` sees it, None for one outside the tree."""
        if module.startswith("."):
            folder = importer.rpartition("/")[0]
            return self._existing(normpath(f"{folder}/{module}" if folder else module))
        if module.startswith(("@/", "~/", "#/", "src/", "app/")):
            return self._aliased(module, importer)
        for name, folder in self._packages.items():
            if module == name or module.startswith(f"{name}/"):
                rest = module[len(name) :].strip("/")
                bases = (
                    [f"{folder}/{rest}", f"{folder}/src/{rest}"] if rest else [f"{folder}/src/index", f"{folder}/index"]
                )
                found = (self._existing(normpath(base)) for base in bases)
                return next((path for path in found if path), None)
        return None

    def _aliased(self, module: str, importer: str) -> str | None:
        bare = module[2:] if module[1] == "/" else module
        folders = [folder for folder in self._folders if folder == "." or importer.startswith(f"{folder}/")] or ["."]
        for folder in folders:
            for base in ("src/", "", "app/", "core/"):
                found = self._existing(normpath(f"{folder}/{base}{bare}"))
                if found:
                    return found
        return None

    def _existing(self, base: str) -> str | None:
        if base in self.scripts:
            return base
        stem = base.rsplit(".", 1)[0] if base.endswith((".js", ".mjs", ".cjs", ".jsx")) else base
        for suffix in SUFFIXES:
            for path in (f"{stem}{suffix}", f"{base}/index{suffix}"):
                if path in self.scripts:
                    return path
        return None

    def resolve(self, path: str, name: str, depth: int = 0) -> Target:
        """Where a name used in ``path`` is bound."""
        script = self.scripts.get(path)
        if script is None or depth > DEEPEST:
            return Target("", name)
        head, _, rest = name.partition(".")
        item = script.imports.get(head)
        if item is not None:
            return self._imported(path, item, rest, depth)
        required = script.assigned.get(head)
        call = script.call_of(required[-1].value) if required else None
        if required and call is not None and call.callee == "require" and call.args and isinstance(call.args[0], str):
            return self._required(path, call.args[0], head, rest, depth, structured=required[-1].target.startswith("{"))
        return Target(path, name)

    def _imported(self, path: str, item: Import, rest: str, depth: int) -> Target:
        file = self.file_of(item.module, path)
        name = item.name or rest.partition(".")[0]
        if file is None:
            return Target("", ".".join(part for part in (item.name, rest) if part), item.module)
        if not name:
            return Target(file, "")
        return self.exported(file, name, depth + 1) or Target(file, name)

    def _required(self, path: str, module: str, head: str, rest: str, depth: int, *, structured: bool) -> Target:
        file = self.file_of(module, path)
        name = head if structured else rest.partition(".")[0] or "default"
        if file is None:
            return Target("", name, module)
        return self.exported(file, name, depth + 1) or Target(file, name)

    def exported(self, path: str, name: str, depth: int = 0) -> Target | None:
        """What ``path`` exports as ``name``, through re-exports."""
        script = self.scripts.get(path)
        if script is None or depth > DEEPEST:
            return None
        if name in script.exports:
            local = script.exports[name]
            return self.resolve(path, local, depth + 1) if local else Target(path, "export default")
        for target in (f"module.exports.{name}", f"exports.{name}"):
            if target in script.assigned:
                value = script.assigned[target][-1].value
                return self.resolve(path, value.text, depth + 1) if isinstance(value, Ref) else Target(path, target)
        if name == "default" and "module.exports" in script.assigned:
            return Target(path, "module.exports")
        for item in script.facts.imports:
            if item.exported and (item.alias == name or item.name == "*"):
                file = self.file_of(item.module, path)
                found = self.exported(file, name if item.name == "*" else item.name, depth + 1) if file else None
                if found:
                    return found
        return None

    def value(self, target: Target) -> tuple[str, Assignment] | None:
        """The last assignment of a resolved name and the file it stands in."""
        script = self.scripts.get(target.path)
        found = script.assigned.get(target.name) if script else None
        return (target.path, found[-1]) if found else None

    def text(self, path: str, value: Value, depth: int = 0) -> str | None:
        """A value as text, following constants; None where it stays open."""
        if isinstance(value, str) or depth > DEEPEST:
            return value if isinstance(value, str) else None
        if isinstance(value, Template):
            return "".join(self._part(path, part, depth)[:LONGEST] for part in value.parts)
        if not isinstance(value, Ref):
            return None
        if (path, value.text) not in self._texts:
            self._texts[path, value.text] = None
            self._texts[path, value.text] = self._followed(path, value.text, depth)
        return self._texts[path, value.text]

    def _followed(self, path: str, name: str, depth: int) -> str | None:
        found = self.value(self.resolve(path, name))
        if found is None or isinstance(found[1].value, Pairs):
            inner = self.property(path, name, depth)
            return self.text(*inner, depth + 1) if inner else None
        return self.text(found[0], found[1].value, depth + 1)

    def property(self, path: str, name: str, depth: int = 0) -> tuple[str, Value] | None:
        """What ``PATHS.users.list`` holds, through constants that are objects or enumerations."""
        head, _, rest = name.partition(".")
        found = self.value(self.resolve(path, head)) if rest and depth <= DEEPEST else None
        if found is None:
            return None
        where, value = found[0], found[1].value
        for key in rest.split("."):
            if isinstance(value, Ref):
                where, value = self.literal(where, value, depth + 1)
            if not isinstance(value, Pairs):
                return None
            value = value.get(key)
        return where, value

    def literal(self, path: str, value: Value, depth: int = 0) -> tuple[str, Value]:
        """A value with names followed to what they hold, and the file it stands in."""
        while isinstance(value, Ref) and depth <= DEEPEST:
            depth += 1
            found = self.value(self.resolve(path, value.text))
            inner = self.property(path, value.text, depth) if "." in value.text else None
            if inner is None and (found is None or found[1].value == value):
                break
            path, value = inner or (found[0] if found else path, found[1].value if found else None)
        return path, value

    def _part(self, path: str, part: "str | Ref | Expr", depth: int) -> str:
        text = self.text(path, part, depth + 1) if not isinstance(part, Expr) else None
        if text is not None:
            return text
        name = part.text.rsplit(".", 1)[-1] if isinstance(part, Ref) else ""
        return "{" + (name if name.isidentifier() else "value") + "}"

    def items(self, path: str, value: Value, depth: int = 0) -> list[tuple[str, Value]]:
        """Entries of an array with the file each stands in, following names and spreads."""
        if depth > DEEPEST:
            return []
        if isinstance(value, Items):
            found: list[tuple[str, Value]] = []
            for item in value.values:
                spread = isinstance(item, Expr) and item.kind == "spread_element"
                inner = Ref(item.text.lstrip(".")) if spread and isinstance(item, Expr) else None
                found += self.items(path, inner, depth + 1) if inner else [(path, item)]
                if len(found) > MOST_ENTRIES:
                    break
            return found
        if isinstance(value, Ref):
            key = (path, value.text)
            if key not in self._lists:
                self._lists[key] = []  # a list is not inside itself
                assigned = self.value(self.resolve(path, value.text))
                self._lists[key] = self.items(assigned[0], assigned[1].value, depth + 1) if assigned else []
            return self._lists[key]
        if isinstance(value, Nested):
            call = self.scripts[path].facts.calls[value.call]
            entries = (entry for arg in call.args for entry in self.items(path, arg, depth + 1))
            return list(islice(entries, MOST_ENTRIES))
        return []
