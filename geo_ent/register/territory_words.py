"""The words of a row that speaks of a territory: its level, its name, whether it means them all."""

import re

from geo_ent.schools.circonscription_names import bare_name
from geo_ent.schools.school_names import commune_key, loose_commune_key
from geo_ent.text.compare import plain

_EVERY = re.compile(r"^(?:toutes?|tous|ensemble|totalite)\b")
_KINDS = re.compile(
    r"\b(?:toutes?|tous|ensemble|totalite|ecoles?|etablissements?|maternelles?|elementaires?|"
    r"primaires?|publi(?:ques?|cs?)|privee?s?|1er degre|premier degre|les|des|nos|ses|"
    r"et|du territoire|secteur)\b"
)
# In this order: "CC du canton de …" has words of several levels, and the first found decides.
_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rpi", re.compile(r"\b(?:rpi|rpc|rpid|regroupement pedagogique(?: intercommunal)?)\b")),
    ("circonscription", re.compile(r"\b(?:circonscriptions?|circo|ien)\b")),
    ("secteur_college", re.compile(r"\b(?:secteur (?:de |du )?)?(?:college|clg)\b")),
    (
        "epci",
        re.compile(
            r"\b(?:cc|ca|cu|ccom|comcom|com com|epci|communaute (?:de communes|d agglomeration|"
            r"d agglo|urbaine)|agglomeration|agglo|metropole|intercommunalite)\b"
        ),
    ),
    ("departement", re.compile(r"\b(?:departement|dept|dpt)\b")),
    ("commune", re.compile(r"\b(?:communes?|ville|mairie|municipalite)\b")),
)
ARTICLE = re.compile(r"^(?:(?:de|du|des|d|la|le|les|l|a|au|aux|n|no|numero|code)\s)+")
_EPCI_WORDS = re.compile(
    r"\b(?:cc|ca|cu|communaute|communes|agglomeration|agglo|urbaine|metropole|epci|d|de|du|des|"
    r"la|le|les|l|et|en|pays|intercommunalite|com|comcom)\b"
)


def says_every(bare: str) -> bool:
    """Tell whether a text opens with "toutes les …" and the like."""
    return bool(_EVERY.match(bare))


def is_every(name: str) -> bool:
    """Tell whether a name is "toutes les écoles publiques" and the like, without a place."""
    bare = plain(name)
    return says_every(bare) and not level_of(bare)[0] and not rest(bare)


def level_of(bare: str) -> tuple[str, str]:
    """Give the level that a reduced text names and the name that is left of it; "" for none.

    Examples
    --------
    >>> level_of("commune de betton"), level_of("rennes metropole"), level_of("betton")
    (('commune', 'betton'), ('epci', 'rennes metropole'), ('', ''))
    """
    for level, pattern in _LEVELS:
        match = pattern.search(bare)
        if match:
            # An EPCI's word may stand after its name ("Rennes Métropole"): all of it is kept.
            whole = bare if level == "epci" else bare[match.end() :]
            label = _KINDS.sub(" ", whole) if level == "epci" else whole
            return level, ARTICLE.sub("", " ".join(label.split()) + " ").strip()
    return "", ""


def opens(bare: str, level: str) -> bool:
    """Tell whether the level's word is what a text is about: "Commune de Betton"."""
    pattern = dict(_LEVELS)[level]
    if level == "epci":
        return not re.match(r"^(?:ecole|ec|groupe|gs)\b", bare)
    return bool(pattern.match(bare))


def is_plural(bare: str) -> bool:
    """Tell "les écoles …" from a school's name."""
    return bool(re.match(r"^(?:les )?(?:ecoles|maternelles|elementaires)\b", bare))


def rest(bare: str) -> str:
    """Give what is left of a reduced text without the words of kinds of schools.

    Examples
    --------
    >>> rest("toutes les ecoles publiques de betton")
    'betton'
    """
    left = " ".join(_KINDS.sub(" ", bare).split())
    return ARTICLE.sub("", left + " ").strip()


def bare_title(label: str, level: str) -> str:
    """Reduce the name of a level's territory to what tells it apart."""
    if level == "epci":
        bare = " ".join(_EPCI_WORDS.sub(" ", plain(label)).split())
        return bare or plain(label)
    if level == "secteur_college":
        bare = " ".join(re.sub(r"\b(?:college|clg|secteur|de|du)\b", " ", plain(label)).split())
        return ARTICLE.sub("", bare)
    bare = plain(bare_name(label))
    own = re.sub(r"^(?:circo|circonscription|ien)\b", "", bare)
    return loose_commune_key(own) or commune_key(bare)


def partings(label: str) -> list[list[str]]:
    """Part "A - B", "A / B et C", or "A-B" at one of its dashes, into names of communes."""
    parts = [part for part in re.split(r"\s+[-–]\s*|\s*[-–]\s+|\s*[/,;&+–]\s*|\s+et\s+", label)
             if part.strip()]  # fmt: skip
    # Without spaces around, a dash may be a commune's own ("Saint-Malo-Dinard"): each is tried.
    dashes = [index for index, sign in enumerate(label) if sign == "-"] if len(parts) == 1 else []
    return [parts, *([label[:index], label[index + 1 :]] for index in dashes)]
