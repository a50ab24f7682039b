"""The `hallmark` command. Exit status: 0 ok, 1 the answer is no, 2 wrong use or a machine that lacks something.

Belongs here: the list of verbs and the one place where errors become sentences. Not here: what a verb does.
"""

import os
import sys

import typer

from assets.lake.errors import HallmarkError, contained
from orchestration.cli import say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Training corpora that anyone can audit, from a house's own material.")


def _register() -> None:
    from orchestration.cli import releases, road, setup

    for module in (setup, road, releases):
        for verb in module.VERBS:
            app.command(verb.__name__.rstrip("_").replace("_", "-"))(verb)


def run() -> None:
    """The console script. Foreign errors leave as one sentence: class and where the original lies, never its text."""
    _register()
    try:
        app(standalone_mode=False)
    except HallmarkError as error:
        say.err.print(str(error), markup=False)
        sys.exit(error.exit_code)
    except typer.Exit as leave:
        sys.exit(leave.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        say.err.print("Stopped; nothing half-done is visible.", markup=False)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # the outermost boundary (law 6)
        usage = getattr(error, "format_message", None)
        if usage is not None and hasattr(error, "exit_code"):
            say.err.print(f"{usage()} See `hallmark --help`.", markup=False)
            sys.exit(2)
        say.err.print(str(contained(error, "command", _vault())), markup=False)
        sys.exit(2)


def _vault():
    """The vault's store when there is a home, for keeping the original of an unforeseen error."""
    from assets.lake import Home
    from assets.lake.storage import open_store

    try:
        home = Home.open()
        zone = home.house.zones()["vault"]
        return open_store(zone["url"], home.path, zone)
    except HallmarkError:
        return None
