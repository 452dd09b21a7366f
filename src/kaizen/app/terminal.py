"""Runs the command line and turns what goes wrong into sentences and exit codes."""

import errno
import os
import sys

import click

from kaizen.app.assembly import Assembly
from kaizen.cli import root
from kaizen.cli.errors import DONE, WRONG_USE_OR_BROKEN, report_error, spoken_language
from kaizen.kit.errors import KaizenError

INTERRUPTED = 130
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def run() -> int:
    """The exit code of one command."""
    try:
        outcome = root.main(obj=Assembly(), standalone_mode=False)
        return outcome if isinstance(outcome, int) else DONE
    except KaizenError as error:
        return report_error(error, spoken_language(os.environ.get("KAIZEN_LANGUAGE", "")))
    except click.ClickException as error:
        error.show()
        return WRONG_USE_OR_BROKEN
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _give_up_stdout()  # the reader has seen enough: kaizen ... | head
        return DONE
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        _give_up_stdout()
        told = KaizenError("kit.output_unwritable", reason=error.strerror)
        return report_error(told, spoken_language(os.environ.get("KAIZEN_LANGUAGE", "")))


def _give_up_stdout() -> None:
    """Without this, Python complains again about what it could not write, while it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
