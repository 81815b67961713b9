"""Rows for a whole territory: a commune, an RPI, an EPCI, a circonscription, a département.

Such a row needs a status, and either says so ("Commune de…", "CC…", "Toutes les écoles…") or has
nothing but its territory's columns filled (docs/decisions/0005-register.md).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from geo_ent.communes.bundled import commune_zones, departement_names, epci_names
from geo_ent.register.name_matching import Directory, School
from geo_ent.register.register_row import Line, ReasonCode
from geo_ent.register.territory_words import (
    ARTICLE,
    bare_title,
    is_every,
    is_plural,
    level_of,
    opens,
    partings,
    rest,
    says_every,
)
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import pandas as pd


NEAREST = ("school", "rpi", "commune", "secteur_college", "circonscription", "epci", "departement")
"""What a row can speak of, the nearest to the school first: the nearest wins."""

# In these orders: a town and its EPCI bear one name more often than not, and the row of a register
# of schools speaks of the nearest.
_ALONE = ("commune", "epci", "departement")
_ANY = ("commune", "epci", "circonscription", "departement", "rpi")

_RPI_CODE = re.compile(r"\b(\d{2,3}[ab]?\d{3})\b")
_RPI_WORD = re.compile(
    r"\b(?:RPID?|RPC|regroupement\s+p[ée]dagogique(?:\s+intercommunal)?)\b", re.IGNORECASE
)
# Of 100, from which a misspelt name is a territory's: such names are longer than a school's words.
_LEAST_LIKENESS = 90.0


@dataclass(frozen=True)
class Territory:
    """A territory that a row names, and its schools; none, and why, where nothing is reached."""

    level: str
    uais: tuple[str, ...]
    reason: Note


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

    def named(self, line: Line, words: str = "") -> Territory | None:
        """Give the territory that a row without UAI names; None when it names a school."""
        name, commune = line.text("name") or words, line.text("commune")
        circo, epci = line.text("circonscription"), line.text("epci")
        speaks = bool(line.text("status") or line.text("solution"))
        if not name and "uai" in line.cells and "name" not in line.cells:
            commune = ""  # a school whose UAI is missing: its commune is only where it is
        has_place = not line.cells.keys().isdisjoint(("commune", "circonscription", "epci"))
        if speaks and has_place and is_every(name) and not (commune or circo or epci):
            # A place left blank isn't the whole département: it may be that of the row above.
            return Territory("commune", (), Note("unsaid-territory", name=name))
        key = (name, commune, circo, epci, str(speaks))
        if key not in self._known:
            self._known[key] = self._named(name, commune, circo, epci, speaks=speaks)
        return self._known[key]

    def _named(
        self, name: str, commune: str, circo: str, epci: str, *, speaks: bool
    ) -> Territory | None:
        """Look for a territory in the name, else in the columns that are filled alone."""
        if not speaks:
            return None
        if not name:
            return self._of_columns(commune, circo, epci)
        bare = plain(name)
        level, label = level_of(bare)
        every = says_every(bare) or is_plural(bare)
        # A level's word inside a school's name ("École de la Métropole") makes no territory of it.
        if not every and (not level or not opens(bare, level)):
            # "Rennes Métropole" or "Betton" may be said alone, without the word commune or EPCI.
            alone = not commune and not level
            return self._first_of(_ALONE, name, _everyone, name) if alone else None
        keep = _kept(bare)
        if level == "rpi":
            label = " ".join(_RPI_WORD.split(name, maxsplit=1)[1:]).strip(" :")  # its dashes count
        if level:
            return self._spread(level, label or commune or circo or epci, keep, name)
        label = rest(bare)
        if label:
            named = self._first_of(_ANY, label, keep, name)
            return named or self._spread("commune", label, keep, name)
        return self._of_columns(commune, circo, epci, keep) or self._spread(
            "departement", "", keep, name
        )

    def _of_columns(
        self, commune: str, circo: str, epci: str, keep: "Keep | None" = None
    ) -> Territory | None:
        for level, label in (("commune", commune), ("circonscription", circo), ("epci", epci)):
            if label:
                # "CC du Pays de Redon" in the commune's column is an EPCI all the same.
                own_level, bare = level_of(plain(label))
                return self._spread(own_level or level, bare or label, keep or _everyone, label)
        return None

    def _first_of(
        self, levels: tuple[str, ...], label: str, keep: "Keep", name: str
    ) -> Territory | None:
        """Take the first level that has a territory of this very name."""
        named = (level for level in levels if self._schools_of(level, label, exact=True))
        level = next(named, None)
        return self._spread(level, label, keep, name) if level else None

    def _spread(self, level: str, label: str, keep: "Keep", name: str) -> Territory:
        """Give the schools of a territory, those of a sector or nature alone where it says so."""
        if level == "secteur_college" and not self._titles(level):
            return Territory(level, (), Note("unknown-sectors", name=name))
        schools = self._schools_of(level, label)
        reached = tuple(school.uai for school in schools if keep(school))
        if reached:
            return Territory(level, reached, Note("territory", level=level, name=label or name))
        code: ReasonCode = "empty-territory" if schools else "unknown-territory"
        return Territory(level, (), Note(code, level=level, name=name))

    def _schools_of(self, level: str, label: str, *, exact: bool = False) -> list[School]:
        if level == "commune":
            known = self.directory
            return known.exactly_in(label) if exact else known.in_commune(label)
        if level == "rpi":
            return self._of_rpi(label)
        if level == "departement":
            return self._of_departement(label)
        return self._pick(self._titles(level), label, level, exact=exact)

    def _of_rpi(self, label: str) -> list[School]:
        """Find an RPI by its code, else as that of all the communes that it names."""
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
        return self._where(codes, own) if len(own) == 1 else []

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


Keep = Callable[[School], bool]
"""Says of a school whether a row like "toutes les maternelles publiques" speaks of it."""


def _everyone(_school: School) -> bool:
    return True


def _kept(bare: str) -> Keep:
    words = {"publi": "public", "prive": "prive"}
    sectors = {words[word] for word in re.findall(r"\b(publi|prive)", bare)}
    natures = set(re.findall(r"\b(maternelle|elementaire|primaire)", bare))
    # Both sectors named are all schools, and "les écoles primaires" those of every nature.
    every_sector, every_nature = len(sectors) != 1, not natures or "primaire" in natures

    def keep(school: School) -> bool:
        of_sector = every_sector or school.sector in sectors
        return of_sector and (every_nature or school.nature in natures)

    return keep


def _column(directory: Directory, title: str) -> dict[str, str]:
    frame = directory.schools
    if title not in frame:
        return dict.fromkeys(directory.by_uai, "")
    return {str(uai): str(cell) for uai, cell in frame[title].fillna("").items()}
