"""The address on the web that a map is given: where its folder is."""

import re

from geo_ent.errors import InputError
from geo_ent.text.safe import printable

EXAMPLE = "https://www.exemple.fr/carte-ent/"
"""Where a map is, as long as nobody has said it."""


def folder_address(url: str) -> str:
    """Give the address of the folder that a map is in, with its last slash.

    Parameters
    ----------
    url
        That of the folder, or of a page in it: people paste the address of the page they see.

    Raises
    ------
    InputError
        If it isn't the http(s) address of a folder or page.

    Examples
    --------
    >>> folder_address("https://dane.fr/ent"), folder_address("https://dane.fr/ent/index.html")
    ('https://dane.fr/ent/', 'https://dane.fr/ent/')
    """
    # Strict: it goes into attributes, scripts and a text that is pasted into other sites.
    if not re.fullmatch(r"https?://[^\s/?#\"'<>\\]+(/[^\s?#\"'<>\\]*)?", url):
        msg = (
            f"--url « {printable(url)} » : on attend l’adresse du dossier de la carte, comme "
            f"{EXAMPLE}."
        )
        raise InputError(msg)
    address = re.sub(r"/[^/]*\.html?$", "/", url)
    return address if address.endswith("/") else f"{address}/"
