"""Each row of a register to the schools it speaks of: by its UAI, as a territory, by a name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from geo_ent.register.name_matching import Directory, School, Verdict
from geo_ent.register.register_row import Line, ReasonCode
from geo_ent.register.territories import Territories, speaks_of_ent
from geo_ent.register.territory_words import level_of, read_reach
from geo_ent.register.uai_matching import match_several_uais, match_uai, name_of
from geo_ent.schools.school_names import parse_name
from geo_ent.tables.uai import clean_uai, looks_like_uai, uais_inside
from geo_ent.text.compare import plain

_NO_UAI = {"neant", "aucun", "inconnu", "sans", "nc", "na", "n a", "so", "absent", "vide", "?"}
"""What people write in a UAI column to say that there is none."""

_NUMBER = re.compile(r"\d{5}")
_WORD = re.compile(r"[^\W\d_]{4}")
_ONLY = re.compile(r"\b(?:uniquement|seulement|exclusivement)\b[\s:]*", re.IGNORECASE)
# Names side by side; "et" may be of a name ("Suzanne et Raymond Grison"): it is tried last.
_PARTINGS = (
    re.compile(r"\s*[,;/+&\n]\s*"),
    re.compile(r"\s*(?:[,;/+&\n]|\bet\b)\s*", re.IGNORECASE),
)
_ADDRESS = re.compile(
    r"^\d|\b(?:rue|avenue|place|allee|impasse|boulevard|bd|chemin|route|square|quai|bp|cs)\b"
)
# "Collège Jean Moulin" among schools is no school, nor the schools of its sector.
_OTHER_DEGREE = re.compile(
    r"(?:college|clg|lycee|lycees|lpo|lp|lgt|erea|segpa|cfa|universite|iut|gip|cio)\b"
)
_SCHOOL = re.compile(r"(?:l )?(?:ecole|ec|e[mep]|e[mep]p[ur]|gs|groupe scolaire)\b")
_HALF = 0.5
_SHOWN = 4  # schools that a person is shown to choose from

Sheet = tuple[str, str]


@dataclass
class RowMatcher:
    """Matches rows to schools.

    Attributes
    ----------
    directory, territories
        What a row can name.
    lists_territories
        Of the sheets that `look_over` has seen: whether they have a row a commune, an EPCI or an
        RPI, and not a row a school.
    """

    directory: Directory
    territories: Territories
    lists_territories: dict[Sheet, bool] = field(default_factory=dict)
    _spoken: defaultdict[Sheet, set[str]] = field(default_factory=lambda: defaultdict(set))
    _open: list[tuple[Line, Verdict]] = field(default_factory=list)

    def look_over(self, lines: Iterable[Line]) -> None:
        """See which sheets list territories, and not schools, before their rows are matched.

        In a sheet of schools, a row that has a commune alone lacks its school: it isn't said of
        all those of the commune.
        """
        rows: Counter[Sheet] = Counter()
        of_schools: Counter[Sheet] = Counter()
        for line in filter(speaks_of_ent, lines):
            name, sheet = line.text("name"), (line.file, line.sheet)
            reach = read_reach(name)
            is_school = bool(name) and not reach.is_kind and not reach.is_plural
            rows[sheet] += 1
            of_schools[sheet] += is_school or looks_like_uai(line.cells.get("uai"))
        # Of as many of both it is neither: nothing is concluded.
        self.lists_territories = {
            sheet: of_schools[sheet] < _HALF * rows_n
            for sheet, rows_n in rows.items()
            if of_schools[sheet] != _HALF * rows_n
        }

    def match(self, line: Line) -> None:
        """Fill a row's outcome, reason, schools (`uais`), `scope`, `tied_by` and `name`.

        The UAI decides where there is one, since a name may be of several schools; what it says
        is only held against the row's own name and commune.
        """
        written = line.text("uai")
        code = clean_uai(line.cells.get("uai") or "")
        is_blank = plain(code) in _NO_UAI or not plain(code)
        # Words in the UAI column ("Toutes les écoles") may name the school or territory.
        inside = _uais_of_schools(written)
        if is_blank:
            inside = _uais_of_schools(line.text("name"))
        if match_several_uais(line, inside, self.directory):
            pass
        elif inside:
            match_uai(line, inside[0], self.directory)
        elif is_blank or _is_of_words(code, written):
            self._match_without_uai(line, "" if is_blank else written)
        else:
            match_uai(line, code, self.directory)
        if line.scope == "school":
            self._spoken[line.file, line.sheet] |= set(line.uais)
            if len(line.uais) == 1:
                line.name = self.directory.by_uai[line.uais[0]].title

    def match_left(self) -> None:
        """Match, once all rows are, those whose name is several schools' by what is left of them.

        Beside "École maternelle Jules Ferry", "École Jules Ferry" is the élémentaire: it is taken,
        and told to be looked at.
        """
        claims: Counter[str] = Counter()
        left: list[tuple[Line, Verdict, list[School]]] = []
        for line, verdict in self._open:
            spoken = self._spoken[line.file, line.sheet]
            schools = [school for school in verdict.equals if school.uai not in spoken]
            left.append((line, verdict, schools))
            claims.update(school.uai for school in schools)
        for line, verdict, schools in left:
            # Two rows that may be of one school: neither surely is. "École", which says no more,
            # may as well be of a school that isn't here.
            if len(schools) == 1 and verdict.by_words and claims[schools[0].uai] == 1:
                line.reach((schools[0].uai,), "name")
                line.settle("used", "by-rest", school=schools[0], name=line.text("name"))
                line.name = schools[0].title
            elif schools:
                fields = {**line.reason.fields, "schools": tuple(schools[:_SHOWN])}
                line.settle("ambiguous", "several-schools", **fields)

    def _match_without_uai(self, line: Line, words: str) -> None:
        """Match a row that has no UAI: a territory's first, else a school's by its name."""
        name = name_of(line) or words
        sheet = (line.file, line.sheet)
        listing = self.lists_territories.get(sheet)
        if not name and listing is False:
            self._settle_nameless(line)
            return
        if _OTHER_DEGREE.match(plain(name)):
            line.settle("not_school", "other-degree", name=name)
            return
        written = words if line.text("name") else name  # the sort of a school, without its name
        territory = self.territories.named(line, written, lists_territories=bool(listing))
        if territory is not None and territory.is_doubtful:
            line.outcome, line.reason = "ambiguous", territory.reason
        elif territory is not None:
            line.uais, line.scope, line.tied_by = territory.uais, territory.level, "territory"
            line.outcome = "spread" if territory.uais else "ignored"
            line.reason = territory.reason
        elif read_reach(name).is_territory and not speaks_of_ent(line):
            line.settle("not_school", "nothing-said")
        elif name:
            self._match_name(line, _ONLY.sub("", name))
        else:
            self._settle_nameless(line)

    def _match_name(self, line: Line, name: str) -> None:
        """Match a row by the name, or names, of its schools."""
        commune = line.text("commune")
        verdict = self._named(line, name, commune)
        several = self._side_by_side(name, commune)
        # What is nearly a name may be one beside another; what is a name may be two, of which one
        # is the commune's: "École de Redon et École Jacques Prévert".
        if several and (not verdict.exact or several.by_words):
            verdict = several
        schools = verdict.schools
        if len(schools) > 1:
            line.reach(tuple(school.uai for school in schools), "name")
            line.scope = "group"
            line.settle("used", "by-group", name=name, schools=schools)
        elif schools:
            line.reach((schools[0].uai,), "name")
            line.settle("used", "by-name" if verdict.exact else "by-like-name", school=schools[0])
        else:
            _settle_unmatched(line, name, commune, verdict)
            if verdict.equals:
                self._open.append((line, verdict))

    def _named(self, line: Line, name: str, commune: str) -> Verdict:
        """Find a name in its commune; without one, in what else the row or its sheet is of."""
        near = frozenset() if commune else self.territories.uais_of(line)
        verdict = self.directory.named(name, commune, near or None)
        if near and not verdict.candidates and not verdict.schools:
            elsewhere = self.directory.named(name, commune)  # to be shown
            return Verdict(candidates=elsewhere.candidates or elsewhere.schools)
        if commune or verdict.schools or not verdict.candidates:
            return verdict
        # "Jules Verne", of which there are two, on the sheet of a circonscription that has one.
        above = self.territories.uais_above(line)
        closer = self.directory.named(name, commune, above) if above else verdict
        return closer if closer.exact else verdict

    def _side_by_side(self, name: str, commune: str) -> Verdict | None:
        """Read several names in a cell: all schools if each is one's very name, else none surely.

        None where nothing in the cell is a school's very name.
        """
        partial: Verdict | None = None
        for parting in _PARTINGS if commune else ():
            parts = [part for part in parting.split(name) if plain(part)]
            verdicts = {part: self.directory.named(part, commune) for part in parts}
            exact = [verdict for verdict in verdicts.values() if verdict.exact and verdict.by_words]
            schools = tuple(dict.fromkeys(one for verdict in exact for one in verdict.schools))
            left = [
                part
                for part, verdict in verdicts.items()
                if verdict not in exact and not _ADDRESS.search(plain(part))
            ]
            if len(parts) > 1 and exact and not left:
                alone = schools[0] if len(schools) == 1 else None
                return Verdict(alone, schools, exact=True, group=schools, by_words=True)
            if len(parts) > 1 and exact:
                is_another = any(
                    _SCHOOL.match(plain(part)) and parse_name(part).core for part in left
                )
                partial = Verdict(candidates=schools, by_words=is_another)
        return partial

    def _settle_nameless(self, line: Line) -> None:
        """Settle a row without UAI or name: its commune's schools are shown, if it has any."""
        commune = line.text("commune")
        near = self.directory.in_commune(commune) if commune else []
        public = tuple(school for school in near if school.sector != "prive")
        if not commune or not speaks_of_ent(line):
            line.settle("not_school", "nothing-said")
        elif near:
            line.settle("ambiguous", "nameless", commune=commune, schools=public or tuple(near))
        else:
            line.settle("not_found", "unknown-place", commune=commune)


def _uais_of_schools(text: str) -> tuple[str, ...]:
    """Give the UAI of a cell that names schools; "toutes sauf 0350122T" names the others."""
    inside = uais_inside(text)
    if inside == (text,):
        return inside  # nearly all
    return () if inside and read_reach(text).excepted else inside


def _is_of_words(code: str, written: str) -> bool:
    """Tell a UAI column's cell that is no UAI, even a wrong one: "Toutes les écoles (3)"."""
    if not any(letter.isdigit() for letter in code) or level_of(plain(written))[0]:
        return True
    if read_reach(written).excepted:
        return True
    return not _NUMBER.search(code) and bool(_WORD.search(written))


def _settle_unmatched(line: Line, name: str, commune: str, verdict: Verdict) -> None:
    """Settle a row whose name has no school: it may be several schools' or none's, or a note."""
    if verdict.candidates:
        schools = verdict.likeliest
        line.settle("ambiguous", "several-schools", name=name, commune=commune, schools=schools)
    elif not speaks_of_ent(line) and not line.history:
        # Of a school that isn't found, what the row doesn't say is not missed.
        line.settle("not_school", "text-alone", name=name)
    else:
        code: ReasonCode = "unknown-commune" if verdict.commune == "unknown" else "unknown-name"
        line.settle("not_found", code, name=name, commune=commune)
