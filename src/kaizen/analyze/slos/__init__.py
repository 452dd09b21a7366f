"""Objectives, their error budgets and burn-rate alerts: pure functions from slices, an objective and a time."""

from kaizen.analyze.slos.backtest import Backtest, Incident, backtest
from kaizen.analyze.slos.defaults import default_alerts
from kaizen.analyze.slos.evaluation import evaluate, judge
from kaizen.analyze.slos.lint import Problem, Weight, lint
from kaizen.analyze.slos.meters import Meter, meter_of
from kaizen.analyze.slos.model import AlertRule, BudgetingMethod, NoData, Objective, State, Window
from kaizen.analyze.slos.openslo import Documents, Loss, Resolved, read_documents, resolve, write_documents
from kaizen.analyze.slos.slices import Slices, read_slices, slices_of
from kaizen.analyze.slos.views import Evaluation

__all__ = [
    "AlertRule",
    "Backtest",
    "BudgetingMethod",
    "Documents",
    "Evaluation",
    "Incident",
    "Loss",
    "Meter",
    "NoData",
    "Objective",
    "Problem",
    "Resolved",
    "Slices",
    "State",
    "Weight",
    "Window",
    "backtest",
    "default_alerts",
    "evaluate",
    "judge",
    "lint",
    "meter_of",
    "read_documents",
    "read_slices",
    "resolve",
    "slices_of",
    "write_documents",
]
