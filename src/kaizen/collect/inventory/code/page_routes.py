"""Routes of pages declared in code: React Router's route files, ``<Route>`` trees and route objects."""

from collections.abc import Iterator

from kaizen.collect.inventory.code.script_names import Script, ScriptNames
from kaizen.collect.inventory.code.web import Route, colons, joined
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Call, Element, Nested, Pairs, Ref, Value

MAKERS = frozenset({"createBrowserRouter", "createHashRouter", "createMemoryRouter", "useRoutes", "createRouter"})
SHOWN = ("element", "component", "Component", "lazy", "render", "children", "loadComponent")
DEEPEST = 20
Names = frozenset[tuple[str, str]]


def configured(names: ScriptNames, path: str) -> Iterator[Item]:
    """Routes of a React Router ``routes.ts``: ``route``, ``index``, ``layout`` and ``prefix`` calls."""
    script = names.scripts[path]
    for assignment in script.assigned.get("export default", ()):
        yield from _calls(names, path, assignment.value, "", 0)
    local = script.exports.get("default")
    for assignment in script.assigned.get(local, ()) if local else ():
        yield from _calls(names, path, assignment.value, "", 0)


def _calls(
    names: ScriptNames, path: str, value: Value, prefix: str, depth: int, *, within: Names = frozenset()
) -> Iterator[Item]:
    entered = _entered(path, value, within)
    if depth > DEEPEST or entered is None:
        return
    for file, item in names.items(path, value) if not isinstance(value, Nested) else _unwrapped(names, path, value):
        script = names.scripts[file]
        call = script.call_of(item)
        if call is not None:
            yield from _called(names, script, call, prefix, depth, within=entered)


def _unwrapped(names: ScriptNames, path: str, value: Nested) -> list[tuple[str, Value]]:
    call = names.scripts[path].facts.calls[value.call]
    return [(path, value)] if call.callee in {"route", "index", "layout", "prefix"} else names.items(path, value)


def _called(
    names: ScriptNames, script: Script, call: Call, prefix: str, depth: int, *, within: Names
) -> Iterator[Item]:
    texts = [names.text(script.path, arg) for arg in call.args[:2]]
    children = call.args[2] if call.callee == "route" and len(call.args) > 2 else None
    if call.callee in {"layout", "prefix"} and len(call.args) > 1:
        children = call.args[-1]
    if call.callee == "prefix":
        prefix = f"{prefix}/{texts[0] or ''}"
    elif call.callee == "route" and texts:
        prefix = f"{prefix}/{texts[0] or ''}"
        yield from _route(script, call.line, prefix, (texts[1] if len(texts) > 1 else "") or "page")
    elif call.callee == "index":
        yield from _route(script, call.line, prefix, (texts[0] if texts else "") or "page")
    if children is not None:
        yield from _calls(names, script.path, children, prefix, depth + 1, within=within)


def _entered(path: str, value: Value, within: Names) -> Names | None:
    """The named lists around a value with its own, None where it is inside itself."""
    if not isinstance(value, Ref):
        return within
    return None if (path, value.text) in within else within | {(path, value.text)}


def _route(script: Script, line: int, path: str, handler: str) -> Iterator[Item]:
    where = joined(colons(path.replace("?", "")))
    yield from Route(("GET",), where, script.path, line, handler, "react-router", script.facts.language).items()


def elements(names: ScriptNames, script: Script) -> Iterator[Item]:
    """Routes of ``<Route path element>`` trees; a route with inner routes is their frame, not a page."""
    all_elements = script.facts.elements
    frames = {parent for at in range(len(all_elements)) if (parent := _frame(all_elements, at)) >= 0}
    for at, element in enumerate(all_elements):
        attributes = dict(element.attributes)
        if element.name.rsplit(".", 1)[-1] != "Route" or at in frames or not any(name in attributes for name in SHOWN):
            continue
        parts: list[str] = []
        current = at
        while current >= 0:
            parts.insert(0, names.text(script.path, dict(all_elements[current].attributes).get("path")) or "")
            current = _frame(all_elements, current)
        if any(parts) or attributes.get("index") is True:
            absolute = next((index for index in range(len(parts) - 1, 0, -1) if parts[index].startswith("/")), 0)
            yield from _route(script, element.line, "/".join(parts[absolute:]), "page")


def _frame(found: tuple[Element, ...], at: int) -> int:
    """The ``<Route>`` around an element, -1 at the top."""
    current = found[at].parent if found[at].name.rsplit(".", 1)[-1] == "Route" else -1
    while current >= 0 and found[current].name.rsplit(".", 1)[-1] != "Route":
        if found[current].name.rsplit(".", 1)[-1] not in {"", "Fragment", "React.Fragment", "Suspense"}:
            return -1
        current = found[current].parent
    return current


def objects(names: ScriptNames, script: Script) -> Iterator[Item]:
    """Routes of ``createBrowserRouter([...])``, ``useRoutes([...])`` and Vue's ``createRouter({routes})``."""
    for call in script.facts.calls:
        if call.callee in MAKERS and call.args:
            first = call.args[0]
            value = first.get("routes") if isinstance(first, Pairs) else first
            options = call.args[1] if len(call.args) > 1 else first
            base = options.get("basename") or options.get("basepath") if isinstance(options, Pairs) else None
            yield from _objects(names, script.path, value, names.text(script.path, base) or "", 0)


def _objects(
    names: ScriptNames, path: str, value: Value, prefix: str, depth: int, *, within: Names = frozenset()
) -> Iterator[Item]:
    entered = _entered(path, value, within)
    if depth > DEEPEST or entered is None:
        return
    for holder, entry in names.items(path, value):
        file, item = names.literal(holder, entry)
        if not isinstance(item, Pairs):
            continue
        own = names.text(file, item.get("path")) or ""
        where = own if own.startswith("/") and depth else f"{prefix}/{own}"
        children = item.get("children")
        shown = any(item.get(name) is not None for name in SHOWN if name != "children")
        if children is None and shown:
            yield from _route(names.scripts[file], _line(names, file, item), where, "page")
        if children is not None:
            yield from _objects(names, file, children, where, depth + 1, within=entered)


def _line(names: ScriptNames, path: str, item: Pairs) -> int:
    """Objects carry no line; the first call or the assignment around them gives it."""
    calls = names.scripts[path].facts.calls
    nested = [value.call for _, value in item.items if isinstance(value, Nested)]
    if nested:
        return calls[nested[0]].line
    holders = [call.line for call in calls if call.callee in MAKERS]
    return holders[0] if holders else 1
