"""Objectives written for other tools: which files, and what does not carry over."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaizen.analyze.slos.grafana import dashboard_text
from kaizen.analyze.slos.openslo.documents import Document
from kaizen.analyze.slos.openslo.resolving import resolve
from kaizen.analyze.slos.openslo.writing import write_documents
from kaizen.analyze.slos.prometheus import Losses, ruled, rules_text
from kaizen.analyze.slos.promtool import tests_text

RULES_FILE = "kaizen-slos.rules.yml"
TESTS_FILE = "kaizen-slos.test.yml"
DASHBOARD_FILE = "kaizen-slos.dashboard.json"
OPENSLO_FILE = "kaizen-slos.openslo.yaml"


@dataclass(frozen=True, slots=True)
class Exported:
    """Texts by file name, and what does not carry over."""

    files: dict[str, str]
    losses: tuple[str, ...] = ()


def exported(form: str, documents: Sequence[Document]) -> Exported:
    """The documents as ``prometheus``, ``promtool``, ``grafana`` or ``openslo``.

    Raises the first KaizenError slos.* of a reference or value that does not hold.
    """
    resolved, problems = resolve(documents)
    if problems:
        raise problems[0]
    if form == "openslo":
        return Exported({OPENSLO_FILE: write_documents(documents)})
    losses = Losses()
    objectives = ruled(resolved, documents, losses)
    if form == "grafana":
        return Exported({DASHBOARD_FILE: dashboard_text(objectives)}, tuple(losses.told))
    if form == "promtool":
        return Exported({TESTS_FILE: tests_text(objectives, RULES_FILE, losses)}, tuple(losses.told))
    return Exported({RULES_FILE: rules_text(objectives, losses)}, tuple(dict.fromkeys(losses.told)))
