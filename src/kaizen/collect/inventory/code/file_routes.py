"""Routes that a file's place declares: Next pages and handlers, Remix and React Router flat files, TanStack."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kaizen.collect.inventory.code.script_names import Script, ScriptNames
from kaizen.collect.inventory.code.web import METHODS, Route, brackets, joined, normal
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Items, Pairs

PAGE = re.compile(r"^page\.(tsx|ts|jsx|js|mdx)$")
HANDLER = re.compile(r"^route\.(ts|tsx|js|mjs)$")
SOURCE = re.compile(r"\.(tsx|ts|jsx|js|mdx)$")
INDEXED = re.compile(r"(\._index|/_index|\+/_?index)(/route)?\.(tsx|ts|jsx|js|mdx)$")
SPECIAL = frozenset({"_app", "_document", "_error", "404", "500", "middleware"})
NO_PAGE = re.compile(r"\.(d|test|spec|stories)\.[cm]?[jt]sx?$|(^|/)__tests__/")
INTERCEPTING = re.compile(r"\(\.{1,3}\)")
CONFIGURATIONS = ("next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs")
NEXT_ROOTS = ("app", "src/app", "pages", "src/pages")


def next_routes(folder: str, paths: list[str], names: ScriptNames) -> Iterator[Item]:
    """Routes of the Next application in ``folder``; ``paths`` are all files of the tree."""
    above = "" if folder == "." else f"{folder}/"
    base, extensions = _configured(names, above)
    for root in NEXT_ROOTS:
        start = f"{above}{root}/"
        for path in paths:
            if path.startswith(start):
                inner = path[len(start) :]
                route = _app(path, inner, names) if root.endswith("app") else _page(path, inner, extensions)
                if route:
                    yield from (replace(route, path="") if base and route.path == "/" else route).items(base)


def _configured(names: ScriptNames, above: str) -> tuple[str, tuple[str, ...]]:
    """Base path and page extensions that next.config sets."""
    for name in CONFIGURATIONS:
        script = names.scripts.get(f"{above}{name}")
        for assignment in script.facts.assignments if script is not None else ():
            _, value = names.literal(f"{above}{name}", assignment.value)
            if isinstance(value, Pairs) and (value.get("basePath") or value.get("pageExtensions")):
                listed = value.get("pageExtensions")
                entries = listed.values if isinstance(listed, Items) else ()
                found = tuple(entry for entry in entries if isinstance(entry, str))
                return names.text(f"{above}{name}", value.get("basePath")) or "", found
    return "", ()


def _app(path: str, inner: str, names: ScriptNames) -> Route | None:
    *folders, name = inner.split("/")
    if any(INTERCEPTING.match(part) or part.startswith("_") for part in folders):
        return None
    if not (PAGE.match(name) or HANDLER.match(name)):
        return None
    kept = [part for part in folders if not part.startswith("@") and not (part.startswith("(") and part.endswith(")"))]
    where = normal(brackets(joined(*(part.replace("%5F", "_").replace("%5f", "_") for part in kept))))
    if PAGE.match(name):
        return Route(("GET",), where, path, 1, "page", "next", _language(path))
    script = names.scripts.get(path)
    if script is None:
        return None
    lines = {export: line for export, line in _exported(script, names) if export in METHODS}
    methods = tuple(method for method in METHODS if method in lines)
    return Route(methods, where, path, min(lines.values()), "route", "next", _language(path)) if methods else None


def _exported(script: Script, names: ScriptNames) -> Iterator[tuple[str, int]]:
    for export in script.facts.exports:
        yield export.name, export.line
    for item in script.facts.imports:
        if item.exported:
            yield item.alias, item.line
        if item.exported and item.name == "*":
            file = names.file_of(item.module, script.path)
            yield from ((export.name, item.line) for export in (names.scripts[file].facts.exports if file else ()))
    for assignment in script.facts.assignments:
        if assignment.exported and assignment.target.startswith("{"):
            for name in assignment.target.strip("{}").split(","):
                yield name.partition(":")[2] or name, assignment.line


def _page(path: str, inner: str, extensions: tuple[str, ...]) -> Route | None:
    ending = next((f".{one}" for one in extensions if inner.endswith(f".{one}")), "") if extensions else ""
    if (extensions and not ending) or not SOURCE.search(inner) or NO_PAGE.search(inner):
        return None
    stem = inner.removesuffix(ending) if ending else SOURCE.sub("", inner)
    if stem in SPECIAL or stem.rsplit("/", 1)[-1].startswith("_"):
        return None
    api = stem == "api" or stem.startswith("api/")
    parts = stem.split("/")
    where = brackets(joined(*(parts[:-1] if parts[-1] == "index" else parts)))
    return Route(("ANY",) if api else ("GET",), where, path, 1, "handler" if api else "page", "next", _language(path))


def flat_routes(folder: str, paths: list[str], scripts: dict[str, Script], framework: str) -> Iterator[Item]:
    """Routes of Remix's flat file convention below ``app/routes``."""
    base = "app/routes/" if folder == "." else f"{folder}/app/routes/"
    inners = [path[len(base) :] for path in paths if path.startswith(base)]
    framed = {INDEXED.sub("", inner) for inner in inners if INDEXED.search(inner)}
    for path in paths:
        inner = path[len(base) :]
        if not path.startswith(base) or not SOURCE.search(inner) or NO_PAGE.search(inner):
            continue
        last = re.split(r"[./]", SOURCE.sub("", inner).removesuffix("/route"))[-1]
        if SOURCE.sub("", inner) in framed or (last.startswith("_") and last != "_index"):
            continue  # a frame around other routes, which are listed themselves
        stem = SOURCE.sub("", inner).replace("+/", ".")
        if "/" in stem:
            head, _, last = stem.partition("/")
            if last not in {"route", "index"}:
                continue
            stem = head
        script = scripts.get(path)
        names = {export.name for export in script.facts.exports} if script else {"default"}
        methods = (("GET",) if names & {"default", "loader"} or not names & {"action"} else ()) + (
            ("POST",) if "action" in names and "default" not in names else ()
        )
        yield from Route(methods, _flat(stem), path, 1, "page", framework, _language(path)).items()


def _flat(stem: str) -> str:
    parts = [part for part in re.split(r"\.(?![^\[]*\])", stem) if part]
    kept = [part.rstrip("_") for part in parts if not part.startswith("_") or part == "_index"]
    kept = [part for part in kept if part not in {"_index", "index"}]
    named = [re.sub(r"^\$$", "{splat}", part.strip("()")) for part in kept]
    return joined(*(re.sub(r"^\$(\w+)$", r"{\1}", part).replace("[", "").replace("]", "") for part in named))


def file_route_calls(script: Script) -> Iterator[Item]:
    """TanStack Router: ``createFileRoute("/users/$id")``."""
    for call in script.facts.calls:
        if call.callee in {"createFileRoute", "createLazyFileRoute"} and call.args and isinstance(call.args[0], str):
            parts = [part for part in call.args[0].split("/") if part and not part.startswith(("_", "("))]
            named = [re.sub(r"^\$(\w+)$", r"{\1}", part) for part in parts]
            where = joined(*("{splat}" if part == "$" else part for part in named))
            language = script.facts.language
            yield from Route(("GET",), where, script.path, call.line, "page", "tanstack-router", language).items()


def _language(path: str) -> str:
    return "tsx" if path.endswith(".tsx") else "typescript" if path.endswith(".ts") else "javascript"
