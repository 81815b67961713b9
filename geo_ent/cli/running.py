"""Running a build from the command line: the bar, the lines, the result."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.project.official_data import explaining
from geo_ent.telling.build_sentences import result_lines, step_line
from geo_ent.telling.language import Language, language

if TYPE_CHECKING:
    from geo_ent.project.build_options import Project


def run(project: "Project") -> None:
    """Build a project and tell the user what was done."""
    tr = language(project.lang)
    with explaining(project.fetched), steps_bar(tr) as start:
        # Late: pandas takes its time, and the bar is there meanwhile.
        from geo_ent.pipeline import STEPS, build

        built = build(project, report=start(len(STEPS)))
    lines = result_lines(
        tr,
        built.findings.summary(),
        built.headline,
        built.page,
        columns=built.columns,
        questions=built.questions,
    )
    for line in lines:
        print(line)


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
