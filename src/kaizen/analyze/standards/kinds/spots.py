"""A file and the places in it that patterns are asked about."""

from dataclasses import dataclass
from functools import cached_property

from kaizen.analyze.standards.model import Scalar
from kaizen.analyze.standards.names import Bindings
from kaizen.collect.sources.code import Call, CodeFacts, Definition, Expr, Items, Pairs, Ref, Value


@dataclass(frozen=True, slots=True)
class Spot:
    """One call, decorator, definition, import or whole file (line None); ``scope`` is the definition around it."""

    name: str
    line: int | None
    scope: int = -1
    call: Call | None = None
    definition: Definition | None = None


class FileView:
    """The facts of a file, and what follows from them when somebody asks."""

    def __init__(self, path: str, facts: CodeFacts) -> None:
        self.path = path
        self.facts = facts
        self.bindings = Bindings(facts)

    @cached_property
    def called(self) -> frozenset[str]:
        """Real names of everything the file calls."""
        return frozenset(self.bindings.real(call.callee) for call in self.facts.calls)

    @cached_property
    def imported(self) -> frozenset[str]:
        """Real names of everything the file imports."""
        return frozenset(module for module, _ in self.bindings.modules)

    def context(self, scope: int) -> str:
        """The qualified name of the definition with an index, "" at module level."""
        return self.facts.definitions[scope].name if 0 <= scope < len(self.facts.definitions) else ""


def has_argument(call: Call | None, names: tuple[str, ...]) -> bool:
    """Whether a call is given one of the named arguments, or something that may hold it."""
    if call is None:
        return False
    if any(key in names or key == "**" for key, _ in call.keywords):
        return True
    return any(
        _holds(value, names) if isinstance(value, Pairs) else index > 0 and isinstance(value, Ref)
        for index, value in enumerate(call.args)
    )


def _holds(options: Pairs, names: tuple[str, ...]) -> bool:
    return any(key in names or (isinstance(key, Expr) and key.kind == "spread") for key, _ in options.items)


def has_values(call: Call | None, wanted: dict[str, Scalar]) -> bool:
    """Whether a call is given exactly these values, as keywords or in an object."""
    if call is None:
        return not wanted
    given: dict[str, Value] = dict(call.keywords)
    for value in call.args:
        if isinstance(value, Pairs):
            given |= {key: each for key, each in value.items if isinstance(key, str)}
    return all(name in given and _same(given[name], value) for name, value in wanted.items())


def _same(value: Value, wanted: Scalar) -> bool:
    if isinstance(value, Ref):
        return value.text == wanted
    if isinstance(value, Items):
        return False
    return type(value) is type(wanted) and value == wanted
