"""What is said of the official sources: what a download waits for, what was had, what is kept."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark
from geo_ent.telling.notes import write_note

if TYPE_CHECKING:
    from geo_ent.sources.client.transport import Progress
    from geo_ent.sources.datasets import Dataset
    from geo_ent.sources.fetch import Fetched
    from geo_ent.sources.store.cached_entry import Entry
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note

_SHORT_S = 10  # below, tenths of a second are told


def _ago(tr: Language, days: int) -> str:
    if not days:
        return tr("il y a moins d’un jour")
    return tr.plural("il y a {n} jour", "il y a {n} jours", days, n=days)


def _downloaded(tr: Language, *, day: str, days: int) -> str:
    return tr("téléchargé le {day}, {ago}", day=day, ago=_ago(tr, days))


def _checked(tr: Language, *, day: str, days: int) -> str:
    return tr("téléchargé le {day}, vérifié {ago}", day=day, ago=_ago(tr, days))


def _trying_again(tr: Language, *, host: str, why: str, wait_s: float, n: int, most: int) -> str:
    return tr(
        "{host} : {why} ; nouvel essai dans {wait} s ({n}/{most}).",
        host=host,
        why=why,
        wait=tr.number(wait_s, decimals=0 if wait_s >= _SHORT_S else 1),
        n=n,
        most=most,
    )


def _repeated_rows(tr: Language, *, named: str, count: int) -> str:
    return tr("{named} : {n} lignes en double, gardées telles quelles.", named=named, n=count)


def _columns_gone(tr: Language, *, dataset: str, names: tuple[str, ...]) -> str:
    # In quotation marks: a column may be named by one letter, or by a word of the sentence.
    listed = ", ".join(tr("« {text} »", text=name) for name in names)
    return tr("{dataset} : le portail n’a plus {names} ; on fait sans.",
              dataset=dataset, names=listed)  # fmt: skip


_LINES: "Wordings" = {
    "downloaded": _downloaded,
    "checked": _checked,
    "misdated": mark("daté du {day}, à venir : une horloge était fausse"),
    "from-cache": mark("{named} : celui du cache est utilisé, {age}."),
    "asked-again": mark("{named} : celui du cache est {age} ; la source est demandée."),
    # The fault is a sentence of its own, in French as errors are: it is passed on as it stands.
    "unreachable": mark("{why}"),
    "done-without": mark("{why} On fait sans."),
    "once-more": mark("{why} On recommence."),
    "mirror": mark("{why} On demande à {host}, qui en a une copie."),
    "nearest-vintage": mark("{dataset} : pas de millésime {year} ; on prend celui de {vintage}."),
    "repeated-rows": _repeated_rows,
    "columns-gone": _columns_gone,
    "field-by-label": mark(
        "{dataset} : « {name} » s’appelle maintenant « {field} » sur le portail, trouvé par son "
        "titre « {label} »."
    ),
    "damaged": mark("{named} : le fichier du cache est abîmé ou manque ({path}) ; il est écarté."),
    "waiting": mark("{named} : un autre geo-ent le télécharge déjà ; on attend qu’il finisse."),
    "trying-again": _trying_again,
}
"""What the sources tell on their way, by its code; faults, which are French, are parts of it."""

_HOW: Mapping[str, str] = {
    "fetched": mark("téléchargé"),
    "revalidated": mark("déjà là et toujours à jour"),
    "cached": mark("déjà là"),
    "stale": mark("ancien"),
}


def source_line(note: "Note", tr: Language) -> str:
    r"""Write what the sources tell (`fetch(tell=…)`), or the age of a file, as a line.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> from geo_ent.text.note import Note
    >>> source_line(Note("checked", day="01/11/2026", days=2), language("fr"))
    'téléchargé le 01/11/2026, vérifié il y a 2\xa0jours'
    """
    return write_note(note, _LINES, tr)


def progress_words(progress: "Progress", tr: Language) -> str:
    """Say how far a download is: bytes, rows, what is left.

    Examples
    --------
    >>> from geo_ent.sources.client.transport import Progress
    >>> from geo_ent.telling.language import language
    >>> tr = language("fr")
    >>> progress_words(Progress("ips", 1_500_000, None, 400, 700), tr).replace(chr(0xA0), " ")
    '1,5 Mo, 400 lignes sur 700, reste 300'
    >>> progress_words(Progress("frr", 10**6, 4 * 10**6, 0, None), tr).replace(chr(0xA0), " ")
    '1,0 Mo sur 4,0 Mo, reste 3,0 Mo'
    """
    come = size_words(progress.bytes_n, tr) if progress.bytes_n else ""
    if progress.rows_total:
        total, left = progress.rows_total, progress.rows_total - progress.rows_n
        share = tr("{rows} sur {total}", rows=_rows(progress.rows_n, tr), total=tr.number(total))
        parts = [come, share, tr("reste {left}", left=tr.number(left))]
    elif progress.bytes_total:
        total, left = progress.bytes_total, progress.bytes_total - progress.bytes_n
        share = tr("{rows} sur {total}", rows=come or "0", total=size_words(total, tr))
        parts = [share, tr("reste {left}", left=size_words(left, tr))]
    else:
        parts = [come]
    return ", ".join(filter(None, parts))


def size_words(bytes_n: float, tr: Language) -> str:
    """Write a size in bytes as people do.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> [size_words(size, language("fr")).replace(chr(0xA0), " ") for size in (4_000, 63.4e9)]
    ['4 ko', '63,4 Go']
    """
    mega, giga = bytes_n / 1e6, bytes_n / 1e9
    if giga >= 1:
        return tr("{size}\u00a0Go", size=tr.number(giga, decimals=1))
    if mega >= 1:
        return tr("{size}\u00a0Mo", size=tr.number(mega, decimals=1))
    return tr("{size}\u00a0ko", size=tr.number(bytes_n / 1e3))


def _rows(rows_n: int, tr: Language) -> str:
    return tr.plural("{n} ligne", "{n} lignes", rows_n, n=tr.number(rows_n))


def _content(entry: "Entry", tr: Language) -> str:
    return f"{_rows(entry.rows_n, tr)}, {size_words(entry.bytes_n, tr)}"


def had_line(had: "Fetched", age: "Note", tr: Language) -> str:
    """Say of a dataset how it was had, and how old it is unless it has just come."""
    how = tr(_HOW[had.how])
    if had.how != "fetched":
        how = f"{how}, {source_line(age, tr)}"
    return tr("{dataset} : {content}, {how}.",
              dataset=had.dataset.id, content=_content(had.entry, tr), how=how)  # fmt: skip


def held_line(entry: "Entry", age: "Note", tr: Language) -> str:
    """Say what the cache has of a dataset for a territory and a year."""
    words = (entry.territory, entry.vintage, _content(entry, tr), source_line(age, tr))
    return ", ".join(filter(None, words))


def address_line(dataset: "Dataset", tr: Language) -> str:
    """Give a dataset's address; of several vintages the default's, and the names of the others."""
    vintage, url = next(iter(dataset.url)), dataset.address
    others = ", ".join(other for other in dataset.url if other != vintage)
    if not others:
        return url
    return tr("{url} ({vintage} ; aussi {others})", url=url, vintage=vintage, others=others)
