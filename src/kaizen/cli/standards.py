"""``kaizen standards`` and ``kaizen check standards``."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaizen.cli.application import application
from kaizen.cli.errors import CHECK_SAYS_NO
from kaizen.cli.output import ProgressLine, emit_json, json_option, say, table

if TYPE_CHECKING:
    from kaizen.analyze.standards.views import Checked, RuleDetail

PATH = click.argument("path", default=".", type=click.Path(path_type=Path))
FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")
LEVELS = ("critical", "warning", "info", "never")
SHOWN_OF_RULE = 20


@click.command()
@PATH
@click.option("--format", "wanted", type=click.Choice(FORMATS), default="text", show_default=True, help="How to tell.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to stdout.")
@click.option(
    "--fail-on", type=click.Choice(LEVELS), default="warning", show_default=True, help="Exit 1 from this severity on."
)
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="GITHUB_STEP_SUMMARY",
    help="With --format github: append a Markdown summary to this file.",
)
@click.option(
    "--all", "show_all", is_flag=True, help=f"With --format text: more than {SHOWN_OF_RULE} places of a rule."
)
@json_option
@click.pass_context
def check(
    ctx: click.Context,
    path: Path,
    wanted: str,
    output: Path | None,
    fail_on: str,
    summary: Path | None,
    show_all: bool,
    as_json: bool,
) -> None:
    """Check a folder against its standards.yaml and record what is found.

    Without standards.yaml, Kaizen's own ten rules hold. Exits 0 when nothing of --fail-on or worse is
    open, 1 when something is, 2 for a wrong standards.yaml. Waived findings and exceptions do not count.
    """
    from kaizen.analyze.standards.gathering import rules_of
    from kaizen.analyze.standards.service import check_folder

    for problem in rules_of(path).problems[1:]:
        say(f"also: {problem.sentence()}")
    app = application(ctx)
    line = ProgressLine()
    try:
        checked = check_folder(app.context(), path, app.cache_dir, line)
    finally:
        line.close()
    told = _told(ctx, checked, "json" if as_json else wanted, show_all=show_all)
    if output is None:
        click.echo(told, nl=False)
    else:
        _write(output, told)
    if wanted == "github" and summary is not None:
        _append(summary, checked)
    if _says_no(checked, fail_on):
        ctx.exit(CHECK_SAYS_NO)


def _told(ctx: click.Context, checked: "Checked", wanted: str, *, show_all: bool) -> str:
    from kaizen import __version__
    from kaizen.analyze.findings.formats import Format, written
    from kaizen.analyze.findings.service import open_findings
    from kaizen.analyze.standards.model import FILE
    from kaizen.kit.codecs import to_pretty_json

    if wanted == "text":
        for problem in checked.standards.problems:
            say(f"warning: {problem}")
        return _text(checked, show_all=show_all)
    if wanted == "json":
        found = open_findings(application(ctx).context(), checked.repository_id)
        body = {"standards": checked.standards, "findings": found, "changes": checked.changes}
        return to_pretty_json(body) + "\n"
    rules = checked.for_reports()
    return written(Format(wanted), checked.findings, rules, version=__version__, repository_place=FILE)


def _text(checked: "Checked", *, show_all: bool) -> str:
    from kaizen.analyze.findings.output import one_line, unwaived

    lines: list[str] = []
    found = unwaived(checked.findings)
    for rule in sorted(checked.details, key=lambda each: each.severity.rank):
        places = [each for each in found if each.rule == rule.id]
        if not places:
            continue
        lines.append(f"{rule.severity}  {rule.id}: {rule.title}")
        for each in places if show_all else places[:SHOWN_OF_RULE]:
            place = each.path if each.line is None else f"{each.path}:{each.line}"
            lines.append(f"  {one_line(place)}  {one_line(each.message)}")
        if len(places) > SHOWN_OF_RULE and not show_all:
            lines.append(f"  and {len(places) - SHOWN_OF_RULE} more (--all)")
        lines += [f"  fix: {one_line(rule.fix)}", ""]
    rows = [(rule.state, rule.id, rule.open, rule.reason) for rule in checked.details]
    lines.append(table(("STATE", "RULE", "OPEN", "REASON"), rows))
    changes = checked.changes
    lines += ["", f"{changes.opened} new, {changes.reopened} back, {changes.resolved} gone since the last check."]
    return "\n".join(lines) + "\n"


def _says_no(checked: "Checked", fail_on: str) -> bool:
    from kaizen.analyze.findings import Severity, State

    if fail_on == "never":
        return False
    limit = Severity(fail_on).rank
    return any(each.state is State.OPEN and each.severity.rank <= limit for each in checked.findings)


def _write(file: Path, text: str) -> None:
    """The whole file or nothing: a reader never meets half a report. A link stays one, a pipe or device is fed."""
    from kaizen.kit.errors import KaizenError

    try:
        if file.absolute().is_relative_to("/dev") or (file.exists() and not file.is_file()):
            with file.open("a", encoding="utf-8") as out:
                out.write(text)
        else:
            _replace(file.resolve(), text)
    except OSError as error:
        raise KaizenError("standards.not_written", file=file, problem=error.strerror or error) from error


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _append(file: Path, checked: "Checked") -> None:
    from kaizen.analyze.findings.github import summary
    from kaizen.kit.errors import KaizenError

    try:
        with file.open("a", encoding="utf-8") as out:
            out.write(summary(checked.findings))
    except OSError as error:
        raise KaizenError("standards.not_written", file=file, problem=error.strerror or error) from error


@click.group()
def standards() -> None:
    """The rules of standards.yaml."""


standards.add_command(check, "check")


@standards.command("list")
@PATH
@json_option
@click.pass_context
def list_(ctx: click.Context, path: Path, as_json: bool) -> None:
    """List the rules of a folder, and how they stood when they were checked last."""
    from kaizen.analyze.standards.service import standing_of_folder

    shown = standing_of_folder(application(ctx).context(), path)
    if as_json:
        emit_json(shown)
        return
    rows = [(rule.id, rule.severity, rule.kind, rule.state, rule.open, rule.title) for rule in shown.rules]
    click.echo(table(("RULE", "SEVERITY", "KIND", "STATE", "OPEN", "TITLE"), rows))
    say(f"From {shown.file or 'the built-in rules'}; one of them in full: kaizen standards explain RULE.")


@standards.command()
@click.argument("rule")
@click.option("--path", default=".", type=click.Path(path_type=Path), help="The folder whose rules are meant.")
@json_option
def explain(rule: str, path: Path, as_json: bool) -> None:
    """Explain a rule: why it is there, what to do, an example of each, its exceptions."""
    from kaizen.analyze.standards.service import picked, rules_of_folder

    found = picked(rules_of_folder(path), rule)
    if as_json:
        emit_json(found)
    else:
        click.echo(_explained(found))


def _explained(rule: "RuleDetail") -> str:
    lines = [f"{rule.id}: {rule.title}", f"{rule.severity}, {rule.kind}"]
    if rule.scope:
        lines.append(f"where: {', '.join(rule.scope)}")
    lines += ["", "Why", *_indented(rule.why), "", "Fix", *_indented(rule.fix)]
    if rule.examples:
        lines += ["", "Bad", *_indented(rule.examples.bad), "", "Good", *_indented(rule.examples.good)]
    if rule.exceptions:
        lines += ["", "Exceptions"]
        lines += [f"  {each.path} until {each.expires}: {each.reason}" for each in rule.exceptions]
    return "\n".join([*lines, "", f"Read more: {rule.docs}"])


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.strip().splitlines()]


@standards.command()
@PATH
def init(path: Path) -> None:
    """Write the built-in rules, with comments, to standards.yaml in a folder, to be changed."""
    from kaizen.analyze.standards.loading import DEFAULT
    from kaizen.analyze.standards.model import FILE
    from kaizen.kit.errors import KaizenError

    file = path / FILE
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(DEFAULT.read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise KaizenError("standards.file_exists", file=file) from error
    except OSError as error:
        raise KaizenError("standards.not_written", file=file, problem=error.strerror or error) from error
    say(f"Wrote {file}. Check the folder against it: {shlex.join(['kaizen', 'check', 'standards', str(path)])}")


@standards.command()
def schema() -> None:
    """Print the JSON Schema of standards.yaml, for editors."""
    from kaizen.analyze.standards.schema import json_schema

    emit_json(json_schema())
