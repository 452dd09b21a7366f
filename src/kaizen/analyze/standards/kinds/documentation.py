"""Documentation of public names: as a share of all, or of each one."""

from collections.abc import Iterable, Iterator, Mapping

from kaizen.analyze.findings import REPOSITORY
from kaizen.analyze.standards.model import Documentation, Documented
from kaizen.analyze.standards.verdict import Outcome, Violation
from kaizen.collect.sources.code import CodeFacts

Named = tuple[Documented, str, int, bool]
"""Kind, qualified name, line, whether it is documented."""


def check(rule: Documentation, facts: Mapping[str, CodeFacts], paths: Iterable[str], outcome: Outcome) -> None:
    """Counts the public names in the files of the scope; with a minimum of 100 each one is a violation of its own."""
    outcome.unit = "public name"
    bare: list[tuple[str, Named]] = []
    for path in paths:
        for named in _public(path, facts[path]):
            if named[0] in rule.of:
                outcome.checked += 1
                if not named[3]:
                    bare.append((path, named))
    if not outcome.checked:
        outcome.unknown = "no public name is in scope"
    elif rule.minimum == 100:
        for path, named in bare:
            outcome.add(_each(path, named))
    else:
        _share(rule, len(bare), outcome)


def _share(rule: Documentation, bare: int, outcome: Outcome) -> None:
    documented = outcome.checked - bare
    percent = 100 * documented / outcome.checked
    if percent < rule.minimum:
        message = (
            f"{documented} of {outcome.checked} public names are documented ({percent:.1f} %), "
            f"{rule.minimum:g} % are wanted"
        )
        outcome.add(Violation(REPOSITORY, None, message, "documentation", "documentation"))


def _each(path: str, named: Named) -> Violation:
    kind, name, line, _ = named
    if kind is Documented.MODULE:
        return Violation(path, None, "the module does not say what it is for", "")
    return Violation(path, line, f"{kind} {name} is not documented", f"{kind} {name}", context=name)


def _public(path: str, facts: CodeFacts) -> Iterator[Named]:
    """Public names of a file; in Python a module below a private folder or name is private as a whole."""
    if facts.language == "python" and _private(path):
        return
    yield Documented.MODULE, path, 1, facts.documented
    for definition in facts.definitions:
        if definition.public:
            yield Documented(definition.kind), definition.name, definition.line, definition.documented


def _private(path: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in path.split("/"))
