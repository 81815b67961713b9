"""What an atlas says while it is made, and of its result."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from geo_ent.tables.findings import TO_MEND
from geo_ent.telling.finding_words import KIND_NAMES
from geo_ent.telling.language import Language

_MOST_NAMES = 4

ABSENT = "absent de l’annuaire"
"""The reason of a département of which the directory has no school."""


def named(code: str) -> str:
    """Name a département as a list of them does.

    Examples
    --------
    >>> named("35")
    'Ille-et-Vilaine (35)'
    """
    # Late, as it brings NumPy, which the command line does without until there is work.
    from geo_ent.communes.departements import departement_names

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
    names = _few(running)
    if not running:
        return ""
    if not left_n:
        return tr("en cours : {names}", names=names)
    return tr.plural(
        "en cours : {names} ; reste {n}",
        "en cours : {names} ; restent {n}",
        left_n,
        names=names,
        n=tr.number(left_n),
    )


def stopped_line(tr: Language) -> str:
    """Tell that an atlas was stopped, and what becomes of it."""
    return tr("Arrêté. Ce qui est fait reste ; la même commande reprend là où elle en était.")


def place_named(code: str) -> str:
    """Name a département, or a collectivity that has a number as départements have.

    Examples
    --------
    >>> place_named("35"), place_named("978"), place_named("")
    ('Ille-et-Vilaine (35)', 'Saint-Martin (978)', 'lieu inconnu')
    """
    from geo_ent.communes.codes_to_today import COLLECTIVITIES

    if code in COLLECTIVITIES:
        return f"{COLLECTIVITIES[code]} ({code})"
    return named(code) if code else "lieu inconnu"


def beyond_sentence(beyond: Mapping[str, int], tr: Language) -> str:
    """Say of which schools an atlas can't tell; "" where there is none.

    Parameters
    ----------
    beyond
        How many schools each collectivity has, by its code.
    tr
        The language.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> beyond_sentence({"978": 8, "987": 1}, language("fr")).replace(chr(0xA0), " ")
    'Hors de cet atlas, qui va par département : Saint-Martin (978), 8 écoles ; Polynésie \
française (987), 1 école.'
    """
    if not beyond:
        return ""
    counted = (
        tr.plural(
            "{name}, {n} école", "{name}, {n} écoles", n, name=place_named(code), n=tr.number(n)
        )
        for code, n in beyond.items()
    )
    return tr(
        "Hors de cet atlas, qui va par département\u00a0: {places}.",
        places=tr("\u00a0; ").join(counted),
    )


def atlas_lines(  # noqa: PLR0913 what an atlas ends with, by keyword
    tr: Language,
    *,
    built_n: int,
    kept_n: int,
    failures: Mapping[str, str],
    findings: Mapping[str, int],
    silent: Sequence[str],
    beyond: Mapping[str, int],
    own: Mapping[str, int],
    index: Path,
    strangers: Sequence[str] = (),
) -> Iterator[str]:
    """Tell what failed first, then what was done, and where the atlas is.

    Parameters
    ----------
    built_n, kept_n
        How many départements were built, and stayed as they were.
    failures
        By département that failed, the reason.
    findings
        How many findings of each kind the atlas has over its départements.
    silent
        The départements that the register has no row of.
    beyond
        How many schools of the directory are of no département, by their collectivity's code.
    own
        How many findings to mend each département has, the most first.
    index
        The first page.
    strangers
        Files that geo-ent didn't make, left where a département went.
    """
    absent = [code for code, reason in failures.items() if reason == ABSENT]
    failed = {code: reason for code, reason in failures.items() if reason != ABSENT}
    if absent:
        yield "\n" + _absent_line(tr, absent)
        if len(absent) > built_n + kept_n:
            yield "  " + tr(
                "Si les fichiers ne sont que d’un territoire, dites lequel : --academie, --region "
                "ou --departement."
            )
    if failed:
        yield "\n" + tr.plural(
            "À corriger, {n} département n’a pas pu être fait :",
            "À corriger, {n} départements n’ont pas pu être faits :",
            len(failed),
            n=tr.number(len(failed)),
        )
        yield from _failed_lines(tr, failed)
    yield from _to_mend_lines(tr, findings, silent, own)
    yield from _strangers_line(tr, strangers)
    if beyond:
        yield "\n" + beyond_sentence(beyond, tr)
    yield ""
    made = tr.plural(
        "{n} département fait", "{n} départements faits", built_n, n=tr.number(built_n)
    )
    same = tr.plural("{n} inchangé", "{n} inchangés", kept_n, n=tr.number(kept_n))
    yield tr("{made}, {same}.", made=made, same=same)
    yield tr("L’atlas : {page}", page=index)


def _to_mend_lines(
    tr: Language, findings: Mapping[str, int], silent: Sequence[str], own: Mapping[str, int]
) -> Iterator[str]:
    """Tell what is to mend over the départements, then how much of it they have themselves."""
    to_mend = {kind: n for kind, n in findings.items() if kind in TO_MEND}
    if to_mend:
        yield "\n" + tr("À corriger, dans findings.csv :")
        names = {kind: tr.plural(*KIND_NAMES[kind], n) for kind, n in to_mend.items()}
        if silent:
            names["register-silent"] += f" : {_few(silent)}"
        yield from (f"  {n:>5}  {names[kind]}" for kind, n in to_mend.items())
    if total := sum(own.values()):
        yield "\n" + tr.plural(
            "À corriger, {n} constat dans les départements ; le détail est dans le findings.csv "
            "de chacun : {names}",
            "À corriger, {n} constats dans les départements ; le détail est dans le findings.csv "
            "de chacun : {names}",
            total,
            n=tr.number(total),
            names=_few([code for code, n in own.items() if n]),
        )


def _strangers_line(tr: Language, strangers: Sequence[str]) -> Iterator[str]:
    """Name the files of the user's own that a département left behind."""
    if strangers:
        shown = ", ".join(strangers[:_MOST_NAMES]) + "…" * (len(strangers) > _MOST_NAMES)
        yield "\n" + tr.plural(
            "Un fichier qui n’est pas de geo-ent reste là où était un département : {names}",
            "{n} fichiers qui ne sont pas de geo-ent restent là où étaient des départements : "
            "{names}",
            len(strangers),
            n=tr.number(len(strangers)),
            names=shown,
        )


def _few(codes: Sequence[str]) -> str:
    return ", ".join(map(named, codes[:_MOST_NAMES])) + ("…" if len(codes) > _MOST_NAMES else "")


def _absent_line(tr: Language, absent: Sequence[str]) -> str:
    return tr.plural(
        "À corriger, {n} département absent de l’annuaire : {names}.",
        "À corriger, {n} départements absents de l’annuaire : {names}.",
        len(absent),
        n=tr.number(len(absent)),
        names=", ".join(map(named, absent)),
    )


def _failed_lines(tr: Language, failures: Mapping[str, str]) -> Iterator[str]:
    """Tell each reason once, with the départements that it is of."""
    for reason in dict.fromkeys(failures.values()):
        names = ", ".join(named(code) for code, why in failures.items() if why == reason)
        yield "  " + tr("{names} : {reason}", names=names, reason=reason)
