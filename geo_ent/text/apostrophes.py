"""Apostrophes as they print: official names have the typewriter's, sentences don't."""


def printed(name: str) -> str:
    """Write a name with the apostrophes that the sentences beside it have.

    For what is read alone: a file keeps a name as its source has it.

    Examples
    --------
    >>> printed("Côtes-d'Armor")
    'Côtes-d’Armor'
    """
    return name.replace("'", "\u2019")
