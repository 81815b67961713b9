"""Why a file is no register: what was seen that comes nearest to one, and what it lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo_ent.register.layouts.cell_kinds import CellKinds
from geo_ent.register.layouts.column_choice import Choice, choose_columns
from geo_ent.register.layouts.header_rows import Header, possible_headers
from geo_ent.register.layouts.title_meaning import Title, says
from geo_ent.schools.portal_titles import is_of_portal
from geo_ent.tables.cells import cell_text, filled
from geo_ent.tables.files import Grid

_MANY_UAIS = 4  # UAI in one row from which schools stand in columns
_TITLES_SHOWN = 8


@dataclass(frozen=True)
class Nearest:
    """What comes nearest to a register in a sheet.

    Attributes
    ----------
    score
        How near it comes.
    titles
        Its titles, as written.
    names_schools, says_status
        Whether it tells schools, and whether it tells which have an ENT.
    across
        Whether schools stand in columns.
    accounts
        Whether it counts accounts.
    header
        Its titles, by column.
    """

    score: float
    titles: tuple[str, ...]
    names_schools: bool
    says_status: bool
    across: bool = False
    accounts: bool = False
    header: Mapping[int, Title] = field(default_factory=dict)

    @property
    def advice(self) -> str:
        """What to do, in a sentence or two."""
        if self.across:
            return (
                "Les écoles y sont en colonnes : mettez-les en lignes (copier, puis collage "
                "spécial « transposer »)."
            )
        if not self.names_schools:
            return "Il manque une colonne « UAI », ou « École » et « Commune »."
        if is_of_portal({title.own for title in self.header.values()}):
            return (
                "C’est l’annuaire (--schools), qui ne dit pas quelles écoles ont un ENT : donnez "
                "le registre, ou ajoutez-y une colonne « ENT »."
            )
        lacking = (
            "Il manque une colonne qui dise quelles écoles ont un ENT. Si ce sont des couleurs "
            "qui le disent, écrivez-le dans une colonne « ENT »."
        )
        if self.accounts:
            return f"{lacking} Des nombres de comptes se donnent avec --usage, à côté du registre."
        return lacking


def nearest_in(
    grid: Grid, rows: Sequence[int], kinds: CellKinds, chosen: Mapping[str, str]
) -> Nearest:
    """Find what comes nearest to a register in a sheet that holds none.

    Parameters
    ----------
    grid, rows, kinds, chosen
        As for `sheet_tables.find_tables`.
    """
    across = any(
        sum("uai" in kinds.of(cell) for _, cell in filled(grid[index])) >= _MANY_UAIS
        for index in rows
    )
    headers = list(possible_headers(grid, rows, kinds, chosen))
    headers = headers or [Header(index, index + 1, {}) for index in rows[:1]]
    best: tuple[float, Header, Choice] | None = None
    for header in headers:
        below = [grid[index] for index in rows if index >= header.bottom][:200]
        choice = choose_columns(header.titles, below, kinds, chosen)
        if best is None or choice.score > best[0]:
            best = choice.score, header, choice
    if best is None:
        return Nearest(0.0, (), names_schools=False, says_status=False)
    score, header, choice = best
    titles = [title.own for title in header.titles.values() if title.own]
    titles = titles or [cell_text(cell) for _, cell in filled(grid[header.top])]
    return Nearest(
        score,
        tuple(title[:40] for title in titles[:_TITLES_SHOWN]),
        choice.names_schools,
        choice.says_status,
        across,
        any(says(title, "usage") for title in titles),
        header.titles,
    )
