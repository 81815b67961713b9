"""Rows for a whole territory: a commune, an RPI, an EPCI, a circonscription, a département.

Such a row needs a status, and either says so ("Commune de…", "CC…", "Toutes les écoles…") or has
nothing but its territory's columns filled (docs/decisions/0005-register.md).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from geo_ent.communes.bundled import commune_zones, epci_names
from geo_ent.communes.departements import departement_names
from geo_ent.register.name_matching import Directory, School, choose, is_group
from geo_ent.register.register_row import Line, ReasonCode
from geo_ent.register.territory_words import (
    ARTICLE,
    Reach,
    bare_title,
    is_every,
    level_of,
    listed_places,
    opens,
    partings,
    read_limits,
    read_reach,
    says_every,
)
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.uai import uais_inside
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import pandas as pd


NEAREST = (
    *("school", "group", "rpi", "commune", "secteur_college", "circonscription"),
    *("epci", "departement"),
)
"""What a row can speak of, the nearest to the school first: the nearest wins."""

# In these orders: a town and its EPCI bear one name more often than not, and the row of a register
# of schools speaks of the nearest.
_ALONE = ("commune", "epci", "departement")
_ANY = ("commune", "epci", "circonscription", "departement", "rpi")

_COLUMNS = ("rpi", "commune", "circonscription", "epci")
_SPEAKING = (
    *("status", "solution", "status_school", "status_class", "status_planned", "status_none"),
)
_AND = re.compile(r"\s*(?:[,;/+&\n]|\b(?:et|ni)\b)\s*", re.IGNORECASE)
_RPI_CODE = re.compile(r"\b(\d{2,3}[ab]?\d{3})\b")
_RPI_WORD = re.compile(
    r"\b(?:RPID?|RPC|regroupement\s+p[ée]dagogique(?:\s+intercommunal)?)\b", re.IGNORECASE
)
# Of 100, from which a misspelt name is a territory's: such names are longer than a school's words.
_LEAST_LIKENESS = 90.0


@dataclass(frozen=True)
class Territory:
    """A territory that a row names, and its schools; none, and why, where nothing is reached.

    Attributes
    ----------
    is_doubtful
        Whether it is known, and which of its schools the row is of is not.
    """

    level: str
    uais: tuple[str, ...]
    reason: Note
    is_doubtful: bool = False


@dataclass(frozen=True)
class _Places:
    """The territories that the columns of a row name."""

    rpi: str = ""
    commune: str = ""
    circonscription: str = ""
    epci: str = ""

    def filled(self) -> list[tuple[str, str]]:
        """Give the level and the name of those that are written, the nearest first."""
        levels = ("rpi", "commune", "circonscription", "epci")
        return [(level, label) for level in levels if (label := getattr(self, level))]


def speaks_of_ent(line: Line) -> bool:
    """Tell whether a row says anything of an ENT; a heading doesn't, whatever it names."""
    return any(line.text(column) for column in _SPEAKING)


@dataclass
class Territories:
    """The territories that a register can name.

    Parameters
    ----------
    directory
        The directory; of its schools `circonscription_name`, `rpi_code`, `commune_code`,
        `departement_code` and `secteur_college_name` are used where known.
    communes
        As `read_communes` gives it; without it, EPCI come from the bundled list.
    """

    directory: Directory
    communes: "pd.DataFrame | None" = None
    _known: dict[tuple[str, ...], Territory | None] = field(default_factory=dict)
    _by_title: dict[str, dict[str, list[School]]] = field(default_factory=dict)
    _of_places: dict[tuple[tuple[str, str], ...], frozenset[str]] = field(default_factory=dict)

    def named(
        self, line: Line, words: str = "", *, lists_territories: bool = False
    ) -> Territory | None:
        """Give the territory that a row without UAI names; None when it names a school.

        Parameters
        ----------
        line
            The row.
        words
            What stands in its column of UAI, where it isn't one.
        lists_territories
            Whether its sheet has a row a territory: "école publique" is then all that a commune
            has, and no school's name.
        """
        name = line.text("name") or words or line.text("scope")
        name = name if plain(name) else ""  # a dash
        columns = {level: line.text(level) for level in _COLUMNS}
        speaks = speaks_of_ent(line)
        if not name and "uai" in line.cells and "name" not in line.cells:
            columns["commune"] = ""  # a school whose UAI is missing: its commune is where it is
        places = _Places(**columns)
        has_place = not line.cells.keys().isdisjoint(_COLUMNS)
        if speaks and has_place and is_every(name) and not places.filled():
            # A place left blank isn't the whole département: it may be that of the row above.
            return Territory("commune", (), Note("unsaid-territory", name=name))
        key = (name, line.text("note"), *columns.values(), str(speaks), str(lists_territories))
        if key not in self._known:
            limits = read_limits(line.text("note"))
            territory = (
                self._named(name, places, limits, lists_territories=lists_territories)
                if speaks
                else None
            )
            is_rpi = territory is not None and territory.level == "rpi" and territory.uais
            self._known[key] = (
                self._held_to_places(territory, name, places) if is_rpi and territory else territory
            )
        return self._known[key]

    def uais_of(self, line: Line) -> frozenset[str]:
        """Give the schools of the territories that a row names, commune aside; none for none."""
        levels = ("circonscription", "epci", "rpi")
        return self._shared(tuple((level, line.text(level)) for level in levels))

    def uais_above(self, line: Line) -> frozenset[str]:
        """Give the schools of the territory whose name a row's section, or its sheet, bears."""
        for title in (line.text("section"), line.sheet):
            bare = level_of(plain(title))[1] or title
            for level in ("circonscription", "commune", "epci") if plain(title) else ():
                if self._schools_of(level, bare, exact=True):
                    return self._shared(((level, bare),))
        return frozenset()

    def _shared(self, places: tuple[tuple[str, str], ...]) -> frozenset[str]:
        """Give the schools that several territories share; one that isn't known narrows nothing."""
        if places not in self._of_places:
            sets = [
                frozenset(school.uai for school in self._schools_of(level, label))
                for level, label in places
                if label
            ]
            known = [uais for uais in sets if uais]
            self._of_places[places] = frozenset.intersection(*known) if known else frozenset()
        return self._of_places[places]

    def _named(
        self, name: str, places: _Places, limits: Reach, *, lists_territories: bool
    ) -> Territory | None:
        """Look for a territory in the name, else in the columns that are filled alone."""
        reach = read_reach(name).limited_by(limits)
        if not name:
            return self._of_columns(places, reach)
        level, label = level_of(reach.bare)
        # A level's word inside a school's name ("École de la Métropole") makes no territory of it.
        if not reach.is_plural and (not level or not opens(reach.bare, level)):
            if reach.is_one and lists_territories:
                whole = self._of_columns(places, reach, name)
                # By its nature a school's name may still be clear: "École élémentaire".
                return whole if whole and (whole.uais or not places.commune) else None
            # "Rennes Métropole" or "Betton" may be said alone, without the word commune or EPCI.
            alone = not places.commune and not places.rpi and not level
            return self._first_of(_ALONE, name, Reach().limited_by(limits), name) if alone else None
        if level:
            label = self._rpi_found_by(reach, places) if level == "rpi" else label
            label = label or getattr(places, level, "")
            if label or not places.filled():
                written = "" if reach.is_plural else reach.written
                return self._spread(level, label, reach, name, written)
        elif reach.left:
            return self._of_label(reach, places, name)
        return self._of_columns(places, reach, name) or self._spread("departement", "", reach, name)

    def _rpi_found_by(self, reach: Reach, places: _Places) -> str:
        """Give the name of an RPI with its dashes, which count; of one unknown, its commune's."""
        label = _rpi_label(reach.written) if _RPI_WORD.search(reach.written) else ""
        return label if self._schools_of("rpi", label) else places.commune or label

    def _of_label(self, reach: Reach, places: _Places, name: str) -> Territory | None:
        """Take the words that are left of "toutes les écoles …": a place, if they are one."""
        named = self._first_of(_ANY, reach.left, reach, name)
        if named or not places.filled():
            return named or self._spread("commune", reach.left, reach, name)
        if not says_every(reach.bare) and reach.count is None:
            return None  # "les écoles Jean Moulin et Jules Ferry"
        # "Toutes les écoles volontaires": which they are isn't known.
        whole = self._of_columns(places, reach, name)
        if whole is None or not whole.uais:
            return whole
        schools = [self.directory.by_uai[uai] for uai in whole.uais]
        return _doubtful(whole.level, "unclear-reach", schools, name=name, words=reach.left)

    def _of_columns(self, places: _Places, reach: Reach, name: str = "") -> Territory | None:
        for level, label in places.filled():
            # "CC du Pays de Redon" in the commune's column is an EPCI all the same.
            own_level, bare = level_of(plain(label))
            if own_level:
                if own_level == "rpi":  # known by the dashes between its communes
                    bare = _RPI_WORD.sub("", label).strip(" :-–")
                return self._spread(own_level, bare or label, reach, name or label, label)
            if level == "commune" and not self.directory.exactly_in(label):
                larger = self._first_of(("epci", "departement"), label, reach, name or label)
                if larger:
                    return larger
            return self._spread(level, label, reach, name or label)
        return None

    def _first_of(
        self, levels: tuple[str, ...], label: str, reach: Reach, name: str
    ) -> Territory | None:
        """Take the first level that has a territory of this very name."""
        named = (level for level in levels if self._schools_of(level, label, exact=True))
        level = next(named, None)
        return self._spread(level, label, reach, name) if level else None

    def _spread(
        self, level: str, label: str, reach: Reach, name: str, written: str = ""
    ) -> Territory:
        """Give the schools of a territory that a row is of; none where that isn't clear.

        The territory is told as it is `written`, else by the label that it was found by.
        """
        if level == "secteur_college" and not self._titles(level):
            return Territory(level, (), Note("unknown-sectors", name=name))
        schools = self._schools_of(level, label)
        if level == "rpi":  # an RPI is of one sector, and names it
            reach = replace(reach, all_sectors=reach.all_sectors or not reach.sectors)
        kept = [school for school in schools if reach.keeps(school.sector, school.nature)]
        excepted: set[str] = set()
        for text in reach.excepted:
            left_out = self._excepted(text, schools, level)
            if left_out is None:
                return _doubtful(level, "unclear-reach", kept, name=name, words=text)
            excepted |= left_out
        uais = tuple(school.uai for school in kept if school.uai not in excepted)
        if not uais:
            code: ReasonCode = "empty-territory" if schools else "unknown-territory"
            return Territory(level, (), Note(code, level=level, name=name))
        count = 1 if reach.is_one and not is_group(kept) else reach.count
        if count not in {None, len(kept), len(uais)}:
            return _doubtful(level, "other-count", kept, name=name, count=count)
        if level == "rpi" and count is None and not self._is_whole_rpi(schools):
            return _doubtful(level, "unclear-reach", kept, name=name, words=label)
        shown = written or label or name
        return Territory(level, uais, Note("territory", level=level, name=shown))

    def _is_whole_rpi(self, schools: Sequence[School]) -> bool:
        """Tell whether these are an RPI's schools, or the one that each of its communes has."""
        codes = _column(self.directory, "rpi_code")
        own = {codes[school.uai] for school in schools}
        communes = {school.commune for school in schools}
        return (len(own) == 1 and own != {""}) or len(communes) == len(schools)

    def _held_to_places(self, rpi: Territory, name: str, places: _Places) -> Territory:
        """Hold an RPI against every place that its row writes: none may be elsewhere, or lack.

        The directory's RPI has its communes, and the keeper's may be another one.
        """
        reach = read_reach(name)
        own = [_rpi_label(reach.written)] if level_of(reach.bare)[0] == "rpi" else []
        texts = [*own, _rpi_label(places.rpi), places.commune]
        schools = [self.directory.by_uai[uai] for uai in rpi.uais]
        shown = name or places.rpi or places.commune
        has_code = any(_RPI_CODE.search(plain(text).replace(" ", "")) for text in texts)
        named: set[str] = set()
        is_list = False
        for text in filter(None, texts):
            parts, away, found = self._rpi_places(text, rpi, is_sure=has_code)
            if away:
                return _doubtful("rpi", "place-outside", schools, name=shown, words=away)
            is_list = is_list or len(parts) > 1
            named |= found
        unnamed = {school.commune for school in schools} - named
        if is_list and unnamed and reach.count is None and not has_code:
            words = tuple(sorted(unnamed))
            return _doubtful("rpi", "place-unnamed", schools, name=shown, words=words)
        return rpi

    def _rpi_places(
        self, text: str, rpi: Territory, *, is_sure: bool
    ) -> tuple[list[str], str, set[str]]:
        """Give the places that a text writes, the first that isn't an RPI's, and its communes.

        A text that is no list may be the RPI's own name ("du Couesnon"), unless it is a commune's;
        so may be words beside a code, which makes it `is_sure`.
        """
        best: tuple[list[str], str, set[str]] = ([text], "", set())
        for parts in listed_places(text):
            found, away = set[str](), list[str]()
            for part in parts:
                here = self._communes_among(part, rpi.uais)
                found |= here
                if not here:
                    away.append(part)
            if not away:
                return parts, "", found
            elsewhere = [part for part in away if self.directory.exactly_in(part)]
            is_apart = "-".join(parts) not in text  # a dash may be of a name that is no place's
            if elsewhere or (len(parts) > 1 and (found or (is_apart and not is_sure))):
                best = best if best[1] else (parts, (elsewhere or away)[0], found)
        return best

    def _communes_among(self, part: str, uais: Sequence[str]) -> set[str]:
        """Find which communes of some schools a text names; "St-Germain" is one of its own."""
        near = self._rpi_part(part)
        here = {school.commune for school in near if school.uai in uais}
        key = loose_commune_key(ARTICLE.sub("", plain(part)))
        if here or not key or self.directory.exactly_in(part):
            return here
        communes = {self.directory.by_uai[uai].commune for uai in uais}
        return {name for name in communes if f"{loose_commune_key(name)} ".startswith(f"{key} ")}

    def _excepted(self, text: str, schools: Sequence[School], level: str) -> set[str] | None:
        """Find the schools that a row leaves out; None where it isn't clear which they are."""
        whole = self._excepted_part(text, schools, level)
        parts = [part for part in _AND.split(text) if plain(part)]
        if whole is not None or len(parts) < 2:  # noqa: PLR2004 a list
            return whole
        sets = [self._excepted_part(part, schools, level) for part in parts]
        return set().union(*(part or () for part in sets)) if None not in sets else None

    def _excepted_part(self, text: str, schools: Sequence[School], level: str) -> set[str] | None:
        of_here = {school.uai: school for school in schools}
        codes = uais_inside(text)
        if codes:
            return set(codes) if of_here.keys() >= set(codes) else None
        reach = read_reach(text)
        if reach.is_kind and (reach.sectors or reach.natures):
            of_kind = {
                school.uai
                for school in schools
                if school.sector in (reach.sectors or {school.sector})
                and school.nature in (reach.natures or {school.nature})
            }
            # "La maternelle", of a town that has three, is one of them.
            is_clear = reach.is_plural or len(of_kind) <= 1
            return of_kind if is_clear else None
        own_level, label = level_of(plain(text))
        if level != "commune" and own_level in {"", "commune"}:
            place = label or ARTICLE.sub("", plain(text))
            # Two communes in one text are like one of them: only a text of one may be misspelt.
            known = self.directory
            find = known.exactly_in if len(_AND.split(text)) > 1 else known.in_commune
            near = {school.uai for school in find(place)} & of_here.keys()
            if near:
                return near
        return _named_among(text, schools)

    def _schools_of(self, level: str, label: str, *, exact: bool = False) -> list[School]:
        if level == "commune":
            return self._of_communes(label, exact=exact)
        if level == "rpi":
            return self._of_rpi(label)
        if level == "departement":
            return self._of_departement(label)
        return self._pick(self._titles(level), label, level, exact=exact)

    def _of_communes(self, label: str, *, exact: bool) -> list[School]:
        """Find a commune, or all of those that are written side by side."""
        known = self.directory
        alone = known.exactly_in(label)
        if alone:
            return alone
        for parts in partings(label):
            several = [known.exactly_in(part) for part in parts]
            if len(several) > 1 and all(several):
                return [school for schools in several for school in schools]
            if any(several) and "-".join(parts) not in label and not exact:
                # "Bruz / Noyal": what is near to the whole text would let Noyal go unsaid.
                near = [known.in_commune(part) for part in parts]
                return [one for schools in near for one in schools] if all(near) else []
        return [] if exact else known.in_commune(label)

    def _of_rpi(self, label: str) -> list[School]:
        """Find an RPI by its code, else as that of all the communes that it names."""
        label = _RPI_WORD.sub("", label).strip(" :-–")
        code = _RPI_CODE.search(plain(label).replace(" ", ""))
        codes = _column(self.directory, "rpi_code")
        if code:
            return self._where(codes, {code[1].upper().zfill(6)})
        # A commune with a dash in its name isn't two communes.
        whole = self.directory.exactly_in(label)
        for parts in [] if whole else partings(label):
            sets = [{codes[school.uai] for school in schools} - {""}
                    for schools in map(self._rpi_part, parts)]  # fmt: skip
            shared = set.intersection(*sets) if sets else set()
            if len(shared) == 1:
                return self._where(codes, shared)
        own = {codes[school.uai] for school in whole} - {""}
        if len(own) == 1:
            return self._where(codes, own)
        # A directory that doesn't know it: the public schools of all its communes.
        near = whole or self._of_communes(label, exact=False)
        return [school for school in near if school.sector != "prive"]

    def _rpi_part(self, part: str) -> list[School]:
        return self.directory.exactly_in(part) or self.directory.in_commune(
            ARTICLE.sub("", plain(part))
        )

    def _of_departement(self, label: str) -> list[School]:
        codes = _column(self.directory, "departement_code")
        names = departement_names()
        bare = loose_commune_key(ARTICLE.sub("", plain(label)))
        named = {
            code
            for code, name in names.items()
            if bare in {loose_commune_key(name), code.lower(), f"0{code.lower()}"}
        }
        if not label and len(set(codes.values())) == 1:
            return list(self.directory.by_uai.values())
        return self._where(codes, named)

    def _where(self, codes: Mapping[str, str], wanted: set[str]) -> list[School]:
        by_uai = self.directory.by_uai
        return [by_uai[uai] for uai, code in codes.items() if code in wanted]

    def _pick(
        self, titles: Mapping[str, list[School]], label: str, level: str, *, exact: bool
    ) -> list[School]:
        """Find a name among a level's, but for dress; misspelt only when that is clear."""
        key = bare_title(label, level)
        if key in titles or exact or not key:
            return titles.get(key, [])
        if level == "secteur_college":  # "Gandhi" for "Mahatma Gandhi", where there is but one
            ends = [title for title in titles if title.endswith(f" {key}")]
            if len(ends) == 1:
                return titles[ends[0]]
        near = process.extract(key, list(titles), scorer=fuzz.ratio, limit=2)
        alike = [title for title, likeness, _ in near if likeness >= _LEAST_LIKENESS]
        return titles[alike[0]] if len(alike) == 1 else []  # of two alike, neither is sure

    def _titles(self, level: str) -> dict[str, list[School]]:
        """Give the territories of a level by name: "epci", "circonscription", "secteur_college"."""
        if level not in self._by_title:
            titles: defaultdict[str, list[School]] = defaultdict(list)
            for uai, label in self._labels(level).items():
                if label:
                    titles[bare_title(label, level)].append(self.directory.by_uai[uai])
            self._by_title[level] = dict(titles)
        return self._by_title[level]

    def _labels(self, level: str) -> dict[str, str]:
        """Give the name of each school's territory, by UAI."""
        if level != "epci":
            return _column(self.directory, f"{level}_name")
        # A directory has no EPCI: they are those of the communes.
        if self.communes is not None and "epci_name" in self.communes:
            of_commune = dict(self.communes["epci_name"].astype(str))
        else:
            names = epci_names()
            of_commune = {code: names.get(epci, "") for code, epci in commune_zones("epci").items()}
        codes = _column(self.directory, "commune_code")
        return {uai: of_commune.get(code, "") for uai, code in codes.items()}


def _rpi_label(text: str) -> str:
    """Give what stands after the word RPI, or the whole text without it."""
    return _RPI_WORD.split(text, maxsplit=1)[-1].strip(" :-–")


def _doubtful(
    level: str, code: ReasonCode, schools: Sequence[School], **fields: object
) -> Territory:
    """Leave a row whose schools aren't clear, with those that they may be."""
    note = Note(code, level=level, schools=tuple(schools), **fields)
    return Territory(level, (), note, is_doubtful=True)


def _named_among(text: str, schools: Sequence[School]) -> set[str] | None:
    """Find the one school, or group, of this very name; None where there isn't one."""
    communes: defaultdict[str, list[School]] = defaultdict(list)
    for school in schools:
        communes[school.commune].append(school)
    verdicts = [choose(text, near, commune) for commune, near in communes.items()]
    exact = [verdict for verdict in verdicts if verdict.exact and verdict.by_words]
    return {school.uai for school in exact[0].schools} if len(exact) == 1 else None


def _column(directory: Directory, title: str) -> dict[str, str]:
    frame = directory.schools
    if title not in frame:
        return dict.fromkeys(directory.by_uai, "")
    return {str(uai): str(cell) for uai, cell in frame[title].fillna("").items()}
