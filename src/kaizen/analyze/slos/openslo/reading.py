"""From the bytes of an OpenSLO file to its documents, everything that is wrong with it, and what did not carry over."""

from dataclasses import dataclass

from kaizen.analyze.slos.openslo import alpha, objectives, policies
from kaizen.analyze.slos.openslo.documents import DataSource, Document, Loss, Service
from kaizen.analyze.slos.openslo.fields import Fields, Reading
from kaizen.analyze.slos.openslo.indicators import sli
from kaizen.analyze.slos.openslo.metadata import description, metadata
from kaizen.analyze.slos.openslo.nodes import Node, objects, parse
from kaizen.kit.errors import KaizenError

VERSION = "openslo/v1"
KINDS = ("Service", "DataSource", "SLI", "SLO", "AlertPolicy", "AlertCondition", "AlertNotificationTarget")


@dataclass(frozen=True, slots=True)
class Documents:
    """What was read of one or more files; a document with a problem is not among ``documents``."""

    documents: tuple[Document, ...] = ()
    problems: tuple[KaizenError, ...] = ()
    losses: tuple[Loss, ...] = ()

    def __add__(self, other: "Documents") -> "Documents":
        return Documents(self.documents + other.documents, self.problems + other.problems, self.losses + other.losses)


def read_documents(data: bytes, file: str) -> Documents:
    """The documents of a file of OpenSLO v1 or v1alpha, several or lists of them; never raises for what is in it."""
    reading = Reading(file)
    try:
        nodes = list(objects(parse(data, file)))
    except KaizenError as problem:
        return Documents(problems=(problem,))
    if not nodes:
        return Documents(problems=(KaizenError("slos.file_empty", file=file),))
    found: list[Document] = []
    for node in nodes:
        before = len(reading.problems)
        document = _document(node, reading)
        if document is not None and len(reading.problems) == before:
            found.append(document)
    return Documents(tuple(found), tuple(reading.problems), tuple(reading.losses))


def _document(node: Node, reading: Reading) -> Document | None:
    fields = Fields(node, "", reading)
    if node.fields is None:
        return None
    version = fields.choice("apiVersion", (VERSION, alpha.VERSION))
    if version == alpha.VERSION:
        return alpha.document(fields)
    kind = fields.choice("kind", KINDS)
    if not version or not kind:
        return None
    document = _of_kind(kind, fields)
    fields.finish()
    return document


def _of_kind(kind: str, fields: Fields) -> Document | None:
    match kind:
        case "SLO":
            return objectives.slo(fields)
        case "SLI":
            return sli(fields)
        case "AlertPolicy":
            return policies.policy(fields)
        case "AlertCondition":
            return policies.condition(fields)
        case "AlertNotificationTarget":
            return policies.notification_target(fields)
    return _plain(kind, fields)


def _plain(kind: str, fields: Fields) -> Document | None:
    head = metadata(fields)
    spec = fields.child("spec", required=kind == "DataSource")
    if spec is None:
        return Service(head, fields.place)
    told = description(spec)
    if kind == "Service":
        spec.finish()
        return Service(head, fields.place, told)
    type_ = spec.text("type")
    connection = spec.fields["connectionDetails"].plain() if spec.has("connectionDetails") else None
    spec.finish()
    return DataSource(head, fields.place, type_, connection, told)
