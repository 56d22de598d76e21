"""Options that several commands have: declared once, checked once, handed to the command as one value."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

import click

from dedupe.cli.memory import size_of, spare
from dedupe.thresholds import NEAR_JACCARD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from _typeshed import DataclassInstance
    from click.shell_completion import CompletionItem

    from dedupe.settings import Settings

    Decorator = Callable[[Callable[..., None]], Callable[..., None]]


class SectionOption(click.Option):
    """An option that stands in a section of its command's help; `such_as` is a value to try."""

    def __init__(self, *args: Any, section: str, such_as: str = "", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.section = section
        self.such_as = such_as


class OneOf(click.Choice[str]):
    """Some words, one of which an option takes; another that is near to one is guessed."""

    def get_invalid_choice_message(self, value: str, ctx: click.Context | None) -> str:
        """Return what to say of a word that is none of them."""
        from dedupe.cli.misuse import closest

        guess = closest(str(value), self.choices)
        meant = f"; did you mean {guess}?" if guess else ""
        return f"{value!r} is none of {', '.join(self.choices)}{meant}"


class SectionedCommand(click.Command):
    """A command whose help shows its options by section, and an example as it is typed."""

    def __init__(self, *args: Any, examples: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, or say what is wrong with them and what to type instead."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            from dedupe.cli.misuse import advised

            raise click.UsageError(advised(error, ctx), ctx) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, those of this command alone first."""
        sections: dict[str, list[tuple[str, str]]] = {"Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record and isinstance(parameter, click.Option):
                sections.setdefault(getattr(parameter, "section", "Options"), []).append(record)
        for name, records in sections.items():
            with formatter.section(name):
                formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, line by line."""
        with formatter.section("Examples"):
            for line in self.examples.strip().splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read articles: which field is what, what to do about bad rows, bytes that texts may take."""

    id: str | None
    text: str | None
    title: str | None
    published: str | None
    source: str | None
    url: str | None
    on_error: Literal["skip", "fail"]
    memory: int


@dataclass(frozen=True, slots=True)
class Clustering:
    """How to cluster, as it was typed."""

    level: str
    threshold: float
    shingle: str
    num_perm: int
    seed: int
    threads: int | None
    confidence: float | None

    def settings(self) -> Settings:
        """Return the settings, or say which value is out of its range."""
        from dedupe.settings import Settings

        try:
            return Settings(**asdict(self))
        except ValueError as error:
            setting, _, message = str(error).partition(" ")
            option = f"--{setting.replace('_', '-')}" if setting in asdict(self) else setting
            raise click.UsageError(f"{option} {message}", click.get_current_context()) from None


def bundled(name: str, bundle: type[DataclassInstance], options: Sequence[Decorator]) -> Decorator:
    """Return a decorator that gives a command the options of a dataclass's fields, and hands it one value."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def call(**given: Any) -> None:
            values = {field.name: given.pop(field.name) for field in fields(bundle)}
            command(**given, **{name: bundle(**values)})

        decorated: Callable[..., None] = call
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def section(name: str) -> Callable[..., Decorator]:
    """Return `click.option` for the options of a section."""

    def option(*declarations: str, **attributes: Any) -> Decorator:
        return click.option(*declarations, cls=SectionOption, section=name, **attributes)

    return option


def files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Have the shell complete an argument or the value of an option by the files there are."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


_reading = section("Reading")
_clustering = section("Clustering")

reading_options = bundled(
    "reading",
    Reading,
    [
        _reading(
            "--id",
            metavar="FIELD",
            help="Field of the id. Found by its name where not given, as those below.",
        ),
        _reading("--text", metavar="FIELD", help="Field of the text."),
        _reading("--title", metavar="FIELD", help="Field of the headline."),
        _reading("--date", "published", metavar="FIELD", help="Field of the date of publication."),
        _reading("--source", metavar="FIELD", help="Field of the publisher."),
        _reading("--url", metavar="FIELD", help="Field of the address."),
        _reading(
            "--on-error",
            type=OneOf(["skip", "fail"]),
            default="skip",
            show_default=True,
            help="Leave out rows that cannot be read and say which, or stop before anything is written.",
        ),
        _reading(
            "--memory",
            type=str,
            callback=size_of,
            such_as="512MB",
            metavar="SIZE",
            default=spare,
            show_default="half of what is free, 1GiB at most",
            help="Memory for texts, as in 512MB; more lie in JSON Lines, or in a temporary file (TMPDIR).",
        ),
    ],
)

clustering_options = bundled(
    "clustering",
    Clustering,
    [
        _clustering(
            "--level",
            type=OneOf(["near", "version", "story"]),
            default="version",
            show_default=True,
            help="What belongs together: near copies; also rewritten, abridged and updated versions; "
            "also reports of the same event in other words.",
        ),
        _clustering(
            "--threshold",
            type=float,
            default=NEAR_JACCARD,
            show_default=True,
            help="Jaccard similarity of shingles from which two articles are near copies.",
        ),
        _clustering(
            "--confidence",
            type=float,
            such_as="0.9",
            help="At level version or story: join what belongs together with at least this probability, "
            "such as 0.9. Default: by the rules.",
        ),
        _clustering(
            "--shingle",
            metavar="UNIT:N",
            default="words:5",
            show_default=True,
            help="What a shingle is for near copies: words:N, or letters:N.",
        ),
        _clustering(
            "--num-perm",
            type=int,
            default=128,
            show_default=True,
            help="Permutations of a MinHash signature.",
        ),
        _clustering("--seed", type=int, default=1, show_default=True, help="Seed of the permutations."),
        _clustering(
            "--threads",
            type=int,
            such_as="2",
            help="Default: all processors. The result does not depend on it.",
        ),
    ],
)

gold_field_option = click.option(
    "--gold-field",
    metavar="FIELD",
    default="cluster",
    show_default=True,
    help="Field of GOLD that names the cluster.",
)
