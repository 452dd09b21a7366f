"""Prefixes that Nest's ``RouterModule.register`` gives to the controllers of whole modules."""

from kaizen.collect.inventory.code.script_names import ScriptNames
from kaizen.collect.inventory.code.web import colons, joined
from kaizen.collect.sources.code import Pairs, Ref, Value

DEEPEST = 6


class RoutedModules:
    """Answers under which prefix a controller's module hangs."""

    def __init__(self, names: ScriptNames, files: list[str]) -> None:
        self._names = names
        self._prefixes: dict[tuple[str, str], str] = {}
        for path in files:
            for call in names.scripts[path].facts.calls:
                if call.callee in {"RouterModule.register", "RouterModule.forRoutes"} and call.args:
                    self._tree(path, call.args[0], "", 0)

    def prefix(self, path: str, controller: str) -> str:
        """The prefix of a controller class in a file, "" where its module has none."""
        return self._prefixes.get((path, controller), "")

    def _tree(self, path: str, value: Value, prefix: str, depth: int) -> None:
        for file, item in self._names.items(path, value) if depth < DEEPEST else ():
            if isinstance(item, Ref):
                self._controllers(file, item.text, prefix)
            elif isinstance(item, Pairs):
                below = joined(prefix, colons(self._names.text(file, item.get("path")) or ""))
                module = item.get("module")
                if isinstance(module, Ref):
                    self._controllers(file, module.text, below)
                self._tree(file, item.get("children"), below, depth + 1)

    def _controllers(self, path: str, module: str, prefix: str) -> None:
        target = self._names.resolve(path, module)
        script = self._names.scripts.get(target.path)
        index = script.definitions.get(target.name) if script else None
        if script is None or index is None:
            return
        for decorator in script.facts.definitions[index].decorators:
            call = script.facts.calls[decorator.call] if decorator.call >= 0 else None
            options = call.args[0] if call and call.args and decorator.name == "Module" else None
            listed = options.get("controllers") if isinstance(options, Pairs) else None
            for where, entry in self._names.items(script.path, listed):
                if isinstance(entry, Ref):
                    found = self._names.resolve(where, entry.text)
                    self._prefixes[found.path, found.name] = prefix
