"""Columns whose titles change with the vintage: found by any of their names."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geo_ent.errors import InputError


def pick_columns(
    frame: "pd.DataFrame",
    aliases: Mapping[str, Iterable[str]],
    *,
    needed: Iterable[str],
    where: str,
    expected: str = "l’annuaire de l’éducation",
    form: str = ", sous la forme que donne le portail",
) -> "pd.DataFrame":
    """Give a frame its own column names: the first alias that it has, else "".

    `expected` names, for the reader of an error, the file that has these columns, and `form` says
    in which form it is expected.

    Raises
    ------
    InputError
        If a needed column has none of its titles; all that lack are named at once.

    Examples
    --------
    >>> import pandas as pd
    >>> pick_columns(pd.DataFrame({"code_postal": ["1"]}), {"postcode": ["code_postal"]},
    ...              needed=["postcode"], where="t.csv").to_dict("list")
    {'postcode': ['1']}
    """
    title_of = {
        name: next((title for title in titles if title in frame.columns), None)
        for name, titles in aliases.items()
    }
    # Named by their first title, the oldest: whoever has the wrong file is told what to look for,
    # and what the file has instead.
    lacking = [f"« {next(iter(aliases[name]))} »" for name in needed if title_of[name] is None]
    if lacking:
        offered = ", ".join(list(frame.columns)[:8]) or "aucune"
        msg = (
            f"{where} : il manque {', '.join(lacking)} ; colonnes utiles trouvées : {offered}. "
            f"On attend {expected}{form}."
        )
        raise InputError(msg)
    blank = pd.Series("", index=frame.index, dtype=str)
    return pd.DataFrame(
        {
            name: blank if title is None else frame[title].str.strip()
            for name, title in title_of.items()
        }
    )
