"""Write docs/commandes.md from the commands themselves: `python tools/help_pages.py [--check]`.

Its words are those of `geo-ent help`, which reads the same declarations.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from written_files import write_or_check

from geo_ent.cli.command_line import app
from geo_ent.cli.frames.help_page import HelpPage, Row, command_page, group_page
from geo_ent.cli.help_command import codes_page
from geo_ent.text.apostrophes import printed_sentence

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commandes.md"
HEAD = """# Toutes les commandes

Chaque commande et chacune de ses options, comme `geo-ent help` les dit. Comment s’en servir est \
dans [la ligne de commande](ligne-de-commande.md).
"""
FOOT = """*Cette page est faite des commandes elles-mêmes par `python tools/help_pages.py` ; un \
test les compare.*
"""
PROGRAM = "geo-ent"
COMMON = ("Aide",)
"""The panels that every command has: told once, with the program's own."""


def document() -> str:
    """Write the document: the program, a section a command, the exit codes."""
    group = typer.main.get_command(app)
    own = group_page(group, PROGRAM)
    pages = [
        command_page(command, f"{PROGRAM} {name}")
        for name, command in getattr(group, "commands", {}).items()
    ]
    parts = [HEAD, *program(own), *(line for page in pages for line in section(page))]
    lines = "\n".join([*parts, *exit_codes(), FOOT]).splitlines(keepends=True)
    # Line by line: a quotation is never longer, and a lone « would run to the next one.
    return "".join(map(printed_sentence, lines))


def program(page: HelpPage) -> Iterator[str]:
    """Write what the program does: its commands, linked to their sections."""
    yield from ["## geo-ent", "", page.about, "", *shown([f"{page.path} {page.usage}"])]
    for title, rows in page.panels.items():
        linked = [
            row if row.left.strip().startswith("-") else Row(link(row.left), row.words)
            for row in rows
        ]
        yield from panel(title, linked)


def section(page: HelpPage) -> Iterator[str]:
    """Write a command's section."""
    yield from [f"## {page.path}", "", page.about, "", *shown([f"{page.path} {page.usage}"])]
    for title, rows in page.panels.items():
        if title not in COMMON:
            yield from panel(title, rows)
    if page.examples:
        yield from ["Par exemple :", "", *shown(page.examples)]


def exit_codes() -> Iterator[str]:
    """Write what the exit codes mean."""
    page = codes_page(PROGRAM)
    yield from ["## Codes de sortie", "", page.about, ""]
    for title, rows in page.panels.items():
        yield from panel(title, rows)


def panel(title: str, rows: Sequence[Row]) -> Iterator[str]:
    """Write a panel as a table."""
    yield from [f"| {title} | |", "|---|---|"]
    for row in rows:
        name = row.left.strip()
        left = name if name.startswith("[`") else f"`{name.replace('|', chr(92) + '|')}`"
        yield f"| {left} | {row.words} |"
    yield ""


def link(name: str) -> str:
    """Lead to a command's section."""
    return f"[`{name}`](#geo-ent-{name})"


def shown(lines: Sequence[str]) -> list[str]:
    """Write lines that are typed."""
    return [*(f"    {line}" for line in lines), ""]


def main() -> int:
    """Write the page, or say that it isn't what the records say."""
    return write_or_check(__doc__, lambda: {PAGE: document()})


if __name__ == "__main__":
    sys.exit(main())
