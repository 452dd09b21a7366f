"""Import and export statements of TypeScript and JavaScript as facts."""

from tree_sitter import Node

from kaizen.collect.sources.code.model import Export, Import
from kaizen.collect.sources.code.scopes import line_of
from kaizen.collect.sources.code.script_values import unquoted
from kaizen.collect.sources.code.texts import text_of


def imports_of(node: Node) -> list[Import]:
    """What one import statement binds; types alone are no import."""
    source = node.child_by_field_name("source")
    if source is None or any(child.type == "type" for child in node.children):
        return []
    module, line = unquoted(source), line_of(node)
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    if clause is None:
        return [Import(module, "", "", line)]
    found: list[Import] = []
    for child in clause.named_children:
        if child.type == "identifier":
            found.append(Import(module, "default", text_of(child), line))
        elif child.type == "namespace_import" and child.named_children:
            found.append(Import(module, "", text_of(child.named_children[0]), line))
        elif child.type == "named_imports":
            pairs = (_names(specifier) for specifier in child.named_children if specifier.type == "import_specifier")
            found += [Import(module, name, alias, line) for name, alias in pairs if name]
    return found


def exports_of(node: Node) -> tuple[list[Import], list[Export]]:
    """What ``export {a as b}``, ``export {a} from`` and ``export * from`` hand on."""
    line = line_of(node)
    source = node.child_by_field_name("source")
    module = unquoted(source) if source is not None else ""
    clause = next((child for child in node.named_children if child.type == "export_clause"), None)
    if clause is None:
        if not module:
            return [], []
        namespace = next((child for child in node.named_children if child.type == "namespace_export"), None)
        if namespace is None:
            return [Import(module, "*", "*", line, exported=True)], []
        name = text_of(namespace.named_children[0])
        return [Import(module, "", name, line, exported=True)], [Export(name, name, line)]
    pairs = [_names(child) for child in clause.named_children if child.type == "export_specifier"]
    if module:
        imports = [Import(module, name, alias, line, exported=True) for name, alias in pairs if name]
        return imports, []
    return [], [Export(alias, name, line) for name, alias in pairs if name]


def _names(specifier: Node) -> tuple[str, str]:
    name, alias = specifier.child_by_field_name("name"), specifier.child_by_field_name("alias")
    if name is None or any(child.type == "type" for child in specifier.children):
        return "", ""
    original = unquoted(name) if name.type == "string" else text_of(name)
    return original, text_of(alias) if alias is not None else original
