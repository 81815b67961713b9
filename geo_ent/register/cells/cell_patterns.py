"""What in a cell is known by its form: counts of classes, shares, grades, persons, amounts."""

import re
from collections.abc import Iterator

from geo_ent.register.cells.cell_cut import Cut

_COUNT = (
    "(?:0|zero|[1-9]\\d?|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|one|two|three|four)"
)
_CLASS = "(?:classes?|cl|niveaux?|divisions?)"
# "2 classes sur ONE" counts none.
_OF = rf"(?: (?:sur|of) (?:les )?(?P<of>(?!one\b){_COUNT})(?: {_CLASS})?)?"
_COUNTED = re.compile(
    # "1 ou 2 classes" are two at most.
    rf"(?:(?:(?:une?|deux|trois|[1-9]) (?:ou|a) )?(?P<n>{_COUNT}) (?:seules? )?{_CLASS}{_OF}"
    rf"|(?P<n3>\d{{1,3}}|{_COUNT}) (?:enseignante?s?|collegues?|profs?|eleves?)"
    rf" sur (?:les )?(?P<of3>\d{{1,3}}|{_COUNT})"
    rf"|(?P<n2>\d{{1,2}}) (?:(?:sur|of) )?(?:les )?(?P<of2>\d{{1,2}}) {_CLASS})\b"
)
_PERCENT = re.compile(
    r"(?P<n>\d{1,3})(?: (?:pour cent|pct))?"
    r"(?P<of> (?:des|de|of) (?:l |les |the )?(?:classes|ecole))?\b"
)
_GRADE = (
    r"(?:(?:[2-9]|deux|trois|quatre) )?"
    r"(?:tps|ps|ms|gs|cp|ce ?1|ce ?2|cm ?1|cm ?2|cm|ulis|cycles? ?[123](?: (?:et )?[123])*|c[123]"
    r"|(?:petite|moyenne|grande)s? sections?)"
)
# "CE1 B" is one of the school's CE1.
_GRADED = rf"{_GRADE}(?: [bcd])?"
_GRADES = re.compile(rf"{_GRADED}(?: (?:(?:et|ou|a|au|aux|les|la|le|des|de|du) )*{_GRADED})*\b")
# A name after its title is a person's, whoever it is.
# A teacher or two that have it are some classes.
_TEACHERS = re.compile(
    r"(?:(?:(?:1|une?) (?:ou|a) )?(?:[12]|une?|deux|one|two) (?:seule?s? )?"
    r"|quelques |certaine?s |plusieurs |some )"
    r"(?:enseignante?s?|profs?|professeurs?|maitres?|maitresses?|pe|collegues?|teachers?)\b"
)
# A day without its year, and "l'été", say nothing that a date could hold.
_DAY_OF_YEAR = re.compile(
    r"\d{1,2}(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre"
    r"|novembre|decembre)(?! \d)\b"
)
_NUMBERED = re.compile(
    r"(?:phase|vague|lot|tranche|etape|annee|niveau|no|numero) \d{1,2}\b"
    r"|\d{1,2}(?:e|er|ere|eme|nd|nde) (?:phase|vague|lot|tranche|etape|annee)\b"
    r"|(?:cd|dsden|ia) ?\d{2,3}\b|v ?\d{1,2}(?: \d)?\b"
)
_PERSON = re.compile(
    r"(?:mme|mmes|mlle|mr|mrs|monsieur|madame|docteur) (?:(?:le|la|de|du|d|l) ){0,2}[a-z]+\b"
)
# Counts of what an ENT is for or lasts: they say nothing of whether it is there.
_AMOUNT = re.compile(
    r"[1-9]\d{0,3} (?:ans?|mois|jours?|semaines?|eleves?|enseignants?|comptes?|licences?|fois"
    r"|familles?|ecoles?|parents?|euros?|heures?|postes?|tablettes?|users?|accounts?|pupils?|teachers?|years?)\b"
)
# From the first cycle to the third is all of a primary school.
_ALL_CYCLES = re.compile(r"c(?:ycles? ?)?1(?: (?:et|a|au|2|c2|cycle|cycle 2))* (?:c|cycle )?3\b")
_PATTERNS = (
    (_ALL_CYCLES, "whole"),
    *((_GRADES, "part"), (_TEACHERS, "part"), (_PERSON, "neutral"), (_NUMBERED, "neutral")),
    *((_AMOUNT, "neutral"), (_DAY_OF_YEAR, "neutral")),
)

_NUMBERS = {
    **{word: n for n, word in enumerate(
        ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"))},
    "une": 1, "one": 1, "two": 2, "three": 3, "four": 4,
}  # fmt: skip


# What any of these forms begins with: most words begin none, and needn't be tried.
_STARTS = re.compile(
    r"\d|zero|une?$|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|one|two|three|four|[tpmg]?ps|ms|gs"
    r"|c[pem123]|cycle|ulis|petite|moyenne|grande|m$|mm?e|mlle|mr|monsieur|madame|docteur|phase|vague"
    r"|lot|tranche|etape|annee|niveau|no$|numero|v ?\d|cd|dsden|ia|quelques|certain|plusieurs|some"
)


def forms_at(cell: Cut, place: int) -> Iterator[tuple[str, int]]:
    """Give what may begin at a word: its role, and the place past its last word.

    Examples
    --------
    >>> from geo_ent.register.cells.cell_cut import cut
    >>> list(forms_at(cut("2 classes sur 5"), 0)), list(forms_at(cut("0/5 classes"), 0))
    ([('part', 4)], [('no', 3), ('neutral', 2)])
    """
    if not _STARTS.match(cell.words[place]):
        return
    rest = " ".join(cell.words[place:])
    counted = _COUNTED.match(rest)
    if counted:
        yield _count(cell, place, counted)
    percent = _PERCENT.match(rest)
    unit = percent[0].removesuffix(percent["of"] or "") if percent else ""
    if percent and ("%" in cell.gaps[place + 1] or unit != percent["n"]):
        yield _share(int(percent["n"]), 100), place + len(percent[0].split())
    # "M. Dupont": the letter alone is also that of "m'a dit".
    if cell.words[place] == "m" and "." in cell.gaps[place + 1] and len(cell.words) > place + 1:
        yield "neutral", place + 2
    # "Le 12/03", without its year.
    if re.match(r"\d{1,2} \d{1,2}\b", rest) and cell.gaps[place + 1] in {"/", "."}:
        yield "neutral", place + 2
    for pattern, role in _PATTERNS:
        match = pattern.match(rest)
        if match:
            yield role, place + len(match[0].split())


def _count(cell: Cut, place: int, counted: "re.Match[str]") -> tuple[str, int]:
    """Read "2 classes sur 5", "1 classe/4", "les 3 classes"."""
    n, of = (
        (counted["n"] or counted["n2"] or counted["n3"]),
        (counted["of"] or counted["of2"] or counted["of3"]),
    )
    stop = place + len(counted[0].split())
    if (
        not of
        and "/" in cell.gaps[stop]
        and re.fullmatch(r"\d{1,2}", " ".join(cell.words[stop : stop + 1]))
    ):
        of, stop = cell.words[stop], stop + 1
    # "Les trois classes" are all that there are.
    if not of and place > 0 and cell.words[place - 1] == "les":
        of = n
    return _share(_number(n), _number(of) if of else None), stop


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _share(n: int, of: int | None) -> str:
    """Say what "0 classe", "2 classes", "2 classes sur 5" and "5 sur 5" are."""
    if n == 0:
        return "no"
    return "whole" if of is not None and n >= of else "part"
