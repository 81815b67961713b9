"""What the notes of the gaps claim: of whom each of their counts is."""

from typing import TYPE_CHECKING

from geo_ent.tables.contract import IN_DOUBT, STATUSES
from geo_ent.telling.claims import Claim, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo_ent.text.note import Note

_WITHOUT = tuple(status for status in STATUSES if status != "school")

# Code of a note → its counts → what each is, and of whom among the schools counted.
_COUNTS: "Mapping[str, Mapping[str, tuple[str, Callable[[Scope], Scope]]]]" = {
    "listed.unknown": {
        "n": ("listed_schools_n", lambda whole: whole.of(*IN_DOUBT)),
        "whole": ("listed_schools_n", lambda whole: whole),
    },
    "listed.rurality_of": {"n": ("schools_n", lambda whole: whole.of(*_WITHOUT, rural=None))},
    "together.sector_of": {
        "n": ("listed_schools_n", lambda whole: whole.at("secteur_college", ""))
    },
    "together.alone": {
        "n": ("listed_alone_n", lambda whole: whole),
        "whole": ("listed_with_sector_n", lambda whole: whole),
    },
    "areas.unknown": {"n": ("communes_without_known_n", lambda whole: whole)},
    "areas.unknown_in": {"n": ("white_unknown_n", lambda whole: whole)},
    "groups.in_doubt": {"n": ("schools_n", lambda whole: whole.of(*IN_DOUBT))},
    "groups.unknown": {"n": ("schools_n", lambda whole: whole.of(*IN_DOUBT))},
    "groups.unplaced": {"n": ("schools_without_point_n", lambda whole: whole)},
    "networks.waiting": {"n": ("networks_waiting_n", lambda whole: whole)},
    "networks.unplaced": {"n": ("network_schools_without_point_n", lambda whole: whole)},
    "networks.several": {"n": ("schools_of_several_networks_n", lambda whole: whole)},
}


def gap_claims(note: "Note", whole: Scope) -> dict[str, Claim]:
    """Say of whom the counts of a note are; none where a function writes it.

    Examples
    --------
    >>> from geo_ent.text.note import Note
    >>> gap_claims(Note("groups.unknown", n=3), Scope("public"))["n"].scope.statuses
    ('undated', 'unknown')
    """
    return {
        name: Claim(figure, float(str(note.fields[name])), of(whole))
        for name, (figure, of) in _COUNTS.get(note.code, {}).items()
    }
