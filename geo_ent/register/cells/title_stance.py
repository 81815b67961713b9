"""What a title, read as a cell is, makes of the "oui" below it: an ENT, none, or one to come.

"N'a pas d'ENT : oui" is no ENT, and its "non" is one; "Refus : non" says nothing of it.
"""

import re
from functools import cache
from typing import Literal

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.cells.cell_cut import cut
from geo_ent.register.cells.cell_phrases import phrases_of
from geo_ent.text.compare import plain

Stance = Literal["straight", "denied", "none", "planned", "unclear"]
"""What "oui" says under a title: what it says alone; that there is no ENT, so that "non" says that
there is one; that there is none, or one to come, and "non" nothing; nobody knows."""

# How to answer isn't what is asked: "(O/N)", "à cocher".
_HOW = re.compile(r"(?: (?:x|o n|oui non|vrai faux|1 0|0 1|y n|yes no|(?:case )?a cocher))+$")
# What follows a question, or stands on a condition, is another thing: "… ? Si non, pourquoi".
_BESIDE = re.compile(r"(?<=\w)\s*[?;:].*|\W+(?:si|sinon|if)\b.*", re.IGNORECASE | re.DOTALL)
_DENYING = frozenset({"negation", "denied", "no", "ne", "not-yet", "nothing"})
# Who refused or gave up, or never had one, may have one or not where the answer is "non".
_MORE = frozenset({"refuse", "ended", "former", "never", "no-longer", "stops", "reason", "support"})
_AGAINST = _DENYING | {"refuse", "ended", "never", "no-longer", "stops"}


@cache
def stance_of(title: str) -> Stance:
    """Say what "oui" below a title says of the school's ENT.

    Examples
    --------
    >>> stance_of("ENT déployé ?"), stance_of("N'a pas d'ENT"), stance_of("ENT (O/N)")
    ('straight', 'denied', 'straight')
    >>> stance_of("Refus de l'ENT"), stance_of("ENT à déployer"), stance_of("Zone blanche ENT")
    ('none', 'planned', 'unclear')
    """
    text = _HOW.sub("", plain(_BESIDE.sub("", title)))
    reading = read_cell(text)
    roles = {phrase.role for phrase in phrases_of(cut(text))}
    code = reading.doubt.code if reading.doubt else ""
    # "Équipée ou non", "oui, non, en projet": the title lists what can be answered.
    if not text or code == "misspelt" or "or" in roles or ("yes" in roles and roles & _DENYING):
        return "straight"
    if reading.status == "none":
        is_plain = roles & _DENYING and not roles & _MORE and reading.firm and not reading.gone
        return "denied" if is_plain else "none"
    if reading.status == "planned":
        return "planned"
    if "unread" in roles or (code and roles & _AGAINST):
        return "unclear"
    return "straight"
