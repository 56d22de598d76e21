"""What a command line that cannot be read is told: what is wrong with it, and what to type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


def advised(error: click.UsageError, ctx: click.Context) -> str:
    """Return one line on an error that click found in the arguments of a command, whose context is given."""
    parameters = ctx.command.get_params(ctx)
    if isinstance(error, click.NoSuchOption):
        guess = closest(error.option_name, [name for each in parameters for name in each.opts])
        return f"there is no option {error.option_name!r}" + (f"; did you mean {guess}?" if guess else "")
    if isinstance(error, click.BadOptionUsage):
        option = next(each for each in parameters if error.option_name in each.opts)
        if isinstance(option, click.Option) and option.is_flag:
            return f"{error.option_name} takes no value: leave out what follows it"
        return f"{error.option_name} needs a value: {error.option_name} {fitting(option)}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        names = "/".join(error.param.opts) if isinstance(error.param, click.Option) else named(error.param)
        return f"{names} is missing{example(ctx)}"
    message = error.message.rstrip(".")
    if isinstance(error, click.BadParameter) and error.param is not None:
        number = isinstance(error.param.type, click.types.FloatParamType | click.types.IntParamType)
        such = f"; try {named(error.param)} {fitting(error.param)}" if number else ""
        return f"{named(error.param)}: {message}{such}"
    return f"{message[:1].lower()}{message[1:]}{example(ctx)}"


def closest(written: str, names: Iterable[str]) -> str | None:
    """Return the name that was probably meant, or None where none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(written, list(names), n=1)), None)


def named(parameter: click.Parameter) -> str:
    """Return what stands for a parameter in the help: the longest name of an option, or an argument."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return (parameter.metavar or str(parameter.name).upper()).strip("[].")


def fitting(parameter: click.Parameter) -> str:
    """Return what a parameter could take: all of a choice, one number, or what the help has in its place."""
    if isinstance(parameter.type, click.Choice):
        return "|".join(parameter.type.choices)
    such_as = getattr(parameter, "such_as", None) or parameter.default
    if isinstance(such_as, str | int | float):
        return str(such_as)
    return parameter.metavar or str(parameter.name).upper()


def example(ctx: click.Context) -> str:
    """Return how the command is typed, as the end of a sentence."""
    first = getattr(ctx.command, "examples", "").strip().partition("\n")[0]
    return f"; as in: {first}" if first else ""
