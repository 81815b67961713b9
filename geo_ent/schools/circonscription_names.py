"""Names of circonscriptions: one spelling each, without the administration around it."""

import re
from collections.abc import Collection

from geo_ent.text.compare import plain

_PREFIX = re.compile(
    r"^(?:circonscription|inspection|ien|i\.e\.n\.)"
    r"(?:\s+d\s*['’]\s*inspection|\s+de\s+l\s*['’]\s*[eé]ducation\s+nationale)?"
    r"(?:\s+du\s+(?:1er|premier)\s+degr[eé])?\s*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?P<word>de\s+la\s|de\s+l\s*['’]|des\s|du\s|de\s|d\s*['’])\s*", re.IGNORECASE
)
_SMALL_WORDS = {"de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous", "d", "l", "aux"}


def bare_name(title: str, *, commune_names: Collection[str] = ()) -> str:
    """Find a circonscription's name in its title.

    Parameters
    ----------
    commune_names
        Names of communes, reduced by `plain`: they tell "du Mans" (Le Mans) from "du Pays".

    Examples
    --------
    >>> bare_name("Circonscription d'inspection du 1er degré de Saint Grégoire")
    'Saint Grégoire'
    >>> bare_name("Circonscription d'inspection du 1er  degre d'Orly")
    'Orly'
    >>> bare_name("Circonscription d'inspection du 1er degré du Mans", commune_names={"le mans"})
    'Le Mans'
    >>> bare_name("Circonscription d'inspection du 1er degré du Mans 2", commune_names={"le mans"})
    'Le Mans 2'
    """
    text = " ".join(title.split())
    rest = _PREFIX.sub("", text)
    # Only behind the administration's words is it an article: a bare "La Flèche" keeps its own.
    article_at = _ARTICLE.match(rest) if rest != text else None
    if article_at is None:
        return _sentence_case(rest)
    name = rest[article_at.end() :]
    word = plain(article_at["word"])
    article = {"de la": "La ", "de l": "L'", "du": "Le ", "des": "Les "}.get(word, "")
    town = re.sub(r"\s+\d+$", "", name)  # "du Mans 1" is of Le Mans too
    # "de la" and "de l'" hide an article for sure; "du" and "des" may be a preposition, and only a
    # commune of that name tells.
    if word in {"du", "des"} and plain(article + town) not in commune_names:
        article = ""
    return article + _sentence_case(name)


def _sentence_case(name: str) -> str:
    """Bring down a name all in capitals; leave others as they are written."""
    if not name.isupper():
        return name
    # Not `str.title`, which writes "Saint-Jean-De-Monts".
    parts = re.split(r"([\s\-'’]+)", name.lower())
    return "".join(
        part if part in _SMALL_WORDS and index else part.capitalize()
        for index, part in enumerate(parts)
    )
