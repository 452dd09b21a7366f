"""What a path says of a SQL script: its version, whether it undoes, whether it belongs to tests or examples."""

import re

OUTSIDE_WORDS = """
test tests __tests__ testdata test_data test-data testing fixtures __fixtures__ fixture example examples sample samples
demo demos docs doc documentation benchmark benchmarks bench e2e spec specs seeds seed seeders mocks __mocks__ tutorial
tutorials cookbook snippets playground sandbox integration-tests integration_tests
"""
OUTSIDE = frozenset(OUTSIDE_WORDS.split())
UNDOES = re.compile(r"(^|[._-])(down|undo|rollback|revert|downgrade)\.sql$|^U\d[\d._]*__", re.IGNORECASE)
UNDOING_FOLDERS = frozenset(("down", "rollback", "rollbacks", "undo", "revert", "downgrade", "downgrades"))
ASIDE = re.compile(
    r"^(drop|delete|down|rollback|teardown|reset|clean|cleanup|uninstall|undo|truncate|wipe|seed|seeds|sample|test"
    r"|tests|mock|demo|fixture|fixtures|example|dummy|data|insert|inserts|query|queries)([._-]|s?\.sql$)"
    r"|[._-](drop|seed|seeds|rollback|teardown|cleanup|fixtures?|sample|queries|query)\.sql$",
    re.IGNORECASE,
)
VERSION = re.compile(
    r"^(?:v|m|migration[_-]?|schema[_-]?|update[_-]?|upgrade[_-]?|patch[_-]?)?(\d[\d._-]*)", re.IGNORECASE
)
FLYWAY = re.compile(r"^[VB]\d[\d._]*__.*\.sql$", re.IGNORECASE)
REPEATABLE = re.compile(r"^R__.*\.sql$")
SUPABASE = re.compile(r"^\d+_.*\.sql$")
NESTED = frozenset(("migration.sql", "up.sql"))
MIGRATING = re.compile(
    r"^(.*[_-])?(migrations?|migrate|versions|drizzle|changelogs?|changesets?|evolutions|updates|patches|deploy)$",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")
FIRST = re.compile(r"extension|enum|types?\b|domains?\b", re.IGNORECASE)
SECOND = re.compile(r"schema|init|structure|create|tables?|ddl|setup|base", re.IGNORECASE)
LATER = re.compile(r"views?|functions?|procedures?|routines?", re.IGNORECASE)
LAST = re.compile(r"triggers?|polic|rls|index|grant|constraint|permission", re.IGNORECASE)


def is_outside(path: str) -> bool:
    """Whether a path lies in tests, examples, seeds or documentation."""
    return not OUTSIDE.isdisjoint(path.lower().split("/")[:-1])


def undoes(path: str) -> bool:
    """Whether a script takes a migration back."""
    folder, _, name = path.rpartition("/")
    return bool(UNDOES.search(name)) or folder.rpartition("/")[2].lower() in UNDOING_FOLDERS


def is_aside(name: str) -> bool:
    """Whether a script without a version number drops, seeds or queries."""
    return bool(ASIDE.search(name))


def is_versioned(name: str) -> bool:
    """Whether a file or folder name starts with a version."""
    return bool(VERSION.match(name))


def in_migrations(folder: str) -> bool:
    """Whether a folder is one of migrations by its name."""
    return any(MIGRATING.match(part) for part in folder.split("/"))


def version_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts names by the numbers in them: 9 before 10, and Flyway's 1_2 after 1_1 and before 2."""
    key: list[tuple[int, int | str]] = []
    position = 0
    for match in DIGITS.finditer(name):
        between = name[position : match.start()]
        if between.strip("._-"):
            key.append((1, between))
        key.append((0, int(match.group()[:200])))
        position = match.end()
    return (*key, (1, name[position:]))


def rank(name: str) -> int:
    """The usual order of scripts without numbers: types, tables, other, functions, triggers."""
    for number, pattern in ((0, FIRST), (4, LAST), (3, LATER), (1, SECOND)):
        if pattern.search(name):
            return number
    return 2
