"""What the details of findings say, by the code that a reader noted."""

from typing import TYPE_CHECKING

from geo_ent.telling.language import mark
from geo_ent.telling.notes import write_note
from geo_ent.telling.register.register_reasons import REASONS

if TYPE_CHECKING:
    from geo_ent.telling.language import Language
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note

_OF_SCHOOLS: "Wordings" = {}
_OF_COMMUNES: "Wordings" = {}
_OF_TERRITORY: "Wordings" = {}
_OF_REGISTER: "Wordings" = {**REASONS, "no-titles": mark("pas de ligne de titres")}

# A code means the same in every room, so that one table holds them all.
_DETAILS: "Wordings" = {**_OF_SCHOOLS, **_OF_COMMUNES, **_OF_TERRITORY, **_OF_REGISTER}


def finding_detail(detail: "Note | str", tr: "Language") -> str:
    """Write a finding's detail in a language; what was in the file stays as it was."""
    return write_note(detail, _DETAILS, tr)
