"""What each source has, against the catalogue: the words of `geo-ent fetch --check`."""

from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark
from geo_ent.telling.notes import write_note
from geo_ent.telling.source_words import size_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo_ent.sources.survey import Found
    from geo_ent.telling.notes import Wordings


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
    """Write what a survey found: first what isn't as the catalogue says, then what there is."""
    different = [one for one in found if one.differences]
    if different:
        yield tr("À revoir dans le catalogue :")
        for one in different:
            for note in one.differences:
                yield f"  {_named(one)} : {write_note(note, _WORDS, tr)}"
    else:
        yield tr("Chaque source a ce que le catalogue en dit.")
    yield ""
    yield tr.plural(
        "Ce que chaque source a ({n} appel) :",
        "Ce que chaque source a ({n} appels) :",
        calls_n,
        n=tr.number(calls_n),
    )
    for one in found:
        has = " ; ".join(write_note(note, _WORDS, tr) for note in one.has)
        yield f"  {_named(one)} : {has or tr('rien')}"


def _named(one: "Found") -> str:
    return " ".join(filter(None, (one.dataset.id, one.vintage, f"({one.host})")))
