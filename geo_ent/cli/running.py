"""Running a build from the command line: the bar, the lines, the result."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.project.official_data import explaining
from geo_ent.telling.build_sentences import result_lines, step_line
from geo_ent.telling.language import Language, language
from geo_ent.text.folding import bound

if TYPE_CHECKING:
    from geo_ent.project.build_options import Project

_WIDEST, _NARROWEST = 100, 40  # signs: a longer line isn't read at a glance
# What stands before a line's words: spaces, and the number or the file that they tell of.
_HEAD = re.compile(r"\n?\s*(?:[\d\u202f,?]+ {2}|\S+\.(?:html|xlsx)\s+(?!$))?")


def run(project: "Project") -> None:
    """Build a project and tell the user what was done."""
    tr = language(project.lang)
    with explaining(project.fetched), steps_bar(tr) as start:
        # Late: pandas takes its time, and the bar is there meanwhile.
        from geo_ent.pipeline.build import build
        from geo_ent.telling.build_sentences import STEPS

        built = build(project, report=start(len(STEPS)))
    lines = result_lines(
        tr,
        built.findings.summary(),
        built.headline,
        built.page,
        columns=built.columns,
        questions=built.questions,
        departements=built.findings.departements(),
        beside={path.name for path in built.page.parent.iterdir()},
    )
    # A log keeps its lines; a path is taken whole, whatever spaces it has.
    columns = text_width() if sys.stdout.isatty() else 0
    for line in lines:
        print(folded(line, columns) if columns and str(built.page) not in line else line)


def text_width() -> int:
    """Tell how many signs a line of a text has: the terminal's, or COLUMNS'; 100 elsewhere."""
    columns = shutil.get_terminal_size((_WIDEST, 24)).columns
    return max(min(columns, _WIDEST), _NARROWEST)


def has_width() -> bool:
    """Tell whether what is printed has a width; a log keeps its lines."""
    return sys.stdout.isatty() or "COLUMNS" in os.environ


def folded(line: str, columns: int) -> str:
    """Fold a line of a result at so many signs, its words under each other.

    Examples
    --------
    >>> folded("   13  UAI du registre corrigés, à vérifier et à reporter", 44).splitlines()
    ['   13  UAI du registre corrigés, à vérifier', '       et à reporter']
    """
    head = _HEAD.match(line)
    return textwrap.fill(
        bound(line.removeprefix("\n")),
        max(min(columns, _WIDEST), _NARROWEST),
        initial_indent="\n" * line.startswith("\n"),
        subsequent_indent=" " * len(head[0].removeprefix("\n")) if head else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_typed(command: str) -> str:
    """Write one of our commands so that it can be typed where this one was, by the same program."""
    by_module = Path(sys.argv[0]).name == "__main__.py"
    program = sys.executable if by_module else sys.argv[0]
    name = Path(program).name
    # Its name alone where that leads to it: .venv/bin/geo-ent is on nobody's PATH.
    shown = name if shutil.which(name) == program else program
    if " " in shown:  # the portable folder may lie in « Mes documents »
        shown = f'"{shown}"'
    return f"{shown} -m geo_ent {command}" if by_module else f"{shown} {command}"


@contextmanager
def steps_bar(tr: Language) -> Iterator[Callable[[int], Callable[[str, str], None]]]:
    """Show a bar on a terminal, plain lines elsewhere."""
    # In a log or a pipe nothing can be drawn over. Each line at once (`flush`): a build in the
    # background must be seen to go on.
    if not sys.stdout.isatty():
        yield lambda _steps: lambda step, done: print(step_line(tr, step, done), flush=True)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(tr("Préparation"), total=None)  # until the pipeline tells its steps

        def start(steps: int) -> Callable[[str, str], None]:
            bar.update(task, total=steps)

            def report(step: str, done: str) -> None:
                line = Text(
                    step_line(tr, step, done)
                )  # text: brackets in a file's name are no markup
                line.stylize("bold", 0, len(step))
                bar.console.print(line)
                bar.update(task, advance=1, description=step)

            return report

        yield start
