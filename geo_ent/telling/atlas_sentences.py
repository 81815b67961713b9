"""What an atlas says while it is made, and of its result."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from geo_ent.communes.departements import departement_names
from geo_ent.telling.language import Language, mark

_MOST_NAMES = 4
_TABLES = {
    "coverage-departement.csv": mark("La couverture par département"),
    "coverage-academie.csv": mark("La couverture par académie"),
    "coverage-region.csv": mark("La couverture par région"),
    "change.csv": mark("L’évolution depuis une rentrée"),
    "schools.csv": mark("Toutes les écoles"),
    "schools.parquet": mark("Toutes les écoles, pour un programme"),
}
"""What each table of an atlas is, as its index lists it."""


def named(code: str) -> str:
    """Name a département as a list of them does.

    Examples
    --------
    >>> named("35")
    'Ille-et-Vilaine (35)'
    """
    return f"{departement_names()[code]} ({code})"


def planned_line(tr: Language, todo_n: int, kept_n: int) -> str:
    """Tell how many départements are to be built, and how many stay as they are."""
    todo = tr.plural(
        "{n} département à faire", "{n} départements à faire", todo_n, n=tr.number(todo_n)
    )
    if not kept_n:
        return todo
    same = tr.plural("{n} inchangé", "{n} inchangés", kept_n, n=tr.number(kept_n))
    return tr("{todo}, {same}", todo=todo, same=same)


def ended_line(tr: Language, code: str, reason: str, counts: tuple[int, int]) -> str:
    """Tell that a département is done or has failed, and how many are, of how many."""
    done, total = map(tr.number, counts)
    what = tr("échec : {reason}", reason=reason) if reason else tr("fait")
    return tr(
        "[{done}/{total}] {name} : {what}", done=done, total=total, name=named(code), what=what
    )


def running_words(tr: Language, running: Sequence[str], left_n: int) -> str:
    """Tell which départements are being built, and how many wait for their turn."""
    names = ", ".join(map(named, running[:_MOST_NAMES])) + (
        "…" if len(running) > _MOST_NAMES else ""
    )
    if not running:
        return ""
    if not left_n:
        return tr("en cours : {names}", names=names)
    return tr("en cours : {names} ; restent {n}", names=names, n=tr.number(left_n))


def atlas_lines(
    tr: Language,
    *,
    built_n: int,
    kept_n: int,
    failures: Mapping[str, str],
    index: Path,
) -> Iterator[str]:
    """Tell what failed first, then what was done, and where the atlas is.

    Parameters
    ----------
    built_n, kept_n
        How many départements were built, and stayed as they were.
    failures
        By département that failed, the reason.
    index
        The first page.
    """
    if failures:
        yield "\n" + tr.plural(
            "À corriger, {n} département n’a pas pu être fait :",
            "À corriger, {n} départements n’ont pas pu être faits :",
            len(failures),
            n=tr.number(len(failures)),
        )
        yield from (f"  {named(code)} : {reason}" for code, reason in failures.items())
        yield ""
    made = tr.plural(
        "{n} département fait", "{n} départements faits", built_n, n=tr.number(built_n)
    )
    same = tr.plural("{n} inchangé", "{n} inchangés", kept_n, n=tr.number(kept_n))
    yield tr("{made}, {same}.", made=made, same=same)
    yield tr("L’atlas : {page}", page=index)


def table_words(tr: Language, name: str) -> str:
    """Tell what a table of an atlas is, and in which format."""
    kind = name.rpartition(".")[2]
    form = "CSV" if kind == "csv" else kind.capitalize()
    return tr("{table} ({form})", table=tr(_TABLES[name]), form=form)


def weight_words(tr: Language, bytes_n: int) -> str:
    """Tell a file's weight, in thousands of bytes, as file managers count."""
    return tr("{n} ko", n=tr.number(max(1, bytes_n / 1000)))
