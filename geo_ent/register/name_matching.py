"""A register's row to its school: by UAI, else by name and commune."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from geo_ent.schools.school_names import (
    SchoolName,
    loose_place,
    parse_name,
    place,
    without_place,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Candidate", "Directory", "School", "Verdict", "same_school"]

_ACCEPTED = 88.0  # similarity of the telling words, out of 100, from which a name is its school's
_MARGIN = 6.0  # and how much further the second must be
_NEAR = 60.0  # from here on a school is worth showing as a candidate
_SAME_COMMUNE = 86.0  # a commune's name misspelt
_SOFT = 5.0  # "primaire" and "élémentaire" are said one for the other
_OTHER = 70.0  # "Jean Moulin 1" for "Jean Moulin 2"
_DOUBTFUL = 12.0  # said one for the other in a name that is only like
_PART = 94.0  # "Prévert" for "Jacques Prévert"
_SLIPPED = 92.0
_SLIPS = (5, 12)  # letters from which one slip, then two, are forgiven
_SHOWN = 4
_TELLING = 4  # letters of a word that can stand for a whole name


@dataclass(frozen=True)
class School:
    """A school of the directory, ready to be compared."""

    uai: str
    title: str
    name: SchoolName
    nature: str
    sector: str
    commune: str

    def __str__(self) -> str:
        """Name it for a person."""
        return f"{self.title}, {self.commune} ({self.uai})"


@dataclass(frozen=True)
class Candidate:
    """A school and how like it a written name is, out of 100."""

    school: School
    score: float


@dataclass(frozen=True)
class Verdict:
    """The school that a name is, or those that it may be, the likeliest first."""

    school: School | None = None
    candidates: tuple[Candidate, ...] = ()
    exact: bool = False
    commune: str = ""  # why there are no candidates: "" (none alike), "unknown", "missing"

    @property
    def likeliest(self) -> tuple[School, ...]:
        """The first candidates: as many as a person wants to choose from."""
        return tuple(candidate.school for candidate in self.candidates[:_SHOWN])


@dataclass
class Directory:
    """The schools that a register can name.

    Parameters
    ----------
    schools
        Indexed by `uai`; columns `name`, `sector`, `commune_name`, and `nature` where known.
    others
        Gives the establishments that are no open school: UAI -> what they are, in French.
    """

    schools: "pd.DataFrame"
    others: Callable[[], Mapping[str, str]] = dict
    _told: dict[tuple[str, str], Verdict] = field(default_factory=dict)

    @cached_property
    def by_uai(self) -> dict[str, School]:
        """Every school by its UAI."""
        frame = self.schools
        blank = [""] * len(frame)
        columns = [
            [str(cell) for cell in frame[title]] if title in frame else blank
            for title in ("name", "nature", "sector", "commune_name")
        ]
        return {
            str(uai): School(str(uai), name, parse_name(name), nature, sector, commune)
            for uai, name, nature, sector, commune in zip(frame.index, *columns, strict=True)
        }

    @cached_property
    def other_uais(self) -> Mapping[str, str]:
        """What the UAI are that aren't a school's."""
        return self.others()

    @cached_property
    def _by_place(self) -> dict[str, list[School]]:
        found: defaultdict[str, list[School]] = defaultdict(list)
        for school in self.by_uai.values():
            key = place(school.commune)
            found[key].append(school)
            city = key.split(" ")[0]
            if key != city and key.split(" ")[-1].isdigit():  # "Paris" said of all of it
                found[city].append(school)
        return dict(found)

    @cached_property
    def _by_loose_place(self) -> dict[str, list[School]]:
        found: defaultdict[str, list[School]] = defaultdict(list)
        for school in self.by_uai.values():
            found[loose_place(school.commune)].append(school)
        return dict(found)

    @cached_property
    def _by_core(self) -> dict[str, list[School]]:
        found: defaultdict[str, list[School]] = defaultdict(list)
        for school in self.by_uai.values():
            found[school.name.text].append(school)
        return dict(found)

    @cached_property
    def _near_places(self) -> dict[str, str]:
        return {}

    def in_commune(self, commune: str) -> list[School]:
        """Give the schools of a commune, by its name as hands write it, misspelt at need."""
        exact = self.exactly_in(commune)
        if exact or not commune:
            return exact
        key = loose_place(commune)
        if key not in self._near_places:
            self._near_places[key] = _nearest(key, self._by_loose_place)
        return self._by_loose_place.get(self._near_places[key], [])

    def exactly_in(self, commune: str) -> list[School]:
        """Give the schools of a commune, by its name but for dress and small words."""
        found = self._by_place.get(place(commune))
        return found or (self._by_loose_place.get(loose_place(commune), []) if commune else [])

    def named(self, name: str, commune: str) -> Verdict:
        """Find the school of this name in this commune (or alone of its name, without one)."""
        key = (name, commune)
        if key not in self._told:
            self._told[key] = self._named(name, commune)
        return self._told[key]

    def _named(self, name: str, commune: str) -> Verdict:
        if not commune:
            return self._alone(name)
        near = self.in_commune(commune)
        if not near:
            elsewhere = self._alone(name)
            return Verdict(candidates=elsewhere.candidates or _only(elsewhere), commune="unknown")
        return _choose(parse_name(name), near, commune)

    def _alone(self, name: str) -> Verdict:
        """Take a name without a commune when the directory has it once, exactly."""
        commune, rest = self._commune_within(name)
        if commune:
            return _choose(parse_name(rest), self._by_place[commune], commune)
        parsed = parse_name(name)
        same = [
            school
            for school in (self._by_core.get(parsed.text, []) if parsed.core else [])
            if _conflict(parsed, school) is False
        ]
        exact = [school for school in same if parsed.nature in {"", _said_nature(school)}]
        if len(same) == len(exact) == 1:
            return Verdict(exact[0], exact=True)
        return Verdict(candidates=tuple(Candidate(school, 100) for school in same),
                       commune="missing")  # fmt: skip

    def _commune_within(self, name: str) -> tuple[str, str]:
        """Find a commune at an end of a name: "Bruz - Ecole Jules Verne"."""
        words = place(name).split()
        for size in range(min(len(words) - 1, 6), 0, -1):
            for part, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
                commune = " ".join(part)
                if commune in self._by_place and rest[-1] not in {"de", "du", "la", "le"}:
                    return commune, " ".join(rest)
        return "", name


def _only(verdict: Verdict) -> tuple[Candidate, ...]:
    return (Candidate(verdict.school, 100),) if verdict.school else ()


def _nearest(key: str, places: Iterable[str]) -> str:
    """Name the one commune that a misspelt name can be, "" where it isn't clear."""
    from rapidfuzz import fuzz, process

    found = process.extract(key, list(places), scorer=fuzz.ratio, limit=2, score_cutoff=60)
    if not found or found[0][1] < _SAME_COMMUNE:
        return ""
    clear = len(found) == 1 or found[0][1] - found[1][1] >= _MARGIN
    return str(found[0][0]) if clear else ""


def _said_nature(school: School) -> str:
    return school.name.nature or school.nature


def _conflict(name: SchoolName, school: School) -> bool:
    """Tell whether what a name says of nature, sector or number forbids a school."""
    if name.sector and school.sector and name.sector != school.sector:
        return True
    natures = {_said_nature(school), school.nature} - {""}
    if name.nature and natures and name.nature not in natures:
        return "maternelle" in {name.nature, *natures}
    return False


def _choose(name: SchoolName, schools: Sequence[School], commune: str) -> Verdict:
    """Choose among the schools of a commune, if one stands out."""
    scored = sorted(
        (Candidate(school, _score(name, school, commune)) for school in schools),
        key=lambda candidate: -candidate.score,
    )
    allowed = [each for each in scored if not _conflict(name, each.school)]
    best = allowed[0] if allowed else None
    if len(allowed) == 1 and _is_the_only_one(name, allowed[0].school, commune):
        return Verdict(allowed[0].school, tuple(allowed))  # "École publique", and there is but one
    second = allowed[1].score if len(allowed) > 1 else 0.0
    shown = tuple(each for each in scored if each.score >= _NEAR)
    if best is None or best.score < _ACCEPTED or best.score - second < _needed(best.score):
        return Verdict(candidates=shown)
    return Verdict(best.school, shown, exact=best.score >= 100)  # noqa: PLR2004 of 100


def _is_the_only_one(name: SchoolName, school: School, commune: str) -> bool:
    """Tell whether a name that says no more than "École publique" can only be this school's."""
    if name.core or loose_place(commune) != loose_place(school.commune):
        return False
    return name.nature in {"", school.nature, _said_nature(school)}


def _needed(best: float) -> float:
    return _SOFT if best >= 100 else _MARGIN  # noqa: PLR2004 of 100


def _score(name: SchoolName, school: School, commune: str) -> float:
    """Say how like a school's name a written name is, 0 to 100."""
    mine, its = name.core, school.name.core
    score = max(
        _likeness(mine, its),
        _likeness(without_place(name, commune), without_place(school.name, school.commune)),
    )
    if name.marks != school.name.marks:
        score = min(score, _OTHER)
    said = _said_nature(school)
    if name.nature and said and name.nature != said:
        score -= _SOFT if score >= 100 else _DOUBTFUL  # noqa: PLR2004 of 100
    return score


def _likeness(mine: tuple[str, ...], its: tuple[str, ...]) -> float:
    from rapidfuzz import fuzz

    if not mine or not its:
        return 100.0 if mine == its else 0.0
    a, b = sorted(mine), sorted(its)
    if a == b or "".join(mine) == "".join(its):
        return 100.0
    best = max(fuzz.ratio(" ".join(a), " ".join(b)), fuzz.ratio(" ".join(mine), " ".join(its)))
    if _is_part(mine, its):
        return max(best, _PART)
    best = max(best, _slip(" ".join(mine), " ".join(its)))
    return min(best, 99.0)


def _slip(mine: str, its: str) -> float:
    """Forgive a slip of the hand (two in a long name): letters swapped, missed, doubled."""
    from rapidfuzz.distance import OSA

    length = min(len(mine), len(its))
    allowed = 0 if length < _SLIPS[0] else 1 if length < _SLIPS[1] else 2
    slips = OSA.distance(mine, its, score_cutoff=allowed) if allowed else 1
    return _SLIPPED if slips <= allowed else 0.0


def _is_part(mine: tuple[str, ...], its: tuple[str, ...]) -> bool:
    """Tell "Prévert" and "J. Prévert" for "Jacques Prévert", either way round."""
    few, many = (mine, its) if len(mine) <= len(its) else (its, mine)
    whole = [word for word in few if word in many]
    initials = [word for word in few if len(word) == 1 and word not in many]
    rest = [word for word in many if word not in few]
    if len(whole) + len(initials) < len(few) or not any(len(word) >= _TELLING for word in whole):
        return False
    if set(whole) <= {"saint", "sainte", "notre", "jean", "marie"}:
        return False
    return all(any(word.startswith(letter) for word in rest) for letter in initials)


def same_school(name: str, commune: str, school: School) -> bool:
    """Tell whether a name and a commune are this school's, for all that is written."""
    parsed = parse_name(name)
    if loose_place(commune) != loose_place(school.commune) or _conflict(parsed, school):
        return False
    return _score(parsed, school, commune) >= _ACCEPTED
