"""One answer for many doubts at once: those of a kind, those of the very same words."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

# What may be answered of all the doubts of a kind; of the others each has an answer of its own.
_OF_KIND = {
    **dict.fromkeys(("corrected", "named", "words"), "keep"),
    **dict.fromkeys(("not_found", "unreached"), "ignore"),
}
_OF_ONE = ("uai", "schools")  # what another row's answer can't say

Doubt = Mapping[str, Any]


def rows_of_kind(doubts: Iterable[Doubt], kind: str, answered: Collection[str]) -> list[str]:
    """Give the rows of a kind that have no answer yet, and may be given one all together.

    Examples
    --------
    >>> doubts = [{"key": "1", "row": "a | oui", "kind": "named", "keep": True}]
    >>> rows_of_kind(doubts, "named", {}), rows_of_kind(doubts, "named", {"1"})
    (['a | oui'], [])
    """
    flag = _OF_KIND.get(kind, "")
    return [
        doubt["row"] for doubt in doubts
        if flag and doubt["kind"] == kind and doubt["key"] not in answered
        and (flag == "ignore" or doubt["keep"])
    ]  # fmt: skip


def flag_of_kind(kind: str) -> str:
    """Name what is answered of all the doubts of a kind: "keep" or "ignore"; "" for neither."""
    return _OF_KIND.get(kind, "")


def rows_of_same(doubts: Iterable[Doubt], key: str, answered: Collection[str]) -> list[str]:
    """Give the other rows of the very same doubt that have no answer yet."""
    listed = list(doubts)
    group = next((doubt.get("group", "") for doubt in listed if doubt["key"] == key), "")
    return [
        doubt["row"] for doubt in listed
        if group and doubt.get("group") == group and doubt["key"] not in {key, *answered}
    ]  # fmt: skip


def shared_answer(entry: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give what an answer says that holds for the same doubt of another row; empty for nothing.

    Examples
    --------
    >>> shared_answer({"row": "a", "status": "oui", "answered_on": None}), shared_answer(None)
    ({'status': 'oui'}, {})
    """
    said = {k: v for k, v in (entry or {}).items() if k not in {"row", "answered_on"}}
    return {} if any(said.get(key) for key in _OF_ONE) else said
