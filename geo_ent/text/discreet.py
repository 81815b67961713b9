"""What is told of a machine to a stranger: no password, no name of a person."""

import re
from pathlib import Path

_LOGIN = re.compile(r"^((?:[a-zA-Z][\w+.-]*:)?/*)[^\s]*@")


def masked(address: str) -> str:
    """Write an address without its name and password; whatever precedes the last @ goes.

    Examples
    --------
    >>> masked("http://anne:s3cr3t@proxy:3128"), masked("anne:p@ss/wo#rd@proxy:3128")
    ('http://***:***@proxy:3128', '***:***@proxy:3128')
    >>> masked("http://proxy:3128")
    'http://proxy:3128'
    """
    # By hand, not by `urlsplit`: a password that isn't encoded may hold / and #, and be taken for
    # a path.
    return _LOGIN.sub(lambda start: f"{_scheme(start[1])}***:***@", address)


def _scheme(start: str) -> str:
    # "anne:p" before an @ isn't a scheme: only what has // after it is.
    return start if start.endswith("//") else ""


def homely(path: "str | Path") -> str:
    """Write a path with ~ for the user's own folder, whose name is often the person's.

    Examples
    --------
    >>> homely(Path.home() / "cartes" / "35") == str(Path("~") / "cartes" / "35")
    True
    """
    try:
        return str(Path("~") / Path(path).relative_to(Path.home()))
    except (ValueError, RuntimeError):  # elsewhere; or nobody has a home
        return str(path)
