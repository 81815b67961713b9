"""Each row of a register to the schools that it speaks of, with the reason."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.register.register_row import Line
from geo_ent.register.school_matching import Directory, School, Verdict, same_school
from geo_ent.register.territories import Territories, Territory
from geo_ent.tables.uai import check_letter, clean_uai, is_uai
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from geo_ent.register.reason_codes import ReasonCode

__all__ = ["Tier"]

_DIGITS = 7
_CODES = re.compile(r"\d{7}\s?[A-Za-z]")
_NO_CODE = {"neant", "aucun", "inconnu", "sans", "nc", "na", "n a", "so", "absent", "vide", "?"}


@dataclass(frozen=True)
class Tier:
    """Ties rows to schools.

    Attributes
    ----------
    directory, territories
        What a row can name.
    """

    directory: Directory
    territories: Territories

    def tie(self, line: Line) -> None:
        """Say which schools a row speaks of: fills its outcome, reason, schools and scope."""
        if self._several(line):
            return
        code = clean_uai(line.cells.get("uai") or "")
        if plain(code) in _NO_CODE or not any(letter.isdigit() for letter in code):
            words = line.text("uai") if plain(code) not in _NO_CODE else ""
            self._tie_without(line, words)
        elif code in self.directory.by_uai:
            self._tie_known(line, code)
        else:
            self._tie_unknown(line, code)
        if len(line.uais) == 1 and line.scope == "school":
            line.name = self.directory.by_uai[line.uais[0]].title

    def _several(self, line: Line) -> bool:
        """Read a cell that holds the UAI of several schools."""
        codes = [clean_uai(code) for code in _CODES.findall(line.text("uai"))]
        known = tuple(dict.fromkeys(code for code in codes if code in self.directory.by_uai))
        if len(known) < 2 or len(known) < len(set(codes)):  # noqa: PLR2004 several
            return False
        _reach(line, known, "uai")
        line.settle("used", "several-uais", count=len(known))
        return True

    def _tie_known(self, line: Line, code: str) -> None:
        """Take a UAI of the directory, unless name and commune are those of another school."""
        school = self.directory.by_uai[code]
        other = self._other(line, school)
        if other is not None:
            line.settle("ambiguous", "other-school", school=school, other=other)
            return
        written = line.text("uai")
        completed = not any(letter.isalpha() for letter in written)
        if completed and self._disagrees(line, school):
            line.settle("ambiguous", "completed-elsewhere", written=written, school=school)
            return
        _reach(line, (code,), "uai")
        line.settle("used", "completed-uai" if completed else "known-uai")

    def _other(self, line: Line, school: School) -> School | None:
        """Find the school whose name and commune a row bears, when they aren't its UAI's."""
        name, commune = line.text("name"), line.text("commune")
        if not name or not commune or same_school(name, commune, school):
            return None
        verdict = self.directory.named(name, commune)
        return None if verdict.school in {None, school} or not verdict.exact else verdict.school

    def _disagrees(self, line: Line, school: School) -> bool:
        name, commune = line.text("name"), line.text("commune")
        near = self.directory.in_commune(commune) if commune else []
        same_place = any(each.commune == school.commune for each in near)
        same_name = bool(name) and same_school(name, school.commune, school)
        return bool(name or commune) and not same_place and not same_name

    def _tie_unknown(self, line: Line, code: str) -> None:
        """Correct a UAI that isn't in the directory, where number, name and commune allow it."""
        name, commune = line.text("name"), line.text("commune")
        written = line.text("uai")
        right = _with_right_letter(code)
        meant = self.directory.by_uai.get(right)
        if meant is not None and same_school(name, commune, meant):
            _reach(line, (right,), "corrected")
            line.settle("corrected", "corrected-uai", written=written, uai=right, school=meant)
            return
        verdict = self.directory.named(name, commune) if name and commune else Verdict()
        self._leave(line, code, meant, verdict)

    def _leave(self, line: Line, code: str, meant: School | None, verdict: Verdict) -> None:
        """Say why a UAI is left without a school, and what it may have been."""
        written = line.text("uai")
        if meant is not None:
            lacking = [column for column in ("name", "commune") if not line.text(column)]
            line.settle(
                "not_found", "unconfirmed-letter", written=written, school=meant, lacking=lacking
            )
            return
        about = {"written": written, "named": verdict.school}
        what = self.directory.other_uais.get(code)
        if what:
            line.settle("not_found", "other-establishment", what=what, **about)
        else:
            line.settle("not_found", "unknown-uai" if is_uai(code) else "impossible-uai", **about)

    def _tie_without(self, line: Line, words: str) -> None:
        """Tie a row that has no UAI: a territory's, or a school's by its name."""
        found = self.territories.named(line, words)
        if found is not None:
            self._spread(line, found)
            return
        name, commune = line.text("name"), line.text("commune")
        if not name and not words:
            _settle_nameless(line)
            return
        verdict = self.directory.named(name or words, commune)
        if verdict.school is not None:
            _reach(line, (verdict.school.uai,), "name")
            how: ReasonCode = "by-name" if verdict.exact else "by-like-name"
            line.settle("used", how, school=verdict.school)
            return
        _settle_unnamed(line, name or words, commune, verdict)

    def _spread(self, line: Line, territory: Territory) -> None:
        line.scope, line.tied_by = territory.level, "territory"
        line.uais = territory.uais
        line.outcome = "spread" if territory.uais else "ignored"
        line.reason = territory.reason


def _reach(line: Line, uais: tuple[str, ...], how: str) -> None:
    line.uais, line.scope, line.tied_by = uais, "school", how


def _with_right_letter(code: str) -> str:
    digits = code[:_DIGITS]
    whole = len(code) == _DIGITS + 1 and digits.isascii() and digits.isdigit()
    return digits + check_letter(digits) if whole else ""


def _settle_nameless(line: Line) -> None:
    if line.text("commune") and line.text("status"):
        line.settle("not_found", "unknown-place", commune=line.text("commune"))
    else:
        line.settle("not_school", "nothing-said")


def _settle_unnamed(line: Line, name: str, commune: str, verdict: Verdict) -> None:
    """Say why a name has no school: several, or none."""
    if verdict.candidates:
        schools = verdict.likeliest
        line.settle("ambiguous", "several-schools", name=name, commune=commune, schools=schools)
    elif not commune and not line.text("status"):
        line.settle("not_school", "text-alone", name=name)
    else:
        code: ReasonCode = "unknown-commune" if verdict.commune == "unknown" else "unknown-name"
        line.settle("not_found", code, name=name, commune=commune)
