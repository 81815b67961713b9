"""The command `geo-ent atlas`: `build` for many départements, and what stands over them."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace as replaced
from functools import partial
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo_ent.cli.build_command import PROJECT_FILE, given_options, official, option_parameter
from geo_ent.cli.frames.typed_values import whole_number
from geo_ent.errors import ExitCode
from geo_ent.project.build_options import OPTIONS
from geo_ent.project.official_data import explaining, pin
from geo_ent.project.project_file import asked_project, read_project
from geo_ent.telling.atlas_sentences import (
    atlas_lines,
    ended_line,
    planned_line,
    running_words,
    stopped_line,
)
from geo_ent.telling.build_sentences import step_line
from geo_ent.telling.language import Language, language

if TYPE_CHECKING:
    from geo_ent.atlas.make_atlas import Follower

_LEVELS = ("departements", "academies", "regions")


def atlas_command(
    *,
    project: Path | None,
    jobs: int,
    cluster: str,
    sheets: bool,
    replace: bool,
    **given: Any,  # noqa: ANN401 one of each kind
) -> None:
    """Fait l'atlas d'une académie ou du pays : un dossier par département, et ce qui les réunit."""
    options = _with_defaults(given_options(given), project)
    getting = partial(official, file=project, one_map=False)
    complete = asked_project(options, file=project, official=getting)
    tr = language(complete.lang)
    with _stopping(tr), explaining(complete.fetched), _following(tr) as follower:
        # Late: that nothing changed is told without pandas.
        from geo_ent.atlas.make_atlas import make_atlas

        made = make_atlas(
            complete,
            workers=jobs,
            cluster=cluster,
            sheets=sheets,
            replaces=replace,
            follower=follower,
        )
    lines = atlas_lines(
        tr,
        built_n=len(made.built),
        kept_n=len(made.kept),
        failures=made.failures,
        findings=made.findings,
        silent=made.silent,
        beyond=made.beyond,
        own=made.to_mend,
        index=complete.out / made.index.name,
        strangers=made.strangers,
    )
    for line in lines:
        print(line)
    pin(complete.fetched, project, renew=given["refresh"])
    if made.failures:
        raise typer.Exit(ExitCode.TO_SEE)


def _jobs() -> int:
    """Tell how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_OWN = (
    Parameter(
        "jobs",
        Parameter.KEYWORD_ONLY,
        default=_jobs(),
        annotation=Annotated[
            int,
            typer.Option(
                parser=whole_number(
                    "--jobs", 1, of="un nombre de départements à la fois", example=4
                ),
                metavar="NOMBRE",
                rich_help_panel="Calcul",
                help="Combien de départements à la fois ; autant que de processeurs.",
                show_default=False,
            ),
        ],
    ),
    Parameter(
        "cluster",
        Parameter.KEYWORD_ONLY,
        default="",
        annotation=Annotated[
            str,
            typer.Option(
                metavar="ADRESSE",
                rich_help_panel="Calcul",
                help="L’adresse d’un ordonnanceur Dask (tcp://hôte:8786), dont les workers font "
                "les départements ; --jobs ne compte pas.",
                show_default=False,
            ),
        ],
    ),
    Parameter(
        "sheets",
        Parameter.KEYWORD_ONLY,
        default=False,
        annotation=Annotated[
            bool,
            typer.Option(
                "--sheets",
                rich_help_panel="Sortie",
                help="Faire aussi une fiche A4 (PDF) par circonscription.",
            ),
        ],
    ),
    Parameter(
        "replace",
        Parameter.KEYWORD_ONLY,
        default=False,
        annotation=Annotated[
            bool,
            typer.Option(
                "--replace",
                rich_help_panel="Sortie",
                help="Prendre la place de l’atlas d’un autre territoire ou d’un autre registre.",
            ),
        ],
    ),
)
"""The options that `build` doesn't have."""

_WORDED = {
    "departements": "Un département, par son code ou son nom ; l’option peut être répétée. "
    "Sans elle, ni --academie ni --region : tout le pays.",
    "out": "Le dossier de l’atlas ; sinon atlas/.",
    "title": "Le titre de l’index ; chaque département garde le sien.",
    "contact": "L’adresse à qui signaler une erreur, montrée sur les pages des départements.",
    "url": "L’adresse où l’atlas sera publié.",
    "quick": "De chaque département, seulement la page et les tableaux CSV.",
}
"""What is told of options that mean another thing of an atlas than of a map."""

_OPTIONS = [replaced(option, help=_WORDED.get(key, option.help)) for key, option in OPTIONS.items()]

atlas_command.__signature__ = Signature(  # type: ignore[attr-defined]
    [*map(option_parameter, _OPTIONS), *_OWN, PROJECT_FILE]
)


def _with_defaults(options: dict[str, object], file: Path | None) -> dict[str, object]:
    """Take the whole country and the folder `atlas` where nothing says another."""
    from geo_ent.communes.departements import departement_names  # it brings NumPy

    kept = read_project(file) if file else {}
    if not any(options[level] or kept.get(level) for level in _LEVELS):
        options["departements"] = tuple(departement_names())
    if not (options["out"] or kept.get("out")):
        options["out"] = (file.parent if file else Path()) / "atlas"
    return options


class _Lines:
    """Tells how an atlas goes: a line a département, and on a terminal a bar under them."""

    def __init__(self, tr: Language) -> None:
        self.tr = tr
        self.running: list[str] = []
        self.done = self.total = 0

    def read(self, step: str, done: str) -> None:
        self.say(step_line(self.tr, step, done))

    def planned(self, todo: Sequence[str], kept: Sequence[str]) -> None:
        self.total = len(todo)
        self.say(planned_line(self.tr, len(todo), len(kept)))

    def began(self, code: str) -> None:
        self.running.append(code)

    def ended(self, code: str, reason: str) -> None:
        self.running.remove(code)
        self.done += 1
        line = ended_line(self.tr, code, reason, (self.done, self.total))
        words = self.going()
        self.say(f"{line} ({words})" if words else line)

    def going(self) -> str:
        """Tell what runs and what remains."""
        left_n = self.total - self.done - len(self.running)
        return running_words(self.tr, self.running, left_n)

    def say(self, line: str) -> None:
        # At once (`flush`): an atlas in the background must be seen to go on.
        print(line, flush=True)


@contextmanager
def _stopping(tr: Language) -> Iterator[None]:
    """Say of an atlas that is stopped, by Ctrl-C or by what watches over it, that it can go on."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        print(stopped_line(tr), file=sys.stderr)
        raise typer.Exit(ExitCode.STOPPED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _following(tr: Language) -> "Iterator[Follower]":
    """Show a bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield _Lines(tr)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.text import Text

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(tr("Préparation"), total=None)

        class Bar(_Lines):
            """What is said goes over the bar, which tells what runs."""

            def planned(self, todo: Sequence[str], kept: Sequence[str]) -> None:
                super().planned(todo, kept)
                bar.update(task, total=len(todo))

            def began(self, code: str) -> None:
                super().began(code)
                bar.update(task, description=self.going())

            def ended(self, code: str, reason: str) -> None:
                super().ended(code, reason)
                bar.update(task, completed=self.done, description=self.going())

            def say(self, line: str) -> None:
                bar.console.print(Text(line))

        yield Bar(tr)
