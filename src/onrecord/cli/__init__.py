"""The command line, one verb a module.

In: arguments, files, standard input. Out: text or JSON on standard output, progress and errors on standard error, and an exit code: 0 done, 1 problems were
found, 2 wrong use. Imports are lazy, so that `--help` answers at once. It decides nothing about reports: pipeline.py reads them, group/ compares them,
show.py and sheet/ draw, why.py explains.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from onrecord import __version__
from onrecord.cli.add import add_command
from onrecord.cli.backup import backup_command
from onrecord.cli.check import check_command
from onrecord.cli.common import DONE, STOPPED, WRONG_USE, say
from onrecord.cli.compare import compare_command
from onrecord.cli.doctor import doctor_command
from onrecord.cli.dossier import dossier_command, events_command
from onrecord.cli.export import export_command
from onrecord.cli.find import find_command
from onrecord.cli.follow import follow_command
from onrecord.cli.judge import judge_command
from onrecord.cli.people import people_command
from onrecord.cli.read import read_command
from onrecord.cli.sample import sample_command
from onrecord.cli.schema import schema_command
from onrecord.cli.serve import serve_command
from onrecord.cli.show import show_command
from onrecord.cli.verify import head_command, verify_command
from onrecord.cli.watch import watch_command
from onrecord.cli.withhold import withhold_command
from onrecord.errors import OnrecordError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Read news reports and keep the record of statements: who said what, on whose word."""


for command in (
    serve_command, read_command, compare_command, check_command, export_command,
    add_command, watch_command, find_command, people_command, events_command, dossier_command, follow_command, show_command, judge_command,
    verify_command, head_command, backup_command, withhold_command,
    sample_command, doctor_command, schema_command,
):  # fmt: skip
    commands.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; every error is one line on standard error, and a reader that went away (a closed pipe) is none."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = commands.main(arguments, prog_name="onrecord", standalone_mode=False) or DONE
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as e:
        click.echo(e.format_message(), err=True)
        code = WRONG_USE
    except click.ClickException as e:
        code = fail(e.format_message())
    except OnrecordError as e:
        code = fail(str(e))
    except click.Abort:
        code = fail("stopped", STOPPED)
    except BrokenPipeError:
        code = DONE
        silence()
    except OSError as e:
        code = fail(f"{e.filename}: {e.strerror}" if e.filename else str(e))
    sys.exit(code)


def fail(message: str, code: int = WRONG_USE) -> int:
    """Say what went wrong in one line."""
    from onrecord.phrase import make_visible

    say(f"onrecord: {make_visible(message)}")
    return code


def silence() -> None:
    """Point standard output nowhere, so that nothing complains when Python flushes it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
