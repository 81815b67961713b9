"""Running a build from the command line: the bar, the lines, the result."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo_ent.project.official_data import explaining

if TYPE_CHECKING:
    from geo_ent.pipeline import Built
    from geo_ent.project.model import Project

__all__ = ["run", "steps_bar"]


def run(project: "Project") -> None:
    """Build a project and tell the user what was done."""
    with explaining(project.fetched), steps_bar() as start:
        from geo_ent.pipeline import STEPS, build

        built = build(project, report=start(len(STEPS)))
    _print_result(built)


@contextmanager
def steps_bar() -> "Iterator[Callable[[int], Callable[[str, str], None]]]":
    """Show a bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield lambda _steps: lambda step, told: print(f"{step} : {told}", flush=True)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("Préparation", total=None)

        def start(steps: int) -> Callable[[str, str], None]:
            bar.update(task, total=steps)

            def report(step: str, told: str) -> None:
                bar.console.print(Text.assemble((step, "bold"), f" : {told}"))
                bar.update(task, advance=1, description=step)

            return report

        yield start


def _print_result(built: "Built") -> None:
    counts = built.findings.summary()
    if counts:
        from geo_ent.telling.finding_words import KIND_NAMES

        print("\nÀ vérifier (le détail est dans findings.csv) :")
        for kind, count in counts:
            print(f"  {count:>5}  {KIND_NAMES[kind]}")
    print(f"\n{built.headline}\nLa page : {built.page}")
