"""Everyday verbs whose subcommands belong to several concepts."""

from kaizen.cli.lazy import LazyGroup

check = LazyGroup(
    "check",
    commands={
        "standards": ("kaizen.cli.standards:check", "Check the rules of standards.yaml."),
        "health": ("kaizen.cli.probes:check", "Run the probes of kaizen.yaml now."),
    },
    help="Check standards or health; exits 1 when the check says no.",
)

report = LazyGroup(
    "report",
    commands={
        "issues": ("kaizen.cli.reports:issues", "Open findings, grouped by rule, worst first."),
        "trends": ("kaizen.cli.reports:trends", "Are findings, coverage and failures getting better?"),
    },
    help="Write a report of issues or trends.",
)
