"""A command's help page: what it tells, and how that is set on a screen of any width."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo_ent.text.apostrophes import printed_sentence

Click = Any
"""A command, a parameter, a context or a fault: of Click, or of the Click that Typer has within."""

PANELS = ("Arguments", "Territoire", "Fichiers", "Calcul", "Sortie", "Réseau", "Aide")
"""The parts of a command's page, in their order."""

HELP_WORDS = "Montre cette page."

_WIDEST, _NARROWEST = 100, 30  # signs: a longer line isn't read at a glance
_BESIDE = 70  # signs: in fewer, what an option does goes under it and not beside it
_ROUND, _PLAIN = "╭─╮│╰╯", "+-+|++"
_UNBROKEN = str.maketrans({"\u00a0": " "})


@dataclass(frozen=True)
class Row:
    """A line of a panel: an option, an argument or a command, and what it does."""

    left: str
    words: str


@dataclass(frozen=True)
class HelpPage:
    """What a command tells of itself.

    Attributes
    ----------
    path
        The command as it is typed: "geo-ent build".
    usage
        What follows it: "[OPTIONS] DOSSIER"; "" where the page is of no command.
    about
        What it does, in a sentence.
    panels
        Its title and its rows, of each part of the page that isn't empty.
    examples
        Lines that can be typed.
    end
        What is told last.
    left
        Over how many signs a name has a line of its own.
    """

    path: str
    usage: str
    about: str
    panels: Mapping[str, Sequence[Row]]
    examples: Sequence[str] = ()
    end: Sequence[str] = ()
    left: int = 34


def command_page(command: Click, path: str) -> HelpPage:
    """Take what a command tells of itself.

    Parameters
    ----------
    command
        As Typer made it.
    path
        How it is typed: "geo-ent build".
    """
    titles = [getattr(parameter, "rich_help_panel", None) or "Aide" for parameter in command.params]
    # A panel that only this command has is what it is for: before what others have too.
    first = [title for title in titles if title not in PANELS]
    panels: dict[str, list[Row]] = {title: [] for title in (PANELS[0], *first, *PANELS[1:])}
    wanted, needed = [], []
    for parameter, title in zip(command.params, titles, strict=True):
        if parameter.param_type_name == "argument":
            wanted.append(value_of(parameter))
            panels["Arguments"].append(Row(value_of(parameter), _words(parameter)))
        elif not parameter.hidden:
            panels[title].append(Row(_typed(parameter), _words(parameter)))
            if parameter.required:
                needed.append(f"{long_name(parameter)} {value_of(parameter)}")
    if all("--help" not in parameter.opts for parameter in command.params):
        panels["Aide"].append(Row("-h, --help", HELP_WORDS))  # Click's own: its words aren't ours
    return HelpPage(
        path=path,
        usage=" ".join([*needed, "[OPTIONS]", *wanted]),
        about=command.help or "",
        panels={title: rows for title, rows in panels.items() if rows},
        # Typed by the program that was called: `py -m geo_ent` is not `geo-ent`.
        examples=[f"{path} {line}".strip() for line in (command.epilog or "").splitlines()],
    )


def group_page(group: Click, path: str) -> HelpPage:
    """Take what the whole program tells of itself: its commands, by what they are for."""
    own = command_page(group, path)
    panels: dict[str, list[Row]] = {}
    for name, command in group.commands.items():
        if not command.hidden:
            title = command.rich_help_panel or "Commandes"
            panels.setdefault(title, []).append(Row(name, command.help or ""))
    panels.setdefault("Aide", []).extend(own.panels["Aide"])
    return HelpPage(
        path=path,
        usage="COMMANDE [OPTIONS]",
        about=own.about,
        panels=panels,
        examples=own.examples,
        end=[f"{path} help COMMANDE : tout d’une commande."],
        left=16,
    )


def value_of(parameter: Click) -> str:
    """Say what a parameter takes, as its page says it: "FICHIER"; "" for most flags."""
    flag = getattr(parameter, "is_flag", False)
    return str(parameter.metavar or ("" if flag else "VALEUR"))


def long_name(parameter: Click) -> str:
    """Name a parameter as sentences do: --register, or REGISTRE..."""
    if parameter.param_type_name == "argument":
        return value_of(parameter)
    return str(max(parameter.opts, key=len))


def _typed(option: Click) -> str:
    """Write an option as its page names it: "-d, --departement DÉPARTEMENT"."""
    short = [name for name in option.opts if not name.startswith("--")]
    # Those without a letter stand under the words of those that have one.
    start = f"{short[0]}, " if short else " " * 4
    return f"{start}{long_name(option)} {value_of(option)}".rstrip()


def _words(parameter: Click) -> str:
    words = parameter.help or ""
    if parameter.required:
        return f"{words} Obligatoire."
    default = parameter.default
    shown = getattr(parameter, "show_default", True) and not callable(default)
    if shown and default not in (None, "", False, (), []):
        return f"{words} Par défaut : {default}."
    return words


class Screen:
    """Sets a page in the width of a terminal, with frames and bold where it has them.

    Parameters
    ----------
    width
        Its columns; the terminal's own when it isn't said.
    coloured
        Whether it shows bold and dim; what the terminal and NO_COLOR say when it isn't said.
    """

    def __init__(self, width: int | None = None, *, coloured: bool | None = None) -> None:
        columns = width or shutil.get_terminal_size().columns
        self.width = max(min(columns, _WIDEST), _NARROWEST)
        self.coloured = _has_colours() if coloured is None else coloured
        self.frame = _ROUND if _can_print(_ROUND) else _PLAIN

    def lines(self, page: HelpPage) -> Iterator[str]:
        """Give the lines of a page."""
        if page.usage:
            yield from self._folded(f"Usage : {page.path} {page.usage}", under=" " * 8)
            yield ""
        yield from self._folded(page.about)
        yield ""
        rows = [row for panel in page.panels.values() for row in panel]
        left = max(len(row.left) for row in rows if len(row.left) <= page.left)
        for title, panel in page.panels.items():
            yield from self._panel(title, panel, left)
        if page.examples:
            yield ""
            yield "Par exemple :" if len(page.examples) == 1 else "Des exemples :"
        for example in page.examples:
            yield from self._folded(example, start="  ", under="    ")
        if page.end:
            yield ""
        for sentence in page.end:
            yield from self._folded(sentence)

    def _panel(self, title: str, rows: Sequence[Row], left: int) -> Iterator[str]:
        corner, line, corner_2, side, corner_3, corner_4 = tuple(self.frame)
        inner = self.width - 4
        heading = f"{line} {title} "
        yield self._dim(f"{corner}{heading}{line * (self.width - 2 - len(heading))}{corner_2}")
        for row in rows:
            for text, name in self._row(row, left, inner):
                shown = text.replace(name, self._bold(name), 1) if name else text
                yield f"{self._dim(side)} {shown}{' ' * (inner - len(text))} {self._dim(side)}"
        yield self._dim(f"{corner_3}{line * (self.width - 2)}{corner_4}")

    def _row(self, row: Row, left: int, inner: int) -> Iterator[tuple[str, str]]:
        """Give a row's lines, each with the part of it that is the option's name."""
        name = row.left
        if self.width < _BESIDE:
            for part in self._folded(name.strip(), width=inner, under="    "):
                yield part, part.strip()
            for part in self._folded(row.words, start="    ", under="    ", width=inner):
                yield part, ""
            return
        beside = list(self._folded(row.words, width=inner - left - 2)) or [""]
        if len(name) > left:
            yield name, name.strip()
            name = ""
        for part in beside:
            yield f"{name:{left}}  {part}", name.strip()
            name = ""

    def _folded(
        self, text: str, *, start: str = "", under: str = "", width: int | None = None
    ) -> Iterator[str]:
        """Fold a text at the width; what French puts before « : » stays with it."""
        text = printed_sentence(text)
        for sign in ":;?!»":
            text = text.replace(f" {sign}", f"\u00a0{sign}")
        text = text.replace("« ", "«\u00a0")
        # A console may have no no-break space: they are for the folding alone.
        for line in textwrap.wrap(
            text, width or self.width, initial_indent=start, subsequent_indent=under,
            break_on_hyphens=False,
        ):  # fmt: skip
            yield line.translate(_UNBROKEN)

    def _bold(self, text: str) -> str:
        return f"\033[1m{text}\033[0m" if self.coloured else text

    def _dim(self, text: str) -> str:
        return f"\033[2m{text}\033[0m" if self.coloured else text


def _has_colours() -> bool:
    """Tell whether what is printed may have bold in it."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return False
    # The old console of Windows shows the codes themselves; its Terminal says that it is one.
    return "WT_SESSION" in os.environ if os.name == "nt" else os.environ.get("TERM") != "dumb"


def _can_print(signs: str) -> bool:
    try:
        signs.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
