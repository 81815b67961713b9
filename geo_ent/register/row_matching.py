"""Each row of a register to the schools it speaks of: by its UAI, as a territory, by a name."""

from dataclasses import dataclass

from geo_ent.register.name_matching import Directory, Verdict
from geo_ent.register.register_row import Line, ReasonCode
from geo_ent.register.territories import Territories
from geo_ent.register.uai_matching import match_several_uais, match_uai
from geo_ent.tables.uai import clean_uai
from geo_ent.text.compare import plain

_NO_UAI = {"neant", "aucun", "inconnu", "sans", "nc", "na", "n a", "so", "absent", "vide", "?"}
"""What people write in a UAI column to say that there is none."""


@dataclass(frozen=True)
class RowMatcher:
    """Matches rows to schools.

    Attributes
    ----------
    directory, territories
        What a row can name.
    """

    directory: Directory
    territories: Territories

    def match(self, line: Line) -> None:
        """Fill a row's outcome, reason, schools (`uais`), `scope`, `tied_by` and `name`.

        The UAI decides where there is one, since a name may be of several schools; what it says
        is only held against the row's own name and commune.
        """
        if not match_several_uais(line, self.directory):
            code = clean_uai(line.cells.get("uai") or "")
            is_blank = plain(code) in _NO_UAI
            if is_blank or not any(letter.isdigit() for letter in code):
                # Words in the UAI column ("Toutes les écoles") may name the school or territory.
                self._match_without_uai(line, "" if is_blank else line.text("uai"))
            else:
                match_uai(line, code, self.directory)
        if len(line.uais) == 1 and line.scope == "school":
            line.name = self.directory.by_uai[line.uais[0]].title

    def _match_without_uai(self, line: Line, words: str) -> None:
        """Match a row that has no UAI: a territory's first, else a school's by its name."""
        territory = self.territories.named(line, words)
        if territory is not None:
            line.uais, line.scope, line.tied_by = territory.uais, territory.level, "territory"
            line.outcome = "spread" if territory.uais else "ignored"
            line.reason = territory.reason
            return
        name, commune = line.text("name") or words, line.text("commune")
        if not name:
            _settle_nameless(line)
            return
        verdict = self.directory.named(name, commune)
        if verdict.school is None:
            _settle_unmatched(line, name, commune, verdict)
            return
        line.reach((verdict.school.uai,), "name")
        line.settle("used", "by-name" if verdict.exact else "by-like-name", school=verdict.school)


def _settle_nameless(line: Line) -> None:
    if line.text("commune") and line.text("status"):
        line.settle("not_found", "unknown-place", commune=line.text("commune"))
    else:
        line.settle("not_school", "nothing-said")


def _settle_unmatched(line: Line, name: str, commune: str, verdict: Verdict) -> None:
    """Settle a row whose name has no school: it may be several schools' or none's, or a note."""
    if verdict.candidates:
        schools = verdict.likeliest
        line.settle("ambiguous", "several-schools", name=name, commune=commune, schools=schools)
    elif not commune and not line.text("status"):
        line.settle("not_school", "text-alone", name=name)
    else:
        code: ReasonCode = "unknown-commune" if verdict.commune == "unknown" else "unknown-name"
        line.settle("not_found", code, name=name, commune=commune)
