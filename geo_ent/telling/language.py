"""One mechanism for both languages: French stands in the code, English in catalogues beside it.

A sentence is written in French where it is made, `tr("Au {day}, …", day=…)`, and looked up by that
text in the catalogues of `translations/en/*.po`, which any gettext editor opens. French needs no
catalogue and no file is read for it. `tools/messages.py` brings the catalogues up to the code; a
test lists any sentence that has no English (docs/decisions/0015-words.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, get_args

from geo_ent.telling.claims import ANYONE, Claim, Scope, Sentence, claims_of, told
from geo_ent.text.elision import at_place, of_place, of_school
from geo_ent.text.numbers import LOCALES, Lang, day, number, percent
from geo_ent.text.po_file import CONTEXT, read_po

if TYPE_CHECKING:
    import datetime as dt

LANGUAGES: tuple[Lang, ...] = get_args(Lang)
_CODES: Mapping[str, Lang] = {code: code for code in LANGUAGES}

_TRANSLATIONS = Path(__file__).with_name("translations")
# The space between a number and its unit: a line never ends there. Kept in one place, since a text
# can't show whether its space breaks.
_UNIT = re.compile(
    r"(?<=\d) (?=(?:%|km²?|m²?|€|k?o|Mo|Go|ans?|mois|jours?|heures?|minutes?|points?|years?|months?"
    r"|days?|kB|MB)(?![\w’'-]))"
)

# Their English is in `language.po`, which the catalogues' tool leaves alone.
_SCHOOLS = {
    "all": ("école", "écoles"),
    "public": ("école publique", "écoles publiques"),
    "prive": ("école privée", "écoles privées"),
}
_PREPOSITIONS = {"de": of_place, "à": at_place, "école": of_school}
_BEFORE_A_PLACE = re.compile(r":(?:de|à|école)\}")


def mark(text: str) -> str:
    """Mark a French text that is translated later, where it is told.

    Examples
    --------
    >>> NAMES = {"none": mark("Pas d’ENT")}
    >>> language("en")(NAMES["none"])
    'No ENT'
    """
    return text


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of a French text, translated later: `tr.plural(*FORMS, count, …)`."""
    return one, many


@dataclass(frozen=True, slots=True)
class Language:
    r"""What writes in one language: sentences, numbers, dates.

    The variable is always called `tr`, so that the catalogues' tool finds the texts. A place that
    follows « de » or « à » is written `{name:de}` or `{name:à}` in French, with its preposition;
    a school that follows « de », `{name:école}`.
    `{school}` and `{schools}` are filled in with those that are counted, "école publique" say: a
    sentence that is true of one sector must not be read as one of all schools.

    Attributes
    ----------
    code
        "fr" or "en".
    scope
        Of whom it tells: the schools that are counted, where and at which date. What the figures
        claim that it writes (`count`, `schools_n`), and the sector that `{schools}` names.

    Examples
    --------
    >>> tr = language("fr")
    >>> tr.plural("{n} école a un ENT.", "{n} écoles ont un ENT.", 2, n=tr.number(2))
    '2 écoles ont un ENT.'
    >>> tr("Zone blanche {name:de}", name="Olmeto"), tr("rendu {name:à}", name="Le Mans")
    ('Zone blanche d’Olmeto', 'rendu au Mans')
    >>> tr("à {n} km", n=tr.number(7.9, decimals=1))  # never at a line's end between the two
    'à 7,9\xa0km'
    """

    code: Lang
    scope: Scope = ANYONE

    def about(self, scope: Scope) -> "Language":
        """Write the same language, of the schools of a scope."""
        return replace(self, scope=scope)

    @property
    def sector(self) -> str:
        """Of the schools that are counted: "public", "prive", or "all"."""
        return self.scope.sector or "all"

    def __call__(self, text: str, /, **fields: object) -> str:
        """Write a text in this language; its `{fields}` are filled in where any is given."""
        return self._filled(self._found(text)[0], fields)

    def in_context(self, context: str, text: str, /, **fields: object) -> str:
        """Write a text whose translation depends on `context` (msgctxt): where it stands."""
        return self._filled(self._found(context + CONTEXT + text)[0], fields)

    def plural(self, one: str, many: str, count: float, /, **fields: object) -> str:
        """Write the one of two texts that goes with a count."""
        forms = self._found(one, many)
        return self._filled(forms[0 if self.is_one(count) else -1], fields)

    @property
    def other_sector(self) -> str:
        """The sector that isn't counted; "all" where both are."""
        return {"public": "prive", "prive": "public"}.get(self.sector, "all")

    def school(self, sector: str = "") -> str:
        """Name a school of a sector; of the one that is counted unless another is asked for.

        Examples
        --------
        >>> language("fr", "public").school(), language("en", "public").school("prive")
        ('école publique', 'private school')
        """
        return self(_SCHOOLS[sector or self.sector][0])

    def schools_n(self, count: int, sector: str = "") -> str:
        """Write a number of schools, of the sector that is counted unless another is asked for.

        Examples
        --------
        >>> language("fr", "public").schools_n(2), language("en", "public").schools_n(1, "prive")
        ('2 écoles publiques', '1 private school')
        """
        one, many = _SCHOOLS[sector or self.sector]
        return f"{self.number(count)} {self(one if self.is_one(count) else many)}"

    def is_one(self, count: float) -> bool:
        """Tell whether a count takes the singular: in French all that is below 2, so 0 and 1,9."""
        return abs(count) < 2 if self.code == "fr" else abs(count) == 1  # noqa: PLR2004

    def number(self, value: float, *, decimals: int = 0) -> str:
        """Write a number."""
        return number(value, decimals=decimals, locale=LOCALES[self.code])

    def count(self, n: float, scope: Scope | None = None, *, figure: str = "schools_n") -> str:
        """Write a count with what it claims: so many schools of a scope, unless it says of what.

        Examples
        --------
        >>> language("fr").count(3).claims[0].figure
        'schools_n'
        """
        return told(self.number(n), Claim(figure, n, self.scope if scope is None else scope))

    def percent(self, share: float, *, decimals: int = 1) -> str:
        """Write a share (0 to 1) in per cent."""
        return percent(share, decimals=decimals, locale=LOCALES[self.code])

    def day(self, date: "dt.date") -> str:
        """Write a date in full."""
        return day(date, locale=LOCALES[self.code])

    def _found(self, text: str, *many: str) -> tuple[str, ...]:
        known = () if self.code == "fr" else messages(self.code).get(text, ())
        return known or (text.rpartition(CONTEXT)[2], *many)

    def _filled(self, text: str, fields: Mapping[str, object]) -> str:
        if "{school" in text:
            one, many = _SCHOOLS[self.sector]
            fields = {"school": self(one), "schools": self(many), **fields}
        if not fields:
            return _UNIT.sub("\u00a0", text)
        if _BEFORE_A_PLACE.search(text):
            filled = _PLACES.vformat(text, (), fields)
        else:
            filled = text.format(**fields)
        filled = _UNIT.sub("\u00a0", filled)
        # Only of what is written: English may take other fields than French does.
        claims = claims_of(*(part for name, part in fields.items() if f"{{{name}" in text))
        return Sentence(filled, claims) if claims else filled


class _Places(Formatter):
    """Fills in a text in which a place has its preposition: twice as slow, so only where asked."""

    def format_field(self, value: Any, format_spec: str) -> Any:  # noqa: ANN401 as it is declared
        """Write a field; `:de` and `:à` before a place."""
        write = _PREPOSITIONS.get(format_spec)
        return write(str(value)) if write else super().format_field(value, format_spec)


_PLACES = _Places()


@cache
def language(code: str, sector: str = "all") -> Language:
    """Give what writes in a language, of the schools of a sector.

    Examples
    --------
    >>> language("en").number(2021)
    '2,021'
    """
    return Language(_CODES.get(code, "fr"), Scope(sector))


@cache
def messages(code: str, topic: str = "*") -> Mapping[str, tuple[str, ...]]:
    r"""Read the catalogues of a language: French text → its translation, or its two forms.

    Parameters
    ----------
    code
        The language; "fr" has no catalogue.
    topic
        One catalogue's name, to have its texts only.

    Returns
    -------
    Mapping
        A text with a context is keyed `context + "\x04" + text`; one without a translation isn't
        there.
    """
    paths = sorted((_TRANSLATIONS / code).glob(f"{topic}.po"))
    return {key: forms for path in paths for key, forms in read_po(path)}
