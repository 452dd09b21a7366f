"""Standards: the few rules a repository holds itself to, checked against code, schema, tests and files."""

from kaizen.analyze.standards.evaluation import evaluate
from kaizen.analyze.standards.loading import default, examine, load
from kaizen.analyze.standards.verdict import Covered, Material, Report, RuleState

__all__ = ["Covered", "Material", "Report", "RuleState", "default", "evaluate", "examine", "load"]
