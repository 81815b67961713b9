"""Codes looked up in an index."""

import pandas as pd


def among(codes: "pd.Series[str]", index: "pd.Index[str]") -> "pd.Series[bool]":
    """Tell of each code whether it is in an index.

    What `isin` tells, several times quicker: pandas makes an object of every text of the index at
    each call of `isin`, and its index finds texts by a table that it keeps.

    Parameters
    ----------
    index
        Without repeats.

    Examples
    --------
    >>> among(pd.Series(["35238", "99999"]), pd.Index(["35001", "35238"])).tolist()
    [True, False]
    """
    # Its indices are -1 where a code isn't there; `in` would be a call of Python for each.
    return pd.Series(index.get_indexer(pd.Index(codes)) >= 0, index=codes.index)
