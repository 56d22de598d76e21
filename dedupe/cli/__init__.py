"""The command `dedupe`: a module a command, imported when it is called, and one place where errors end."""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

from dedupe._version import __version__
from dedupe.cli.signs import ERRORS

# Before NumPy is imported: no command multiplies matrices, and the threads that OpenBLAS starts for that
# spin for a tenth of a second.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS = ("cluster", "diff", "timeline", "explain", "unique", "report", "evaluate", "tune", "completion")
"""In the order in which they are likely to be needed; each has a module of its name in this package."""

COMPLETING = "_DEDUPE_COMPLETE"
"""The variable of the environment by which a shell asks what a word may become."""

DONE, FAILED, WRONG_USAGE, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143
"""Exit codes; the last two are what shells report of a process that SIGINT or SIGTERM ended."""


class Termination(KeyboardInterrupt):
    """SIGTERM has come: files and processes are tidied away as after an interrupt."""


class InterruptError(click.ClickException):
    """The user stopped the command, or the system did."""

    def __init__(self, cause: BaseException | None, done: str) -> None:
        self.terminated = isinstance(cause, Termination)
        super().__init__(f"{'terminated' if self.terminated else 'interrupted'}; {done}")


class Program(click.Group):
    """The commands, and how each of them ends."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"dedupe.cli.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments up to the command, or say what is wrong with them."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from dedupe.cli.misuse import advised

            raise click.UsageError(advised(error, ctx), ctx) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called, or say which could be meant."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from dedupe.cli.misuse import closest

        guess = closest(name, COMMANDS)
        hint = f"did you mean: dedupe {guess}" if guess else f"the commands are {', '.join(COMMANDS)}"
        raise click.UsageError(f"there is no command {name!r}; {hint}", ctx)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is called."""
        written: list[str] = ctx.ensure_object(list)
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the output has had enough. What is left must not meet the closed pipe at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except KeyboardInterrupt as cause:
            done = f"{', '.join(written)} had been written" if written else "nothing was written"
            raise InterruptError(cause, done) from None
        return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; where it fails, say why in one line and exit with the code for that."""

        def run() -> Any:
            asked = complete_var or COMPLETING
            if asked in os.environ:
                import_module("dedupe.cli.completion")
            return super(Program, self).main(args, prog_name, asked, standalone_mode=False, **extra)

        if not standalone_mode:
            return run()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # a character that the encoding lacks must not end a run
                stream.reconfigure(errors=ERRORS)
        code = exit_code_of(run)
        gc.freeze()  # or Python would look through all that is left before it ends, for a tenth of a second
        sys.exit(code)


def exit_code_of(run: Callable[[], Any]) -> int:
    """Run a command line and return its exit code, after one line on standard error where it failed."""
    try:
        code = run()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return WRONG_USAGE
    except click.UsageError as error:
        help_of = f" (see: {error.ctx.command_path} --help)" if error.ctx else ""
        complain(f"{error.format_message().rstrip('.')}{help_of}")
        return WRONG_USAGE
    except InterruptError as error:
        return interrupted(error)
    except click.Abort as error:
        return interrupted(InterruptError(error.__cause__, "nothing was written"))
    except Exception as error:
        complain(reason(error))
        return FAILED
    return code if isinstance(code, int) else DONE


def interrupted(error: InterruptError) -> int:
    """Say that a run was stopped, and return its exit code; on a terminal `^C` stands in the line before."""
    complain(error.message, label="\n" if sys.stderr.isatty() else "")
    return TERMINATED if error.terminated else INTERRUPTED


def terminate(number: int, frame: object) -> None:
    """Stop the run, on SIGTERM and where the terminal is closed."""
    raise Termination


def reason(error: Exception) -> str:
    """Return the one line that says what happened; raise an error that no user can cause."""
    from dedupe.articles import ReadError, WriteError

    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, ReadError | WriteError):
        return str(error)
    if isinstance(error, MemoryError):
        return "not enough memory for this corpus: split it, or run where there is more"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    raise error


def complain(message: str, label: str = "Error: ") -> None:
    """Print one line on standard error."""
    from dedupe.report.legible import legible

    click.echo(f"{label}{legible(message)}", err=True)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: dedupe cluster feed/*.jsonl",
)
@click.version_option(__version__, prog_name="dedupe", message="%(prog)s %(version)s")
def program() -> None:
    """Find the versions of a news report, and show which facts each version adds."""


class _WithoutPandas:
    """Finds no pandas: pyarrow imports it where it can, half a second, to ask if an array is a series."""

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("commands do without pandas", name=name)


def main() -> None:
    """Run `dedupe` on the arguments of the process."""
    # Modules as they are imported are no garbage: looking for it takes 15 ms before anything is read.
    gc.set_threshold(50_000, 20, 20)
    sys.meta_path.insert(0, _WithoutPandas())
    for name in ("SIGTERM", "SIGHUP"):  # of which Windows has one
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, terminate)
    if os.environ.get("COLUMNS") == "0":  # as of a terminal that does not know: nothing would be shown
        del os.environ["COLUMNS"]
    program(prog_name="dedupe")
