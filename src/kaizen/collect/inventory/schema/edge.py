"""Edge functions: Supabase, Netlify and Cloudflare entry files, and the configurations that name them."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from posixpath import normpath

from kaizen.collect.inventory.model import Item, Kind, Skipped
from kaizen.collect.inventory.schema.facts import FunctionFile
from kaizen.collect.inventory.schema.order.names import is_outside
from kaizen.collect.sources import Unreadable

HANDLER = re.compile(
    r"^[ \t]*(?:(?:await\s+)?Deno\.serve\(|serve\(|export\s+(?:default|const|async\s+function|function)\b"
    r"|addEventListener\(\s*[\"']fetch|Bun\.serve\(|app\.(?:listen|fire)\b)",
    re.MULTILINE,
)
BUILT = frozenset(("dist", "build", ".open-next", ".output", ".svelte-kit", ".vercel", ".worker-next", "node_modules"))
JSON_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def read_entry(path: str, text: str) -> FunctionFile:
    """The line of a function's handler, or the functions that a configuration names; raises Unreadable."""
    name = path.rpartition("/")[2]
    if name == "config.toml":
        return _supabase(_toml(text))
    if name.startswith("wrangler."):
        return _wrangler(_toml(text) if name.endswith(".toml") else _json(text))
    match = HANDLER.search(text)
    line = text.count("\n", 0, match.start()) + 1 if match else 1
    return FunctionFile(line, "netlify" if "netlify/" in path else "supabase")


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(f"not valid TOML: {error}") from error


def _json(text: str) -> dict[str, object]:
    plain = TRAILING_COMMA.sub(r"\1", JSON_COMMENT.sub(lambda match: match.group(1) or "", text))
    try:
        found = json.loads(plain)
    except ValueError as error:
        raise Unreadable(f"not valid JSON: {error}") from error
    return found if isinstance(found, dict) else {}


def _supabase(config: Mapping[str, object]) -> FunctionFile:
    functions = config.get("functions")
    entries: dict[str, str] = {}
    disabled: list[str] = []
    for name, options in functions.items() if isinstance(functions, dict) else []:
        if isinstance(options, dict):
            entry = options.get("entrypoint")
            entries[name] = entry if isinstance(entry, str) else ""
            if options.get("enabled") is False:
                disabled.append(name)
    return FunctionFile(1, "supabase-config", tuple(disabled), entries)


def _wrangler(config: Mapping[str, object]) -> FunctionFile:
    name, main = config.get("name"), config.get("main")
    if not isinstance(name, str) or not isinstance(main, str) or not BUILT.isdisjoint(main.split("/")):
        return FunctionFile(1, "cloudflare")
    return FunctionFile(1, "cloudflare", (), {name: main})


def edge_functions(files: Mapping[str, FunctionFile]) -> tuple[list[Item], list[Skipped]]:
    """Items by directory name, cross-checked with the configuration beside them."""
    items: dict[tuple[str, str], Item] = {}
    skipped: list[Skipped] = []
    configs = {
        path.rpartition("/")[0]: (path, file) for path, file in files.items() if file.runtime == "supabase-config"
    }
    for path, file in sorted(files.items()):
        if is_outside(path):
            continue
        if file.runtime == "cloudflare":
            for name, main in file.entries.items():
                entry = normpath(f"{path.rpartition('/')[0]}/{main}").lstrip("/")
                attributes: dict[str, object] = {"runtime": "cloudflare", "config": path}
                items[(path, name)] = _item(name, entry, 1, attributes)
        elif file.runtime in ("supabase", "netlify"):
            name = _name(path, file.runtime)
            if name.startswith(("_", ".")):
                continue
            above = path.partition("supabase/functions/")[0] + "supabase"
            config = configs.get(above)
            items[(above, name)] = _item(name, path, file.line, _attributes(name, file, config))
    for above, (path, file) in configs.items():
        for found, reason in _unmatched(above, file, items):
            if isinstance(found, Item):
                items[(above, found.name)] = found
            else:
                skipped.append(Skipped(path, reason))
    return list(items.values()), skipped


def _name(path: str, runtime: str) -> str:
    parts = path.split("/")
    if runtime == "netlify" and parts[-2] == "edge-functions":
        return parts[-1].partition(".")[0]
    return parts[-2]


def _attributes(name: str, file: FunctionFile, config: tuple[str, FunctionFile] | None) -> dict[str, object]:
    attributes: dict[str, object] = {"runtime": file.runtime}
    if config:
        attributes["configured"] = name in config[1].entries
        attributes["enabled"] = name not in config[1].disabled
    return attributes


def _unmatched(
    above: str, file: FunctionFile, items: Mapping[tuple[str, str], Item]
) -> Iterator[tuple[Item | None, str]]:
    """Configured functions without an index file: with an entry point of their own, or with none that exists."""
    for name, entry in file.entries.items():
        if (above, name) in items:
            continue
        if entry:
            attributes: dict[str, object] = {
                "runtime": "supabase",
                "configured": True,
                "enabled": name not in file.disabled,
            }
            yield _item(name, normpath(f"{above}/{entry}"), 1, attributes), ""
        else:
            yield None, f"names the edge function {name}, which has no entry file"


def _item(name: str, path: str, line: int, attributes: dict[str, object]) -> Item:
    language = "javascript" if path.endswith((".js", ".mjs")) else "typescript"
    plain = {title: value for title, value in attributes.items() if isinstance(value, (str, bool))}
    return Item(Kind.EDGE_FUNCTION, name, path, line, language, dict(plain))
