"""The UAI of a row: taken, completed, corrected, or left with what it may have been.

The UAI decides unless the row's own name and commune contradict it. A wrong letter is corrected
where number, name and commune agree on one school; a wrong figure never is: the number may be that
of a school that closed (docs/decisions/0005-register.md).
"""

import re

from geo_ent.register.name_matching import Directory, School, Verdict, same_school
from geo_ent.register.register_row import Line
from geo_ent.tables.uai import check_letter, clean_uai, is_uai

_DIGITS = 7
_UAIS = re.compile(r"\d{7}\s?[A-Za-z]")


def match_several_uais(line: Line, directory: Directory) -> bool:
    """Match a row whose UAI cell holds those of several schools; tell whether it does.

    All must be of the directory: with one unknown it is safer to show the row than to use half.
    """
    codes = {clean_uai(code): None for code in _UAIS.findall(line.text("uai"))}
    known = tuple(code for code in codes if code in directory.by_uai)
    if len(known) < 2 or len(known) < len(codes):  # noqa: PLR2004 several
        return False
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
    written = line.text("uai")
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
    name, commune = line.text("name"), line.text("commune")
    if not name or not commune or same_school(name, commune, school):
        return None
    verdict = directory.named(name, commune)
    # A name that is only like another's contradicts nothing: people abbreviate.
    return None if verdict.school in {None, school} or not verdict.exact else verdict.school


def _disagrees(line: Line, school: School, directory: Directory) -> bool:
    """Tell whether neither the name nor the commune of a row, where it has one, is the school's."""
    name, commune = line.text("name"), line.text("commune")
    near = directory.in_commune(commune) if commune else []
    same_place = any(neighbour.commune == school.commune for neighbour in near)
    same_name = bool(name) and same_school(name, school.commune, school)
    return bool(name or commune) and not same_place and not same_name


def _match_unknown(line: Line, code: str, directory: Directory) -> None:
    """Correct a UAI that isn't in the directory, where number, name and commune allow it."""
    name, commune, written = (line.text(column) for column in ("name", "commune", "uai"))
    right = _with_right_letter(code)
    meant = directory.by_uai.get(right)
    if meant is None:
        verdict = directory.named(name, commune) if name and commune else Verdict()
        _settle_unknown(line, code, verdict.school, directory)
    elif same_school(name, commune, meant):
        line.reach((right,), "corrected")
        line.settle("corrected", "corrected-uai", written=written, uai=right, school=meant)
    else:
        fields = {
            "written": written,
            "school": meant,
            "lacking": [column for column in ("name", "commune") if not line.text(column)],
        }
        line.settle("not_found", "unconfirmed-letter", **fields)


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
