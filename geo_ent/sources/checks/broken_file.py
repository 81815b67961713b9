"""A file that came from elsewhere and isn't whole: how each of the checks says so."""

from typing import NoReturn


class BrokenError(Exception):
    """A file that isn't whole, or isn't what it should be; its text is French."""


def refuse(why: str) -> NoReturn:
    """Refuse a file, for a reason that ends no sentence: `check_whole` adds what to do.

    Raises
    ------
    BrokenError
        Always.
    """
    # "from None": a library's own words would come with a page of traceback.
    raise BrokenError(why) from None
