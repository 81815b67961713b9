"""The sentences over an atlas: how many schools have an ENT, of which days, what lacks."""

import datetime as dt
from collections.abc import Mapping, Sequence

from geo_ent.telling.claims import Claim, Scope, reworded, told
from geo_ent.telling.language import Language
from geo_ent.telling.page.headline import headline
from geo_ent.telling.page.page_titles import listed

_MOST_NAMES = 4


def summary(whole: Mapping[str, float], tr: Language, *, there_n: int, all_n: int) -> str:
    """Say how many schools have an ENT, and of how many départements they are where some lack.

    Parameters
    ----------
    whole
        The counts of all schools.
    tr
        The language, about the atlas' schools.
    there_n, all_n
        How many départements have figures, of how many.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> whole = {"schools_n": 578.0, "covered_n": 271.0, "unknown_n": 0.0}
    >>> summary(whole, language("fr"), there_n=3, all_n=4).replace(chr(0xA0), " ")
    'Dans 3 départements sur 4, 271 écoles sur 578 ont un ENT, soit 46,9 %.'
    """
    if not there_n:
        return tr("Aucun département n’a de chiffres dans cet atlas.")
    sentence = headline(whole, tr, sector=tr.sector)
    if there_n == all_n:
        return sentence
    return tr.plural(
        "Dans {n} département sur {all}, {rest}",
        "Dans {n} départements sur {all}, {rest}",
        there_n,
        n=told(tr.number(there_n), Claim("departements_n", there_n, tr.scope)),
        all=told(tr.number(all_n), Claim("departements_n", all_n, Scope())),
        rest=reworded(sentence[:1].lower() + sentence[1:], sentence),
    )


def dates_line(dates: Sequence[dt.date], tr: Language) -> str:
    """Say the day, or the first and the last, that figures are of.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> dates_line([dt.date(2023, 6, 30)] * 2, language("fr"))
    'situation au 30 juin 2023'
    >>> dates_line([dt.date(2023, 6, 30), dt.date(2023, 3, 1)], language("fr"))
    'situations du 1er mars 2023 au 30 juin 2023, selon le département'
    """
    if not dates:
        return ""
    first, last = min(dates), max(dates)
    if first == last:
        return tr("situation au {day}", day=tr.day(last))
    return tr(
        "situations du {first} au {last}, selon le département",
        first=tr.day(first),
        last=tr.day(last),
    )


def absent_sentence(absent: Mapping[str, str], tr: Language) -> str:
    """Say which départements of the territory have no figures; "" where all have.

    Parameters
    ----------
    absent
        Their names by their codes.
    tr
        The language.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> absent_sentence({"23": "Creuse"}, language("fr")).replace(chr(0xA0), " ")
    'Pas encore dans cet atlas : Creuse (23).'
    >>> many = {"01": "Ain", "02": "Aisne", "03": "Allier", "05": "Hautes-Alpes"}
    >>> absent_sentence(many | {"09": "Ariège", "10": "Aube"}, language("fr"))[28:]
    'Ain (01), Aisne (02), Allier (03), Hautes-Alpes (05) et 2 autres.'
    """
    if not absent:
        return ""
    names = [f"{name} ({code})" for code, name in absent.items()]
    rest_n = len(names) - _MOST_NAMES
    if rest_n > 1:
        names = [*names[:_MOST_NAMES], tr("{n} autres", n=tr.number(rest_n))]
    return tr("Pas encore dans cet atlas\u00a0: {names}.", names=listed(names, tr))


def atlas_notes(
    tr: Language, *, dates_n: int, estimated: bool, changes: bool, parted: bool = False
) -> list[str]:
    """Say what a reader must know of an atlas' figures.

    Parameters
    ----------
    dates_n
        How many days the figures are of.
    estimated
        Whether outlines are shown that are estimated.
    changes
        Whether a change is shown.
    parted
        Whether some académie has départements that the atlas hasn't.
    """
    notes = [
        tr(
            "Une école compte si l’ENT est ouvert pour toute l’école ; celle dont on ne sait rien "
            "est comptée sans ENT."
        ),
        tr(
            "Les chiffres d’une académie sont ceux de ses écoles que l’atlas a, non la moyenne de "
            "ses départements\u00a0; les départements qui n’y sont pas sont nommés à côté d’elle."
        )
        if parted
        else tr(
            "Les chiffres d’une académie sont ceux de toutes ses écoles, non la moyenne de ses "
            "départements."
        ),
        tr(
            "Les classes de couleurs sont choisies d’après les valeurs de cette carte\u00a0: "
            "celles d’une autre page peuvent différer."
        ),
    ]
    if changes:
        notes.append(
            tr(
                "L’évolution est celle des écoles dont la situation est connue aux deux dates, et "
                "d’elles seules."
            )
        )
    if dates_n > 1:
        notes.append(
            tr(
                "Les départements n’ont pas tous des données du même jour\u00a0: le tableau dit "
                "celui de chacun."
            )
        )
    if estimated:
        notes.append(
            tr(
                "Contours des circonscriptions estimés à partir des communes et des écoles : "
                "aucune source officielle ne les publie."
            )
        )
    return notes
