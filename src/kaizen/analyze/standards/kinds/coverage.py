"""Coverage of services and of critical files, from a report that somebody measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaizen.analyze.standards.model import CoverageOf
from kaizen.analyze.standards.scopes import ItemScope
from kaizen.analyze.standards.verdict import Covered, Material, Outcome, Violation
from kaizen.collect.inventory.model import Item, Kind

NOT_MEASURED = "no coverage was measured: run the tests with coverage, or import a report"


@dataclass(frozen=True, slots=True)
class Share:
    """How much of some files tests execute; ``missing`` counts files that the report does not know."""

    covered: int
    total: int
    missing: int

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.total


def check(rule: CoverageOf, material: Material, paths: Sequence[str], items: ItemScope, outcome: Outcome) -> None:
    """Compares the share of executed lines with the minimum, per service or per file of the scope.

    A code file the report does not know counts as not executed at all, if the report knows its language.
    """
    outcome.unit = "service" if rule.of == "services" else "file"
    if not material.coverage:
        outcome.unknown = NOT_MEASURED
        return
    languages = {material.facts[path].language for path in material.coverage if path in material.facts}
    measurable = [path for path in paths if material.facts[path].language in languages]
    if rule.of == "files":
        outcome.blind |= set(paths) - set(measurable)
        _files(rule, material, measurable, outcome)
    else:
        _services(rule, material, measurable, items, outcome)


def _files(rule: CoverageOf, material: Material, paths: Sequence[str], outcome: Outcome) -> None:
    outcome.checked = len(paths)
    if not paths:
        outcome.unknown = "no file in scope is of a language that was measured"
    for path in paths:
        share = _share(material, [path])
        if share is not None and share.percent < rule.minimum:
            told = "is not in the coverage report, so no test executes it" if share.missing else _told(share)
            message = f"{told}; {rule.minimum:g} % are wanted"
            outcome.add(Violation(path, None, message, ""))


def _services(rule: CoverageOf, material: Material, paths: Sequence[str], scope: ItemScope, outcome: Outcome) -> None:
    services = [
        item
        for item in material.items or ()
        if item.kind is Kind.SERVICE and not item.attributes.get("external") and scope.covers(item.name, item.path)
    ]
    dark: list[str] = []
    for service in services:
        files = _files_of(service, services, paths)
        share = _share(material, files)
        subject = f"service {service.name}"
        if share is None or share.missing == len(files):
            dark.append(service.name)
            outcome.blind.add(subject)
            continue
        outcome.checked += 1
        if share.percent < rule.minimum:
            message = f"{subject}: {_told(share)}; {rule.minimum:g} % are wanted"
            outcome.add(
                Violation(service.path, service.line, message, "coverage", subject, (service.kind, service.name))
            )
    if not services:
        outcome.unknown = "no service is in scope"
    elif not outcome.checked:
        outcome.unknown = f"no coverage was measured of {', '.join(sorted(dark))}"
    elif dark:
        outcome.partly = f"not measured: {', '.join(sorted(dark))}"


def _files_of(service: Item, services: Sequence[Item], paths: Sequence[str]) -> list[str]:
    """Files below the service's folder that do not belong to a service deeper down."""
    folder = _folder(service)
    inner = {_folder(other) for other in services if _below(_folder(other), folder) and _folder(other) != folder}
    return [path for path in paths if _below(path, folder) and not any(_below(path, each) for each in inner)]


def _folder(service: Item) -> str:
    declared = service.attributes.get("folder")
    return declared if isinstance(declared, str) else service.path.rpartition("/")[0]


def _below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _share(material: Material, paths: Sequence[str]) -> Share | None:
    """Executed lines of the files together; None where there is nothing to execute."""
    coverage: Mapping[str, Covered] = material.coverage or {}
    known = [coverage[path] for path in paths if path in coverage]
    unknown = [path for path in paths if path not in coverage]
    total = sum(each.total for each in known) + sum(material.facts[path].lines for path in unknown)
    if not total:
        return None
    return Share(sum(each.covered for each in known), total, len(unknown))


def _told(share: Share) -> str:
    told = f"tests execute {share.percent:.1f} % of {share.total} lines"
    if share.missing:
        files = "1 file is" if share.missing == 1 else f"{share.missing} files are"
        return f"{told} ({files} not in the report and counted as not executed)"
    return told
