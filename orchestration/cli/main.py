"""The `hallmark` command. Exit status: 0 ok, 1 the answer is no, 2 wrong use or a machine that lacks something.

Belongs here: the list of verbs and the one place where errors become sentences. Not here: what a verb does.
"""

import os
import sys

import typer

from assets.lake.errors import HallmarkError, SetupError, contained
from orchestration.cli import say

INTERRUPTED = 130
STOPPED = "Stopped. Nothing half-done is visible; the same command picks up where it was."

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
                  help="Training corpora that anyone can audit, from a house's own material.")


def _register() -> None:
    from orchestration.cli import audit, erase, openlineage, releases, rights, road, sampling, setup

    for module in (setup, road, releases, audit, rights, openlineage, sampling):
        for verb in module.VERBS:
            first = (verb.__doc__ or "").strip().split("\n")[0]
            app.command(verb.__name__.rstrip("_").replace("_", "-"), short_help=first)(verb)
    for module in (sampling, erase, audit):
        for name, group in module.GROUPS.items():
            app.add_typer(group, name=name)


def run() -> None:
    """The console script. Foreign errors leave as one sentence: class and where the original lies, never its text."""
    if not app.registered_commands:
        _register()
    try:
        status = app(prog_name="hallmark", standalone_mode=False) or 0      # a verb's `typer.Exit` comes back as a number
        _end(STOPPED, status) if status == INTERRUPTED else sys.exit(status)
    except HallmarkError as error:
        _end(str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        _end(STOPPED, INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # the outermost boundary (law 6)
        usage = getattr(error, "format_message", None)
        if usage is not None and hasattr(error, "exit_code"):
            verb = getattr(getattr(error, "ctx", None), "command_path", "hallmark")
            _end(f"{usage().rstrip('.')}. See `{verb} --help`.", SetupError.exit_code)
        _end(*_of_foreign(error))
    except BaseException as error:      # Dagster's own word for an interrupt is no Exception
        if "Interrupt" not in type(error).__name__:
            raise
        _end(STOPPED, INTERRUPTED)


def _end(sentence: str, status: int) -> None:
    """The last sentence, as JSON on standard output when that was asked for, and the exit status."""
    if "--json" in sys.argv[1:]:
        say.as_json({"error": sentence})
    elif sentence:
        say.err.print(sentence, markup=False)
    sys.exit(status)


def _of_foreign(error: Exception) -> tuple[str, int]:
    """One sentence for an error nobody foresaw. An operating system's refusal of a path is told as such: a path is no data."""
    if isinstance(error, OSError) and error.errno != 28 and isinstance(error.filename, str | os.PathLike):
        return f"{os.fspath(error.filename)}: {error.strerror or type(error).__name__}; check the path and this user's permissions.", SetupError.exit_code
    safe = contained(error, _verb(), _vault())
    return str(safe), safe.exit_code


def _verb() -> str:
    return next((word for word in sys.argv[1:] if not word.startswith("-")), "command")


def _vault():
    """The vault's store when there is a home, for keeping the original of an unforeseen error."""
    from assets.lake import Home
    from assets.lake.storage import open_store

    try:
        home = Home.open()
        zone = home.house.zones()["vault"]
        return open_store(zone["url"], home.path, zone)
    except (HallmarkError, OSError, ValueError):
        return None
