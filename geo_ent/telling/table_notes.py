"""What stands under a table: what isn't in it or isn't known, and why."""

from typing import TYPE_CHECKING, Any

from geo_ent.telling.gaps.gap_claims import gap_claims
from geo_ent.telling.gaps.gap_notes import GAP_NOTES
from geo_ent.telling.language import mark_plural
from geo_ent.telling.notes import write_note
from geo_ent.telling.page.page_words import level_words

if TYPE_CHECKING:
    from geo_ent.indicators.noted_table import NotedTable
    from geo_ent.telling.language import Language
    from geo_ent.telling.notes import Wordings

_OF_NETWORKS: "Wordings" = {
    "networks.waiting": mark_plural(
        "{n} réseau n’a encore aucune école avec un ENT\u00a0: {names}.",
        "{n} réseaux n’ont encore aucune école avec un ENT\u00a0: {names}.",
    ),
    "networks.unplaced": mark_plural(
        "{n} école de ces réseaux est sans point et n’est pas reliée sur la carte.",
        "{n} écoles de ces réseaux sont sans point et ne sont pas reliées sur la carte.",
    ),
    "networks.several": mark_plural(
        "{n} école est de plusieurs réseaux.", "{n} écoles sont de plusieurs réseaux."
    ),
}

_WORDINGS: "Wordings" = {**_OF_NETWORKS, **GAP_NOTES}


def table_notes(noted: "NotedTable[Any]", tr: "Language") -> tuple[str, ...]:
    """Write the notes of a table in a language, a sentence each."""
    return tuple(
        write_note(note, _WORDINGS, tr, gap_claims(note, tr.scope)) for note in noted.notes
    )


def out_of_level_note(schools_n: int, whole_n: int, level: str, tr: "Language") -> str:
    """Say how many of the schools counted are in no row of a level's table; "" for none.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> out_of_level_note(1, 12, "commune", language("fr", "public"))
    '1 école publique sur 12, sans commune, n’est dans aucune ligne de ce tableau.'
    >>> out_of_level_note(0, 12, "commune", language("fr"))
    ''
    """
    if not schools_n:
        return ""
    return tr.plural(
        "{n} {school} sur {whole}, sans {level}, n’est dans aucune ligne de ce tableau.",
        "{n} {schools} sur {whole}, sans {level}, ne sont dans aucune ligne de ce tableau.",
        schools_n,
        n=tr.count(schools_n, tr.scope.at(level, "")),
        whole=tr.count(whole_n),
        level=level_words(level, tr).one,
    )
