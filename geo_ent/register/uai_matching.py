"""The UAI of a row: taken, completed, corrected, or left with what it may have been.

The UAI decides unless the row's own name and commune contradict it. A wrong letter is corrected
where number, name and commune agree on one school. A wrong figure is where the letter is that
school's and makes the number nobody's; else it may be that of a school that closed
(docs/decisions/0005-register.md).
"""

import re
from collections.abc import Collection

from rapidfuzz.distance import OSA

from geo_ent.register.name_matching import Directory, School, Verdict, same_school
from geo_ent.register.register_row import Line
from geo_ent.schools.school_names import parse_name
from geo_ent.tables.uai import check_letter, clean_uai, is_uai, without_uais
from geo_ent.text.compare import plain

_DIGITS = 7
_UAIS = re.compile(r"\d{7}\s?[A-Za-z]")


def match_several_uais(line: Line, inside: Collection[str], directory: Directory) -> bool:
    """Match a row whose cell holds the UAI of several schools; tell whether it does.

    Parameters
    ----------
    line, directory
        The row, and the schools.
    inside
        The UAI whose letter is right; the others of the cell are looked for here.
    """
    wrong = {clean_uai(code): None for code in _UAIS.findall(line.text("uai"))}
    codes = tuple(dict.fromkeys([*inside, *wrong]))
    if len(codes) < 2:  # noqa: PLR2004 several
        return False
    known = tuple(code for code in codes if code in directory.by_uai)
    # With one unknown it is safer to show the row than to use half.
    if len(known) < len(codes):
        unknown = tuple(code for code in codes if code not in directory.by_uai)
        schools = tuple(directory.by_uai[code] for code in known)
        line.settle("not_found", "some-unknown-uais", unknown=unknown, schools=schools)
        return True
    line.reach(known, "uai")
    line.settle("used", "several-uais", count=len(known))
    return True


def match_uai(line: Line, code: str, directory: Directory) -> None:
    """Match a row by its UAI, `code` as `clean_uai` gives it: fill its outcome and its schools."""
    if code in directory.by_uai:
        _match_known(line, directory.by_uai[code], directory)
    else:
        _match_unknown(line, code, directory)


def _match_known(line: Line, school: School, directory: Directory) -> None:
    """Take a UAI of the directory, unless name and commune are those of another school."""
    written = line.text("uai") or school.uai
    other = _contradicting(line, school, directory)
    if other is not None:
        line.settle("ambiguous", "other-school", school=school, other=other)
        return
    # `clean_uai` gives a bare number its letter: nothing was checked, so the rest must agree.
    completed = not any(letter.isalpha() for letter in written)
    if completed and _disagrees(line, school, directory):
        line.settle("ambiguous", "completed-elsewhere", written=written, school=school)
        return
    line.reach((school.uai,), "uai")
    line.settle("used", "completed-uai" if completed else "known-uai")


def _contradicting(line: Line, school: School, directory: Directory) -> School | None:
    """Find the school whose very name and commune a row bears, when they aren't its UAI's."""
    name, commune = name_of(line), line.text("commune")
    if not name or same_school(name, commune or school.commune, school):
        return None
    # Without a commune, a name that another school alone bears, or that says where it is.
    verdict = directory.named(name, commune)
    # A name that is only like another's contradicts nothing: people abbreviate.
    clear = verdict.exact and (verdict.by_words or bool(commune))
    return verdict.school if clear and verdict.school != school else None


def name_of(line: Line) -> str:
    """Give the name of a row's school, with what other columns say of its sort, without its UAI."""
    name = without_uais(line.text("name"))
    if not plain(name):  # a dash
        return line.text("nature")
    parsed_name = parse_name(name)
    sorts = [parse_name(line.text(column)) for column in ("nature", "sector")]
    more = {
        *(sort.nature for sort in sorts if not parsed_name.nature),
        *(sort.sector for sort in sorts if not parsed_name.sector),
    }
    return " ".join([*sorted(more - {""}), name])


def _disagrees(line: Line, school: School, directory: Directory) -> bool:
    """Tell whether neither the name nor the commune of a row, where it has one, is the school's."""
    name, commune = name_of(line), line.text("commune")
    near = directory.in_commune(commune) if commune else []
    same_place = any(neighbour.commune == school.commune for neighbour in near)
    same_name = bool(name) and same_school(name, school.commune, school)
    return bool(name or commune) and not same_place and not same_name


def _match_unknown(line: Line, code: str, directory: Directory) -> None:
    """Correct a UAI that isn't in the directory, where number, name and commune allow it."""
    name, commune, written = name_of(line), line.text("commune"), line.text("uai")
    verdict = directory.named(name, commune) if name and commune else Verdict()
    right = _with_right_letter(code)
    meant = directory.by_uai.get(right)
    if meant is None and verdict.exact and _is_slip(code, verdict.school):
        meant = verdict.school
    if meant is None:
        _settle_unknown(line, code, verdict.school, directory)
    elif same_school(name, commune, meant):
        line.reach((meant.uai,), "corrected")
        line.settle("corrected", "corrected-uai", written=written, uai=meant.uai, school=meant)
    else:
        fields = {
            "written": written,
            "school": meant,
            "lacking": [column for column in ("name", "commune") if not line.text(column)],
        }
        line.settle("not_found", "unconfirmed-letter", **fields)


def _is_slip(code: str, school: School | None) -> bool:
    """Tell a UAI that can't be one and is this school's but for a figure, letter included.

    A number whose letter is right may be that of a school that closed; this one is nobody's.
    """
    if school is None or is_uai(code) or len(code) != len(school.uai) or code[-1] != school.uai[-1]:
        return False
    return OSA.distance(code, school.uai) == 1


def _settle_unknown(line: Line, code: str, named: School | None, directory: Directory) -> None:
    """Settle a UAI of no school, with the school of the row's name, which is only suggested."""
    fields = {"written": line.text("uai"), "named": named}
    what = directory.other_uais.get(code)
    if what:
        line.settle("not_found", "other-establishment", what=what, **fields)
    else:
        line.settle("not_found", "unknown-uai" if is_uai(code) else "impossible-uai", **fields)


def _with_right_letter(code: str) -> str:
    """Give a number of seven figures the letter that goes with it, "" for what isn't one."""
    digits = code[:_DIGITS]
    is_number = len(code) == _DIGITS + 1 and digits.isascii() and digits.isdigit()
    return digits + check_letter(digits) if is_number else ""
