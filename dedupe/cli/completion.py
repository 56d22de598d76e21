"""`dedupe completion`: the lines that let a shell complete commands, options, choices and files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete, add_completion_class

from dedupe.cli import COMPLETING
from dedupe.cli.options import OneOf, SectionedCommand

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

EXAMPLES = """
eval "$(dedupe completion bash)"
dedupe completion zsh > "${fpath[1]}/_dedupe"
dedupe completion fish > ~/.config/fish/completions/dedupe.fish
"""


class Bash(BashComplete):
    """Completion in bash, which takes `--level=near` for three words."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete without the sign between an option and its value."""
        words, incomplete = super().get_completion_args()
        return [word for word in words if word != "="], incomplete


class _WholeWord:
    """Completion in shells that take `--level=near` for one word, and replace all of it."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return the values of an option with the option before each."""
        items: list[CompletionItem[str]] = super().get_completions(args, incomplete)  # type: ignore[misc]
        option, sign, _ = incomplete.partition("=")
        for item in items:
            if option.startswith("--") and sign and item.type == "plain":
                item.value = f"{option}={item.value}"
        return items


class Zsh(_WholeWord, ZshComplete):
    """Completion in zsh."""


class Fish(_WholeWord, FishComplete):
    """Completion in fish."""


SHELLS = {shell.name: shell for shell in map(add_completion_class, (Bash, Zsh, Fish))}
"""The shells that are completed in, by what click calls them; from here on it uses these."""


def usual(ctx: click.Context, argument: click.Parameter, shell: str | None) -> str:
    """Return the shell that was named, or the one the user logs in to."""
    login = os.path.basename(os.environ.get("SHELL", ""))
    if shell is None and login not in SHELLS and not ctx.resilient_parsing:
        raise click.UsageError(f"for which shell? name {', '.join(SHELLS)}", ctx)
    return shell or login


@click.command("completion", cls=SectionedCommand, examples=EXAMPLES)
@click.argument("shell", required=False, metavar="[SHELL]", type=OneOf(list(SHELLS)), callback=usual)
def command(shell: str) -> None:
    """Print the lines that complete `dedupe` in a shell.

    SHELL is bash, zsh or fish; where it is left out, the one you log in to. For bash the first line
    below goes into ~/.bashrc; for zsh and fish the lines go into a file where they look for such.
    From the next shell on, TAB completes commands, options, their choices, and files.
    """
    program = click.get_current_context().find_root().command
    click.echo(SHELLS[shell](program, {}, "dedupe", COMPLETING).source(), nl=False)
