"""What keepers shorten or write in one word, written out before a cell is cut into words."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from geo_ent.text.toml_file import own_toml

_PHRASES = Path(__file__).with_name("cell_words.toml")

_NOUN = "(?:depl|inst|instal|install)"
# "Inst. refusée" is of the installation; "inst." alone says that it is installed.
_OF_NOUNS = r"refus|prev|en cours|a venir|fait|termin|ok\b|annul|report|program|planif|effect|cale"
_FORMS = (
    (re.compile(rf"\ba (?:{_NOUN}|equip)\b\.?"), "a deployer"),
    (re.compile(rf"\b{_NOUN}\b\.? (?={_OF_NOUNS})"), "deploiement "),
    # "Nulle part." and "à part." are whole words.
    (re.compile(r"(?<!nulle )(?<!\ba )(?<!autre )(?<!quelque )\bpart\.(?=\W|$)"), "partiel "),
    # "En sept." is the month, "sept classes" a number.
    (
        re.compile(
            r"\b(en|pour|debut|fin|mi|depuis|des|rentree|demarrage|ouverture|lancement) sept\b\.?"
            r"(?! *(?:cl|niv|ele|ens))"
        ),
        r"\1 septembre",
    ),
    # "REP" alone is the priority network.
    (re.compile(r"\b(pas|de|sans|attente) rep\b\.?"), r"\1 reponse"),
    (re.compile(r"\b([a-z]{4,}?)e?mt\b\.?"), r"\1ement"),
    # "Dép." of a year or a month is since when, else the département.
    (re.compile(r"\bdep\b\.? (?=\d|jan|fev|mars|avr|mai|jui|aou|sep|oct|nov|dec|rent)"), "depuis "),
    # "R22" is the rentrée of 2022.
    (re.compile(r"\br(?=(?:1[5-9]|2\d|3[0-5])\b)"), "rentree 20"),
    # An apostrophe is often left out.
    (re.compile(r"\bd(?=ent\b)"), "d "),
    (re.compile(r"\b([ld])(?=(?:ecole|equipe|ensemble|enseignante?|environnement)s?\b)"), r"\1 "),
    (re.compile(r"\bn(?=utilise)"), "n "),
)


@cache
def _abbreviations() -> tuple["re.Pattern[str]", Mapping[str, str]]:
    """Give what finds an abbreviation, and what each stands for."""
    tables = own_toml(_PHRASES)["abbreviations"]
    whole = {short: word for word, shorts in tables.items() for short in shorts}
    return re.compile(rf"\b({'|'.join(whole)})\b\.?"), whole


def written_out(text: str) -> str:
    """Write out the abbreviations of a text in small letters without accents.

    Examples
    --------
    >>> written_out("ttes cl. sauf cp"), written_out("pas dent"), written_out("oui r22")
    ('toutes classes sauf cp', 'pas d ent', 'oui rentree 2022')
    """
    pattern, whole = _abbreviations()
    text = pattern.sub(lambda match: whole[match[1]], text)
    for form, words in _FORMS:
        text = form.sub(words, text)
    return text
