"""``kaizen slos``: objectives judged, replayed, checked and exported from files, without a store or a server."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaizen.cli.output import emit_json, json_option, say, table, when

if TYPE_CHECKING:
    from kaizen.analyze.slos import Backtest, Evaluation, Incident, Resolved, Slices
    from kaizen.analyze.slos.openslo import Documents

FILE = click.Path(path_type=Path)
OPTIONS = {"help_option_names": ["-h", "--help"]}
slo_option = click.option("--slo", "files", type=FILE, multiple=True, required=True, help="OpenSLO file; may repeat.")
slices_option = click.option(
    "--slices",
    "slices",
    multiple=True,
    required=True,
    metavar="FILE",
    help="CSV with minute,good,bad,total. For a composite: MEMBER=FILE, once for each member.",
)
objective_option = click.option("--objective", "name", help="Which objective, where the files hold several.")


@click.group(context_settings=OPTIONS)
def slos() -> None:
    """Objectives, error budgets and burn-rate alerts."""


@slos.command()
@slo_option
@slices_option
@objective_option
@click.option("--at", "at", help="The time to judge at, with its zone; without it, now.")
@json_option
def evaluate(files: tuple[Path, ...], slices: tuple[str, ...], name: str | None, at: str | None, as_json: bool) -> None:
    """Judge an objective at a time: indicator, budget, burn rates, alerts, forecast, state."""
    from kaizen.analyze.slos import evaluate as judge

    chosen = _chosen(files, name)
    result = judge(_slices(slices, chosen), chosen.objective, _moment(at) if at else datetime.now(UTC))
    for note in result.evidence.notes:
        say(f"note: {note}.")
    if as_json:
        emit_json(result)
    else:
        _show_evaluation(result)


@slos.command()
@slo_option
@slices_option
@objective_option
@click.option("--incidents", type=FILE, help="CSV with name,start,end: when users were hurt.")
@json_option
def backtest(
    files: tuple[Path, ...], slices: tuple[str, ...], name: str | None, incidents: Path | None, as_json: bool
) -> None:
    """Replay history: when each alert would have fired, for how long, and which incidents it would have met."""
    from kaizen.analyze.slos import backtest as replay

    chosen = _chosen(files, name)
    result = replay(_slices(slices, chosen), chosen.objective, _incidents(incidents))
    for note in result.notes:
        say(f"note: {note}.")
    if as_json:
        emit_json(result)
    else:
        _show_backtest(result)


@slos.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--slices", "slices", type=FILE, help="CSV with minute,good,bad,total: the traffic to check alerts against."
)
@json_option
@click.pass_context
def lint(ctx: click.Context, files: tuple[Path, ...], slices: Path | None, as_json: bool) -> None:
    """Check OpenSLO files: mistakes, and alerts that are noise, late, unreachable or doubled; exits 1 on an error.

    Warnings alone do not make it fail.
    """
    from kaizen.analyze.slos import Weight, read_slices, resolve
    from kaizen.analyze.slos import lint as check
    from kaizen.analyze.slos.lint import problem_of

    read = _documents(files)
    resolved, problems = resolve(read.documents)
    traffic = read_slices(_text(slices), str(slices)) if slices else None
    found = [*map(problem_of, (*read.problems, *problems)), *check(resolved, traffic)]
    failed = any(problem.severity is Weight.ERROR for problem in found)
    if as_json:
        emit_json({"ok": not failed, "objectives": len(resolved), "problems": found, "losses": read.losses})
    else:
        for problem in found:
            where = f"{problem.file}:{problem.line}" if problem.line else problem.file
            click.echo(f"{where}: {problem.severity}: {problem.message} [{problem.rule}]")
            click.echo(f"    fix: {problem.fix}")
        _tell_losses(read)
        say(f"{len(resolved)} objectives, {len(found)} problems.")
    ctx.exit(1 if failed else 0)


@slos.command()
@click.argument("form", type=click.Choice(["prometheus", "promtool", "grafana", "openslo"]))
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--out", type=FILE, help="Write files into this folder instead of to stdout.")
def export(form: str, files: tuple[Path, ...], out: Path | None) -> None:
    """Write objectives as Prometheus rules, promtool unit tests, a Grafana dashboard or OpenSLO v1.

    What does not carry over is told on stderr.
    """
    from kaizen.analyze.slos.exporting import exported

    read = _documents(files)
    _raise_first(read.problems)
    result = exported(form, read.documents)
    _tell_losses(read)
    for loss in result.losses:
        say(f"not exported: {loss}")
    for file_name, text in result.files.items():
        if out is None:
            click.echo(text, nl=False)
        else:
            _write(out, file_name, text)


def _chosen(files: tuple[Path, ...], name: str | None) -> "Resolved":
    from kaizen.analyze.slos import resolve
    from kaizen.kit.errors import KaizenError

    read = _documents(files)
    _raise_first(read.problems)
    resolved, problems = resolve(read.documents)
    _raise_first(problems)
    _tell_losses(read)
    names = ", ".join(each.objective.name for each in resolved)
    if not resolved:
        raise KaizenError("slos.no_objective", files=", ".join(map(str, files)))
    if name is None and len(resolved) > 1:
        raise KaizenError("slos.objective_needed", names=names)
    found = [each for each in resolved if name in {None, each.objective.name}]
    if not found:
        raise KaizenError("slos.objective_unknown", name=name, names=names)
    return found[0]


def _documents(files: tuple[Path, ...]) -> "Documents":
    from kaizen.analyze.slos import Documents, read_documents

    return sum((read_documents(_read(file), str(file)) for file in files), Documents())


def _raise_first(problems: "tuple[Exception, ...]") -> None:
    """Raises the first problem; the others are told."""
    for problem in problems[1:]:
        say(f"also: {problem}")
    if problems:
        raise problems[0]


def _tell_losses(read: "Documents") -> None:
    for loss in read.losses:
        say(f"{loss.file}:{loss.line}: {loss.field}: {loss.what}.")


def _slices(given: tuple[str, ...], chosen: "Resolved") -> "Slices | dict[str, Slices]":
    """One file, or ``MEMBER=FILE`` for each member of a composite."""
    from kaizen.analyze.slos import read_slices
    from kaizen.kit.errors import KaizenError

    if len(given) == 1 and (Path(given[0]).exists() or "=" not in given[0]):
        return read_slices(_text(Path(given[0])), given[0])
    pairs = [each.partition("=") for each in given]
    if not all(file for _, _, file in pairs):
        members = ", ".join(member.name for member in chosen.objective.members) or "none"
        raise KaizenError(
            "slos.slices_members", objective=chosen.objective.name, members=members, given=", ".join(given)
        )
    return {name: read_slices(_text(Path(file)), file) for name, _, file in pairs}


def _incidents(file: Path | None) -> "list[Incident]":
    from kaizen.analyze.slos.incidents import read_incidents

    return read_incidents(_text(file), str(file)) if file else []


def _moment(text: str) -> datetime:
    from kaizen.kit.errors import KaizenError

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1970 <= moment.year <= 2200:
        raise KaizenError("slos.time_bad", given=text)
    return moment.astimezone(UTC)


def _read(file: Path) -> bytes:
    from kaizen.kit.errors import KaizenError

    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise KaizenError("slos.file_missing", file=file) from error
    except OSError as error:
        raise KaizenError("slos.file_unreadable", file=file, detail=error.strerror or error) from error


def _text(file: Path) -> str:
    from kaizen.kit.errors import KaizenError

    data = _read(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KaizenError("slos.file_encoding", file=file, byte=error.start) from error


def _write(folder: Path, name: str, text: str) -> None:
    from kaizen.kit.errors import KaizenError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise KaizenError("slos.not_written", file=folder / name, detail=error.strerror or error) from error
    say(f"Written to {folder / name}.")


def _show_evaluation(result: "Evaluation") -> None:
    click.echo(result.explanation)
    click.echo()
    click.echo(table(("WINDOW", "BURN RATE"), [(each.window, _short(each.rate)) for each in result.burn]))
    if result.alerts:
        rows = [(each.name, each.severity, "yes" if each.firing else "no", each.since) for each in result.alerts]
        click.echo()
        click.echo(table(("ALERT", "SEVERITY", "FIRES", "SINCE"), rows))


def _show_backtest(result: "Backtest") -> None:
    click.echo(result.explanation)
    rows = [
        (
            each.name,
            each.severity,
            episode.start,
            "still" if episode.end is None else when(episode.end),
            episode.minutes,
        )
        for each in result.alerts
        for episode in each.episodes
    ]
    if rows:
        click.echo()
        click.echo(table(("ALERT", "SEVERITY", "FROM", "TO", "MINUTES"), rows))
    if result.incidents:
        click.echo()
        shown = [(each.name, each.start, each.severity or "missed", each.delay_minutes) for each in result.incidents]
        click.echo(table(("INCIDENT", "START", "NOTICED BY", "AFTER MINUTES"), shown))


def _short(rate: object) -> str | None:
    from decimal import Decimal

    from kaizen.analyze.slos.exact import words

    return words(rate) if isinstance(rate, Decimal) else None
