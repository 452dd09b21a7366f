"""OpenSLO: v1 read and written, v1alpha read, with precise problems and a report of what does not carry over."""

from kaizen.analyze.slos.openslo.documents import Loss
from kaizen.analyze.slos.openslo.reading import Documents, read_documents
from kaizen.analyze.slos.openslo.resolving import Resolved, resolve
from kaizen.analyze.slos.openslo.writing import write_documents

__all__ = ["Documents", "Loss", "Resolved", "read_documents", "resolve", "write_documents"]
