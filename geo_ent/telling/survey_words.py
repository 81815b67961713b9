"""What each source has, against the catalogue: the words of `geo-ent fetch --check`."""

from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark
from geo_ent.telling.notes import write_note
from geo_ent.telling.source_words import size_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo_ent.sources.survey import Found
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note


def _rows(tr: Language, *, n: int | None, known: int) -> str:
    if n is None:
        return tr("nombre de lignes non dit")
    return tr("{n} lignes (au catalogue {known})", n=tr.number(n), known=tr.number(known))


def _fields(tr: Language, *, n: int, named: "Sequence[tuple[str, str]]") -> str:
    listed = ", ".join(f"{name} {kind}".strip() for name, kind in named)
    return tr("{n} colonnes, dont {listed}", n=tr.number(n), listed=listed)


def _size(tr: Language, *, bytes_n: int) -> str:
    return size_words(bytes_n, tr)


def _other_rows(tr: Language, *, n: int, known: int) -> str:
    return tr(
        "{n} lignes, où le catalogue en attend environ {known}",
        n=tr.number(n),
        known=tr.number(known),
    )


def _other_size(tr: Language, *, bytes_n: int, most: int) -> str:
    return tr(
        "{size}, où le catalogue n’admet que {most}",
        size=size_words(bytes_n, tr),
        most=size_words(most, tr),
    )


_WORDS: "Wordings" = {
    "there": mark("répond"),
    "rows": _rows,
    "fields": _fields,
    "licence": mark("{licence}"),
    "modified": mark("du {day}"),
    "last-modified": mark("du {date}"),
    "size": _size,
    # A fault is a sentence in French as errors are: it is passed on as it stands.
    "fault": mark("{why}"),
    "needed-gone": mark("la colonne « {name} », nécessaire, n’y est plus sous aucun nom connu"),
    "welcome-gone": mark("la colonne « {name} » n’y est plus sous aucun nom connu"),
    "by-label": mark("la colonne « {name} » s’y appelle « {field} » (titre : « {label} »)"),
    "other-licence": mark("la licence est « {licence} », au catalogue « {known} »"),
    "other-rows": _other_rows,
    "other-size": _other_size,
}


def survey_lines(found: "Sequence[Found]", calls_n: int, tr: Language) -> "Iterator[str]":
    """Write what a survey found: what isn't as the catalogue says, who is silent, what there is."""
    unreached = [one for one in found if one.unreached]
    parts = [_differences(found, tr), [], []]
    if unreached:
        title = tr("N’ont pas répondu, et rien n’est su de ce qu’elles ont :")
        parts[1] = [title, *_silent_hosts(unreached)]
    if has := [f"  {_named(one)} : {_list(one.has, tr)}" for one in found if one.has]:
        title = tr.plural(
            "Ce que chaque source a ({n} appel) :",
            "Ce que chaque source a ({n} appels) :",
            calls_n,
            n=tr.number(calls_n),
        )
        parts[2] = [title, *has]
    told = [part for part in parts if part]
    for part in told[:-1]:
        yield from (*part, "")
    yield from told[-1]


def _differences(found: "Sequence[Found]", tr: Language) -> list[str]:
    """Say what isn't as the catalogue says, or that all that answered is."""
    told = [
        f"  {_named(one)} : {write_note(note, _WORDS, tr)}"
        for one in found
        for note in one.differences
    ]
    if told:
        return [tr("À revoir dans le catalogue :"), *told]
    silent_n = sum(bool(one.unreached) for one in found)
    if not silent_n:
        return [tr("Chaque source a ce que le catalogue en dit.")]
    if silent_n < len(found):
        return [tr("Chaque source qui a répondu a ce que le catalogue en dit.")]
    return []


def _list(notes: "Sequence[Note]", tr: Language) -> str:
    return " ; ".join(write_note(note, _WORDS, tr) for note in notes)


def _silent_hosts(unreached: "Sequence[Found]") -> "Iterator[str]":
    """Write a line a host: which datasets it was asked for, and its first fault."""
    hosts: dict[str, list[Found]] = {}
    for one in unreached:
        hosts.setdefault(one.host, []).append(one)
    for host, silent in hosts.items():
        asked = ", ".join(dict.fromkeys(one.dataset.id for one in silent))
        yield f"  {host} ({asked}) : {silent[0].unreached.removeprefix(f'{host} : ')}"


def _named(one: "Found") -> str:
    return " ".join(filter(None, (one.dataset.id, one.vintage, f"({one.host})")))
