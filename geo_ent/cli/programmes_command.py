"""The command `geo-ent programmes`: real deployments, told by their own figures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo_ent.cli.frames.typed_values import file_option
from geo_ent.cli.shared_options import Lang
from geo_ent.errors import InputError
from geo_ent.telling.language import language

if TYPE_CHECKING:
    import pandas as pd

_Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PROGRAMME]...", help="Pour en lire tous les chiffres : somme."),
]
_File = Annotated[
    Path | None,
    file_option("--file", help="Un CSV de programmes à ajouter à ceux de geo-ent."),
]
_MapFolder = Annotated[
    Path | None,
    file_option(
        "--map",
        panel="Sortie",
        value="DOSSIER",
        help="Le dossier où faire leur carte, par exemple maps/programmes.",
    ),
]


def programmes_command(
    names: _Names = None,
    file: _File = None,
    only: Annotated[
        bool,
        typer.Option("--only", rich_help_panel="Fichiers", help="Sans ceux de geo-ent."),
    ] = False,
    map_folder: _MapFolder = None,
    lang: Lang = "",
) -> None:
    """Donne les programmes d'ENT du premier degré dont des chiffres sont publiés, ou leur carte."""
    import pandas as pd

    from geo_ent.programmes.programmes_folder import programme_lines, write_projects
    from geo_ent.programmes.published_figures import read_programmes

    if only and not file:
        msg = "--only laisse de côté les programmes de geo-ent ; donnez les vôtres par --file."
        raise InputError(msg)
    own = [read_programmes(file)] if file else []
    bundled = [] if only else [read_programmes()]
    # Each file is refused by itself if it contradicts itself. Rows in both are one: a file of one's
    # own may begin as a copy of ours.
    known = pd.concat([*bundled, *own]).drop_duplicates(ignore_index=True)
    programmes, tr = _named(known, names or []), language(lang)
    if map_folder is not None:
        page = write_projects(map_folder, programmes, tr)
        print(tr("La carte des programmes : {page}", page=page))
        return
    # Figures only of the programmes that are named: of all they would run over many screens.
    for line in programme_lines(programmes, tr, figures=bool(names)):
        print(line)
    if not names:
        from geo_ent.project.bundled_demos import demo_names

        print("\n" + tr("Leurs chiffres : geo-ent programmes NOM. Leur carte : --map DOSSIER."))
        remade = ", ".join(demo_names())
        print(tr("Refaits sur des écoles simulées : geo-ent demo NOM ({names}).", names=remade))


def _named(known: "pd.DataFrame", names: list[str]) -> "pd.DataFrame":
    """Keep the programmes asked for; all without a name."""
    ids = list(dict.fromkeys(known["programme"]))
    for name in names:
        if name not in ids:
            msg = f"« {name} » n’est pas un programme connu ; on attend {', '.join(ids)}."
            raise InputError(msg)
    return known[known["programme"].isin(names)] if names else known
