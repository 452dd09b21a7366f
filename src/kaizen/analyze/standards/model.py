"""The nouns of standards: one dataclass per kind of rule, as standards.yaml spells it.

The dataclasses are the single definition: the loader converts into them and the published JSON Schema is generated
from them, descriptions included.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from kaizen.analyze.findings import Severity

FILE = "standards.yaml"
"""Where a repository keeps its rules."""
RuleId = Annotated[
    str,
    Meta(
        pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=64,
        description="Name of the rule in lower case with dashes; findings are kept under it.",
    ),
]
Line = Annotated[str, Meta(min_length=1, max_length=200)]
Prose = Annotated[str, Meta(min_length=1, max_length=4000)]
Glob = Annotated[str, Meta(min_length=1, max_length=300)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Names: TypeAlias = tuple[Name, ...]
Percent = Annotated[float, Meta(ge=0, le=100)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Scalar: TypeAlias = str | int | float | bool | None


class Language(StrEnum):
    """Languages a scope may name; ``typescript`` includes TSX."""

    PYTHON = "python"
    TYPESCRIPT = "typescript"
    JAVASCRIPT = "javascript"
    SQL = "sql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a rule applies; without entries, everywhere its kind makes sense."""

    include: Annotated[tuple[Glob, ...], Meta(description="Path globs; none means every file.")] = ()
    exclude: Annotated[tuple[Glob, ...], Meta(description="Path globs that are left out.")] = ()
    languages: Annotated[tuple[Language, ...], Meta(description="Only files of these languages.")] = ()
    imports: Annotated[Names, Meta(description="Only files that import one of these modules.")] = ()
    items: Annotated[
        tuple[Glob, ...], Meta(description="Globs of item names, such as public.* for tables; none means all.")
    ] = ()
    exclude_items: Annotated[tuple[Glob, ...], Meta(description="Globs of item names that are left out.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """An exception: a place where the rule need not hold until a day."""

    reason: Annotated[Prose, Meta(description="Why the rule does not fit here.")]
    expires: Annotated[date, Meta(description="The last day (UTC) on which the exception holds, YYYY-MM-DD.")]
    path: Annotated[Glob | None, Meta(description="Glob of the files it covers.")] = None
    item: Annotated[Glob | None, Meta(description="Glob of the items (tables, services ...) it covers.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """A place that violates the rule and the same place put right."""

    bad: Prose
    good: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every kind of rule has."""

    id: RuleId
    title: Annotated[Line, Meta(description="The rule in one line, as a person would say it.")]
    severity: Annotated[Severity, Meta(description="How much a violation matters.")]
    why: Annotated[Prose, Meta(description="What goes wrong without the rule.")]
    fix: Annotated[Prose, Meta(description="What to do about a violation.")]
    docs: Annotated[
        str, Meta(pattern="^(https?://\\S+|[^\\s:]+)$", max_length=500, description="Link or path to more.")
    ]
    scope: Scope = field(default_factory=Scope)
    exceptions: tuple[Waived, ...] = ()
    examples: Examples | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a pattern looks for; any one of the given things is enough.

    Names are the real ones: ``requests.get`` is found behind ``import requests as r`` too. ``requests.*`` matches
    everything below a name, ``*.execute`` everything that ends with it.
    """

    calls: Annotated[Names, Meta(description="Names of functions that are called.")] = ()
    arguments: Annotated[
        dict[str, Scalar], Meta(description="Only calls and decorators given all of these keyword values.")
    ] = field(default_factory=dict)
    imports: Annotated[Names, Meta(description="Modules, or names in modules, that are imported.")] = ()
    decorators: Annotated[Names, Meta(description="Names of decorators.")] = ()
    definitions: Annotated[
        Names, Meta(description="Name globs of definitions, optionally after a kind: class *Helper.")
    ] = ()
    text: Annotated[
        Names, Meta(description="Regular expressions (without look-around) searched for in each line.")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenPattern(Rule):
    """Code or text that must not occur."""

    kind: Literal["forbidden_pattern"]
    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """Which places must have something; exactly one entry."""

    calls: Names = ()
    decorators: Names = ()
    definitions: Names = ()
    imports: Names = ()
    file: Annotated[bool, Meta(description="Every file of the scope.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What such a place must have; exactly one entry, of which one name is enough."""

    argument: Annotated[Names, Meta(description="A keyword argument of the call or decorator.")] = ()
    decorators: Annotated[Names, Meta(description="A decorator on the definition.")] = ()
    calls: Annotated[Names, Meta(description="A call in the same file.")] = ()
    imports: Annotated[Names, Meta(description="An import in the same file.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredPattern(Rule):
    """Something that must go with certain calls, decorators, definitions, imports or files."""

    kind: Literal["required_pattern"]
    each: Each
    needs: Needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that a table must have."""

    name: Name
    types: Annotated[Names, Meta(description="Allowed SQL types; none allows any.")] = ()
    required: Annotated[bool, Meta(description="False: only its type matters, should it exist.")] = True
    nullable: Annotated[bool | None, Meta(description="Whether it may be null; leave out to allow both.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredColumns(Rule):
    """Columns that every table of the final schema must have."""

    kind: Literal["required_columns"]
    columns: Annotated[tuple[Column, ...], Meta(min_length=1)]


class Named(StrEnum):
    """What a naming rule may be about; a boolean is a column of that type."""

    TABLE = "table"
    COLUMN = "column"
    BOOLEAN = "boolean"


class Style(StrEnum):
    """Ways to join words in a name."""

    SNAKE_CASE = "snake_case"
    CAMEL_CASE = "camelCase"
    PASCAL_CASE = "PascalCase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming(Rule):
    """How tables, columns and booleans are named; all given conditions must hold."""

    kind: Literal["naming"]
    of: Annotated[tuple[Named, ...], Meta(min_length=1)]
    style: Style | None = None
    prefixes: Annotated[Names, Meta(description="The name must begin with one of these.")] = ()
    suffixes: Annotated[Names, Meta(description="The name must end with one of these.")] = ()
    pattern: Annotated[Name | None, Meta(description="A regular expression the whole name must match.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageOf(Rule):
    """How much of services or of files the tests must execute."""

    kind: Literal["coverage"]
    of: Annotated[
        Literal["services", "files"],
        Meta(description="services: each service as a whole; files: each file of the scope (critical paths)."),
    ]
    minimum: Annotated[Percent, Meta(description="Percent of lines that tests execute.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredFiles(Rule):
    """Files the repository must have."""

    kind: Literal["required_files"]
    files: Annotated[
        tuple[Glob | Annotated[tuple[Glob, ...], Meta(min_length=1)], ...],
        Meta(min_length=1, description="Path globs; of a list inside the list one is enough."),
    ]


class Documented(StrEnum):
    """What a documentation rule may be about."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    METHOD = "method"


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentation(Rule):
    """How many public names must be documented."""

    kind: Literal["documentation"]
    minimum: Annotated[Percent, Meta(description="Percent of public names; at 100 every single one is reported.")]
    of: tuple[Documented, ...] = (Documented.CLASS, Documented.FUNCTION, Documented.METHOD)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeLimits(Rule):
    """How large files and functions may be; at least one limit."""

    kind: Literal["size_limits"]
    file_lines: Annotated[Count, Meta(description="Lines of a file.")] | None = None
    function_lines: Annotated[Count, Meta(description="Lines of a function or method.")] | None = None
    parameters: Annotated[int, Meta(ge=0, le=1000, description="Parameters of a function.")] | None = None


AnyRule: TypeAlias = (
    ForbiddenPattern
    | RequiredPattern
    | RequiredColumns
    | Naming
    | CoverageOf
    | RequiredFiles
    | Documentation
    | SizeLimits
)
KINDS: dict[str, type[AnyRule]] = {
    "forbidden_pattern": ForbiddenPattern,
    "required_pattern": RequiredPattern,
    "required_columns": RequiredColumns,
    "naming": Naming,
    "coverage": CoverageOf,
    "required_files": RequiredFiles,
    "documentation": Documentation,
    "size_limits": SizeLimits,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """Everything one standards.yaml says; ``exclude`` holds for every rule."""

    version: Literal[1]
    rules: tuple[AnyRule, ...]
    exclude: tuple[Glob, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The rules that matter here, and what they all leave alone."""

    version: Annotated[Literal[1], Meta(description="Version of this format.")]
    rules: Annotated[list[dict[str, object]], Meta(description="The rules; five to ten are enough.")]
    exclude: Annotated[tuple[Glob, ...], Meta(description="Path globs that no rule looks at.")] = ()
