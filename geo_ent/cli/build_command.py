"""The command `geo-ent build`: its options are what a project can be told, as `OPTIONS` lists."""

from collections.abc import Callable, Mapping
from functools import partial
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

from geo_ent.cli.frames.typed_values import file_option, whole_number
from geo_ent.cli.running import run
from geo_ent.cli.shared_options import CaBundle, Datasets, Lang, declared, split_datasets
from geo_ent.cli.sources_command import following, print_had
from geo_ent.project.build_options import OPTIONS, parse_date
from geo_ent.project.official_data import official_inputs, pin
from geo_ent.project.option_records import Kind, Option
from geo_ent.project.project_file import asked_project
from geo_ent.telling.language import language

_TYPES: Mapping[Kind, tuple[Any, object]] = {
    "names": (list[str] | None, None),
    "path": (Path | None, None),
    "paths": (list[Path] | None, None),
    "text": (str, ""),
    "date": (str, ""),
    "year": (int | None, None),
    "flag": (bool, False),
}
"""What each kind of option is for Typer, and what it is when it isn't given.

Never a value: "not given" must be told from what a project file says.
"""

_READERS: Mapping[Kind, Callable[[Option], Callable[[str], object]]] = {
    "path": lambda _option: Path,
    "paths": lambda _option: Path,
    "year": lambda option: whole_number(option.flag, 1990, 2100, of="une année", example=2022),
}
"""What makes the reader of an option's value, where a text isn't enough."""

_SHARED = {"datasets": Datasets, "ca_bundle": CaBundle, "lang": Lang}
"""The options that other commands have too."""


def build_command(*, project: Path | None, **given: Any) -> None:  # noqa: ANN401 one of each kind
    """Fait la carte et les tableaux de couverture d'un territoire."""
    options = given_options(given)
    complete = asked_project(options, file=project, official=partial(official, file=project))
    run(complete)
    # Last: a lock is for the data of a map that was made.
    pin(complete.fetched, project, renew=given["refresh"])


def given_options(given: Mapping[str, Any]) -> dict[str, object]:
    """Take the options of a project from a command's arguments, each with its type."""
    return {key: _value(option, given[option.parameter]) for key, option in OPTIONS.items()}


def option_parameter(option: Option) -> Parameter:
    """Make the command's argument of an option; as a flag it has no --no-… beside it."""
    kind, default = _TYPES[option.kind]
    reader = _READERS.get(option.kind)
    parser = reader(option) if reader else None
    annotation = _SHARED.get(option.key) or Annotated[kind, declared(option, parser=parser)]
    return Parameter(
        option.parameter, Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


PROJECT_FILE = Parameter(
    "project",
    Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        Path | None,
        file_option(
            "--project",
            help="Un fichier geo-ent.toml qui garde tout cela ; les options l’emportent.",
        ),
    ],
)

# Typer reads a command's options from its signature: this one is made from the records, so that an
# input is declared once (project/build_options.py), and --help, geo-ent.toml and the manifest have
# it.
build_command.__signature__ = Signature(  # type: ignore[attr-defined]
    [
        *map(option_parameter, OPTIONS.values()),
        PROJECT_FILE,
    ]
)


def _value(option: Option, given: Any) -> object:  # noqa: ANN401 of the option's kind
    """Give what an option holds the type that `Project` has it in."""
    if option.key == "datasets":
        return split_datasets(given)
    if option.kind in {"names", "paths"}:
        return tuple(given or ())
    # A date is read here and not by Typer, which would say what is wrong in English and without
    # the French way of writing one.
    return parse_date(given, option.flag) if given and option.kind == "date" else given


def official(
    wanted: Mapping[str, Any], *, file: Path | None, one_map: bool = True
) -> dict[str, Any]:
    """Get the official data that nothing names, and show how it goes."""
    tr = language(str(wanted.get("lang") or ""))
    with following(tr) as (tell, progress):
        had = official_inputs(wanted, file=file, one_map=one_map, tell=tell, progress=progress)
    if not wanted.get("offline"):  # then it has been said, with how old it is
        print_had(had["fetched"].values(), tr)
    return had
