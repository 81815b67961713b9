"""Apostrophes as they print: official names have the typewriter's, sentences don't."""

import re

_TYPED = re.compile(
    r"\S*[\\/]\S*|\S+\.[a-z]{2,5}(?=$|[\s,;:)])|« ?[^»]*»|\"[^\"]*\"|(?<=[^\W\d_])'(?=[^\W_])"
)
"""What is copied (paths, names of files, quotations), or a straight apostrophe between letters."""


def printed_sentence(sentence: str) -> str:
    """Write a sentence with typographic apostrophes, but for what is copied or was typed.

    Examples
    --------
    >>> printed_sentence("l'annuaire : /tmp/l'an.csv, « Côtes-d'Armor », d'ici")
    "l’annuaire : /tmp/l'an.csv, « Côtes-d'Armor », d’ici"
    """
    return _TYPED.sub(lambda found: "’" if found[0] == "'" else found[0], sentence)


def printed(name: str) -> str:
    """Write a name with the apostrophes that the sentences beside it have.

    For what is read alone: a file keeps a name as its source has it.

    Examples
    --------
    >>> printed("Côtes-d'Armor")
    'Côtes-d’Armor'
    """
    return name.replace("'", "\u2019")
