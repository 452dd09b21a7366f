"""Routes of class controllers with decorators: Nest and libraries that work like it."""

from collections.abc import Iterator

from kaizen.collect.inventory.code.routed_modules import RoutedModules
from kaizen.collect.inventory.code.script_names import Script, ScriptNames
from kaizen.collect.inventory.code.web import Route, colons, joined
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Decorator, Definition, Items, Pairs, Value

CLASSES = frozenset({"Controller", "JsonController", "Route"})
METHODS = {
    "Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD",
    "Options": "OPTIONS", "All": "ANY", "Sse": "GET", "WebSocket": "WEBSOCKET",
}  # fmt: skip

Globals = tuple[str, str, tuple[str, ...]]


class Controllers:
    """Reads decorated classes; prefixes and versions come from the main file of the same package."""

    def __init__(self, names: ScriptNames, files: list[str], folders: list[str]) -> None:
        """``folders`` are the package folders of the tree."""
        self._names, self._files = names, files
        self._folders = sorted(folders, key=len, reverse=True)
        self._globals = {self._folder(path): found for path in files if (found := self._global(path))}
        self._modules = RoutedModules(names, files)

    def items(self) -> Iterator[Item]:
        """One item for each method and path of each controller."""
        for path in self._files:
            script = self._names.scripts[path]
            for index, definition in enumerate(script.facts.definitions):
                if definition.kind == "class":
                    for decorator in definition.decorators:
                        if self._original(script, decorator.name) in CLASSES:
                            yield from self._controller(script, index, definition, decorator)

    def _folder(self, path: str) -> str:
        return next((folder for folder in self._folders if path.startswith(f"{folder}/")), ".")

    def _original(self, script: Script, name: str) -> str:
        item = script.imports.get(name)
        return item.name if item else name

    def _global(self, path: str) -> Globals | None:
        """Global prefix, default version segment and paths without the prefix that a main file sets."""
        script = self._names.scripts[path]
        prefix = version = ""
        excluded: tuple[str, ...] = ()
        for call in script.facts.calls:
            if call.callee.endswith(".setGlobalPrefix") and call.args:
                prefix = self._names.text(path, call.args[0]) or ""
                excluded = tuple(self._excluded(path, call.args[1] if len(call.args) > 1 else None))
            if call.callee.endswith(".enableVersioning"):
                options = call.args[0] if call.args and isinstance(call.args[0], Pairs) else Pairs(())
                kind = options.get("type")
                if kind is None or str(getattr(kind, "text", kind)).endswith("URI"):
                    mark = options.get("prefix")
                    letter = mark if isinstance(mark, str) else "" if mark is False else "v"
                    default = options.get("defaultVersion")
                    version = f"{letter}|{default if isinstance(default, str) else ''}"
        return (prefix, version, excluded) if prefix or version else None

    def _excluded(self, path: str, options: Value) -> Iterator[str]:
        listed = options.get("exclude") if isinstance(options, Pairs) else None
        for where, entry in self._names.items(path, listed):
            text = self._names.text(where, entry.get("path") if isinstance(entry, Pairs) else entry)
            if text:
                yield joined(colons(text))

    def _controller(self, script: Script, index: int, definition: Definition, decorator: Decorator) -> Iterator[Item]:
        call = script.facts.calls[decorator.call] if decorator.call >= 0 else None
        first = call.args[0] if call and call.args else None
        options = first if isinstance(first, Pairs) else Pairs(())
        bases = self._paths(script, options.get("path") if isinstance(first, Pairs) else first)
        above = self._modules.prefix(script.path, definition.name)
        bases = [joined(above, base) if above else base for base in bases]
        versions = self._versions(script, options.get("version"))
        for at, method in enumerate(script.facts.definitions):
            if method.scope == index:
                yield from self._method(script, definition, at, bases, versions)

    def _versions(self, script: Script, value: Value) -> list[str]:
        values = value.values if isinstance(value, Items) else (value,)
        return [text for item in values if (text := self._names.text(script.path, item))]

    def _method(
        self, script: Script, owner: Definition, at: int, bases: list[str], versions: list[str]
    ) -> Iterator[Item]:
        method = script.facts.definitions[at]
        prefix, versioning, excluded = self._globals.get(self._folder(script.path), ("", "", ()))
        letter, _, default = versioning.partition("|")
        for decorator in method.decorators:
            call = script.facts.calls[decorator.call] if decorator.call >= 0 else None
            if self._original(script, decorator.name) == "Version" and call and call.args:
                versions = self._versions(script, call.args[0])
        for decorator in method.decorators:
            original = self._original(script, decorator.name)
            call = script.facts.calls[decorator.call] if decorator.call >= 0 else None
            if original not in METHODS:
                continue
            segments = [f"{letter}{version}" for version in versions or [default] if version] if versioning else []
            for base in bases:
                for path in self._paths(script, call.args[0] if call and call.args else None):
                    for segment in segments or [""]:
                        own = joined(colons(base), colons(path))
                        full = joined("" if own in excluded else prefix, segment, own)
                        handler, framework = f"{owner.name}.{method.name.rsplit('.', 1)[-1]}", self._framework(script)
                        language = script.facts.language
                        route = Route(
                            (METHODS[original],), full, script.path, decorator.line, handler, framework, language
                        )
                        yield from route.items()

    def _paths(self, script: Script, value: Value) -> list[str]:
        values = value.values if isinstance(value, Items) else (value,)
        return [self._names.text(script.path, item) or "" for item in values]

    def _framework(self, script: Script) -> str:
        return "nest" if any(item.module.startswith("@nestjs/") for item in script.facts.imports) else "controller"
