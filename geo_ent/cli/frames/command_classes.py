"""Typer's commands, in French: their pages and their refusals are ours."""

import sys

import typer
from typer.core import TyperCommand, TyperGroup

from geo_ent.cli.frames.help_page import Click, Screen, command_page, group_page
from geo_ent.cli.frames.line_refusals import (
    CLICK_FAULT,
    lacking,
    refusal,
    refuse_dashes,
    too_many,
    unknown_command,
)
from geo_ent.errors import ExitCode
from geo_ent.project.project_file import LackingError

_COMPLETION = {"--install-completion": "install", "--show-completion": "show"}
"""Options whose value may be left out, which Click has none of: it is the user's own shell then."""

HELP_NAMES = {"help_option_names": ["--help", "-h"]}
"""What asks for a page: the settings of the program's context."""


class FrenchCommand(TyperCommand):
    """A command whose page and whose refusals are in French."""

    # What is left over is ours to refuse.
    allow_extra_args = True

    def parse_args(self, ctx: Click, args: list[str]) -> list[str]:
        """Read what was typed."""
        if not ctx.resilient_parsing:
            refuse_dashes(args, ctx)
        try:
            left = super().parse_args(ctx, args)
        except CLICK_FAULT as fault:
            raise refusal(fault, ctx) from None
        if left and not ctx.resilient_parsing:
            raise too_many(left, ctx)
        return left

    def format_help(self, ctx: Click, formatter: Click) -> None:
        """Write the page of the command."""
        formatter.write("\n".join(Screen().lines(command_page(self, ctx.command_path))))

    def invoke(self, ctx: Click) -> Click:
        """Do what the command does; Ctrl-C ends it in a line, what is missing has an example."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print("geo-ent : arrêté.", file=sys.stderr)
            raise typer.Exit(ExitCode.STOPPED) from None
        except LackingError as fault:
            raise lacking(fault, ctx) from None


class FrenchGroup(TyperGroup):
    """The program: its page names the commands, and a misspelt one is told the nearest."""

    def parse_args(self, ctx: Click, args: list[str]) -> list[str]:
        """Read the program's own options."""
        if not args:
            self._show(ctx)
        refuse_dashes(args[:1], ctx)
        option, _, shell = args[0].partition("=")
        if option in _COMPLETION:
            _complete(option, [*filter(None, [shell]), *args[1:]], ctx)
        try:
            return super().parse_args(ctx, args)
        except CLICK_FAULT as fault:
            raise refusal(fault, ctx) from None

    def resolve_command(self, ctx: Click, args: list[str]) -> Click:
        """Find the command that was asked."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            raise unknown_command(args[0], ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Click) -> Click:
        """Run the command that was asked."""
        try:
            return super().invoke(ctx)
        except CLICK_FAULT:  # no command: « geo-ent -- »
            self._show(ctx)

    def format_help(self, ctx: Click, formatter: Click) -> None:
        """Write the program's page."""
        formatter.write("\n".join(Screen().lines(group_page(self, ctx.command_path))))

    def _show(self, ctx: Click) -> None:
        print(ctx.get_help())
        raise typer.Exit(ExitCode.REFUSED)


def _complete(option: str, shells: list[str], ctx: Click) -> None:
    """Install or show the completion of a shell."""
    from geo_ent.cli.completion import installing  # of no other use

    if shells[1:]:
        raise too_many(shells[1:], ctx)
    getattr(installing, _COMPLETION[option])("".join(shells))
    raise typer.Exit
