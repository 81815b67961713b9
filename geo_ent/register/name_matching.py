"""A school by its name and commune, as hands write them.

A name is compared inside its commune only, taken apart: nature, sector and marks (numbers,
quarters) can forbid a school and never plead for one, and the words that are left are compared.
A wrong school costs more than a row to look at: in doubt the candidates are shown
(docs/decisions/0005-register.md).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geo_ent.schools.school_names import (
    SchoolName,
    commune_key,
    loose_commune_key,
    parse_name,
    without_place,
)
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import pandas as pd

# Likenesses are out of 100, as rapidfuzz gives them.
_SAME_WORDS = 100.0
_ACCEPTED_FROM = 88.0  # likeness from which a name is the school's
_MARGIN = 6.0  # by how much it must exceed the second's
_CANDIDATE_FROM = 60.0  # likeness from which a school, or a commune, is a candidate
_SAME_COMMUNE = 86.0  # a commune's name misspelt
# "Primaire" and "élémentaire" are said one for the other. With the same words that is soon
# forgiven (and is all the margin then asked of the second); with words only like, it takes an
# accepted likeness below the bound.
_NATURE_SAME_WORDS = 5.0
_NATURE_LIKE_WORDS = 12.0
_OTHER_MARKS = 70.0  # at most, for "Jean Moulin 1" beside "Jean Moulin 2": never accepted
_PART_LIKENESS = 94.0  # "Prévert" for "Jacques Prévert": accepted where no second school is as near
_SLIP_LIKENESS = 92.0  # a slip of the hand, which the ratio of a short name counts too much
_SLIPS = (5, 12)  # letters from which one slip, then two, are forgiven
_CANDIDATES_SHOWN = 4  # candidates that a person is shown
_LONG_WORD = 4  # letters of a word that can stand for a whole name


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
class Verdict:
    """The school that a name is, or those that it may be.

    Attributes
    ----------
    candidates
        The likeliest first.
    exact
        Whether the name is the school's but for dress, and not only like it.
    commune
        What hinders: "unknown" to the directory, "missing" from the row, or "".
    """

    school: School | None = None
    candidates: tuple[School, ...] = ()
    exact: bool = False
    commune: str = ""

    @property
    def likeliest(self) -> tuple[School, ...]:
        """The first candidates: as many as a person wants to choose from."""
        return self.candidates[:_CANDIDATES_SHOWN]


@dataclass
class Directory:
    """The schools that a register can name.

    Parameters
    ----------
    schools
        Indexed by `uai`; columns `name`, `sector`, `commune_name`, and `nature` where known.
    others
        Gives the establishments that are no open school: UAI -> what they are.
    """

    schools: "pd.DataFrame"
    others: Callable[[], Mapping[str, Note]] = dict
    _verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    _misspelt: dict[str, str] = field(default_factory=dict)

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
    def other_uais(self) -> Mapping[str, Note]:
        """What the UAI are that aren't a school's."""
        return self.others()

    @cached_property
    def _by_commune_name(self) -> dict[str, list[School]]:
        schools: defaultdict[str, list[School]] = defaultdict(list)
        for school in self.by_uai.values():
            commune = commune_key(school.commune)
            schools[commune].append(school)
            city, _, rest = commune.partition(" ")
            if rest.split(" ")[-1].isdigit():  # "Paris" said of all its arrondissements
                schools[city].append(school)
        return dict(schools)

    @cached_property
    def _by_loose_commune_name(self) -> dict[str, list[School]]:
        return _grouped(self.by_uai.values(), lambda school: loose_commune_key(school.commune))

    @cached_property
    def _by_core(self) -> dict[str, list[School]]:
        return _grouped(self.by_uai.values(), lambda school: school.name.text)

    def in_commune(self, commune: str) -> list[School]:
        """Give the schools of a commune, by its name as hands write it, misspelt at need."""
        exact = self.exactly_in(commune)
        if exact or not commune:
            return exact
        key = loose_commune_key(commune)
        if key not in self._misspelt:
            self._misspelt[key] = _nearest(key, self._by_loose_commune_name)
        return self._by_loose_commune_name.get(self._misspelt[key], [])

    def exactly_in(self, commune: str) -> list[School]:
        """Give the schools of a commune, by its name but for dress and small words."""
        schools = self._by_commune_name.get(commune_key(commune))
        if schools or not commune:
            return schools or []
        return self._by_loose_commune_name.get(loose_commune_key(commune), [])

    def named(self, name: str, commune: str) -> Verdict:
        """Find the school of this name in this commune (or alone of its name, without one)."""
        key = (name, commune)
        if key not in self._verdicts:  # a register says the same names again and again
            self._verdicts[key] = self._named(name, commune)
        return self._verdicts[key]

    def _named(self, name: str, commune: str) -> Verdict:
        if not commune:
            return self._alone(name)
        near = self.in_commune(commune)
        if not near:
            # Across communes nothing is matched: the schools of this name are only suggested.
            elsewhere = self._alone(name)
            only = (elsewhere.school,) if elsewhere.school else ()
            return Verdict(candidates=elsewhere.candidates or only, commune="unknown")
        return _choose(parse_name(name), near, commune)

    def _alone(self, name: str) -> Verdict:
        """Take a name without a commune when the directory has it once, exactly."""
        commune, rest = self._commune_within(name)
        if commune:
            return _choose(parse_name(rest), self._by_commune_name[commune], commune)
        parsed = parse_name(name)
        same = [
            school
            for school in (self._by_core.get(parsed.text, []) if parsed.core else [])
            if not _forbids(parsed, school)
        ]
        exact = [school for school in same if parsed.nature in {"", _named_nature(school)}]
        if len(same) == len(exact) == 1:
            return Verdict(exact[0], exact=True)
        return Verdict(candidates=tuple(same), commune="missing")

    def _commune_within(self, name: str) -> tuple[str, str]:
        """Find a commune at an end of a name: "Bruz - Ecole Jules Verne"."""
        words = commune_key(name).split()
        for size in range(min(len(words) - 1, 6), 0, -1):
            for part, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
                commune = " ".join(part)
                if commune in self._by_commune_name and rest[-1] not in {"de", "du", "la", "le"}:
                    return commune, " ".join(rest)
        return "", name


def _grouped(schools: Iterable[School], key: Callable[[School], str]) -> dict[str, list[School]]:
    groups: defaultdict[str, list[School]] = defaultdict(list)
    for school in schools:
        groups[key(school)].append(school)
    return dict(groups)


def _nearest(key: str, communes: Iterable[str]) -> str:
    """Name the one commune that a misspelt name can be, "" where it isn't clear."""
    near = process.extract(
        key, list(communes), scorer=fuzz.ratio, limit=2, score_cutoff=_CANDIDATE_FROM
    )
    if not near or near[0][1] < _SAME_COMMUNE:
        return ""
    clear = len(near) == 1 or near[0][1] - near[1][1] >= _MARGIN
    return str(near[0][0]) if clear else ""


def _named_nature(school: School) -> str:
    """Give the nature that a school's name says, else its own: names are what people copy."""
    return school.name.nature or school.nature


def _forbids(name: SchoolName, school: School) -> bool:
    """Tell whether what a name says of nature, sector or number forbids a school."""
    if name.sector and school.sector and name.sector != school.sector:
        return True
    natures = {_named_nature(school), school.nature} - {""}
    if name.nature and natures and name.nature not in natures:
        # "Élémentaire" and "primaire" are said one for the other, "maternelle" for neither.
        return "maternelle" in {name.nature, *natures}
    return False


def _choose(name: SchoolName, schools: Sequence[School], commune: str) -> Verdict:
    """Choose among the schools of a commune, if one stands out."""
    scores = {school.uai: _score(name, school, commune) for school in schools}
    ranked = sorted(schools, key=lambda school: -scores[school.uai])
    allowed = [school for school in ranked if not _forbids(name, school)]
    if len(allowed) == 1 and _is_the_only_one(name, allowed[0], commune):
        return Verdict(allowed[0])  # "École publique", and there is but one
    # Those that are forbidden are shown too: the row may be wrong of the nature or the sector.
    shown = tuple(school for school in ranked if scores[school.uai] >= _CANDIDATE_FROM)
    best, second, *_ = [*(scores[school.uai] for school in allowed), 0.0, 0.0]
    if best < _ACCEPTED_FROM or best - second < _margin(best):
        return Verdict(candidates=shown)
    return Verdict(allowed[0], shown, exact=best >= _SAME_WORDS)


def _is_the_only_one(name: SchoolName, school: School, commune: str) -> bool:
    """Tell whether a name that says no more than "École publique" can only be this school's."""
    if name.core or loose_commune_key(commune) != loose_commune_key(school.commune):
        return False
    return name.nature in {"", school.nature, _named_nature(school)}


def _margin(best: float) -> float:
    """Say how far the second must be: for the very name, as far as another nature takes it."""
    return _NATURE_SAME_WORDS if best >= _SAME_WORDS else _MARGIN


def _score(name: SchoolName, school: School, commune: str) -> float:
    """Say how like a school's name a written name is, 0 to 100."""
    # "École de Betton" is named by its commune, "École Jules Ferry Betton" only placed by it: the
    # words are compared with the commune's and without.
    score = max(
        _likeness(name.core, school.name.core),
        _likeness(without_place(name, commune), without_place(school.name, school.commune)),
    )
    if name.marks != school.name.marks:
        score = min(score, _OTHER_MARKS)
    nature = _named_nature(school)
    if name.nature and nature and name.nature != nature:
        score -= _NATURE_SAME_WORDS if score >= _SAME_WORDS else _NATURE_LIKE_WORDS
    return score


def _likeness(mine: tuple[str, ...], its: tuple[str, ...]) -> float:
    """Say how like two names' words are, in their order or not, spaced alike or not, 0 to 100."""
    if not mine or not its:
        return _SAME_WORDS if mine == its else 0.0
    a, b = sorted(mine), sorted(its)
    if a == b or "".join(mine) == "".join(its):
        return _SAME_WORDS
    best = max(fuzz.ratio(" ".join(a), " ".join(b)), fuzz.ratio(" ".join(mine), " ".join(its)))
    if _is_part(mine, its):
        return max(best, _PART_LIKENESS)
    best = max(best, _slip(" ".join(mine), " ".join(its)))
    return min(best, 99.0)  # what isn't the same words is never exact


def _slip(mine: str, its: str) -> float:
    """Forgive a slip of the hand (two in a long name): letters swapped, missed, doubled."""
    length = min(len(mine), len(its))
    allowed = sum(length >= least for least in _SLIPS)
    slips = OSA.distance(mine, its, score_cutoff=allowed) if allowed else 1
    return _SLIP_LIKENESS if slips <= allowed else 0.0


def _is_part(mine: tuple[str, ...], its: tuple[str, ...]) -> bool:
    """Tell "Prévert" and "J. Prévert" for "Jacques Prévert", either way round."""
    few, many = (mine, its) if len(mine) <= len(its) else (its, mine)
    whole = [word for word in few if word in many]
    initials = [word for word in few if len(word) == 1 and word not in many]
    rest = [word for word in many if word not in few]
    if len(whole) + len(initials) < len(few) or not any(len(word) >= _LONG_WORD for word in whole):
        return False
    # "Saint-Jean" is no part of "Saint-Jean-Baptiste": these words begin too many names.
    if set(whole) <= {"saint", "sainte", "notre", "jean", "marie"}:
        return False
    return all(any(word.startswith(letter) for word in rest) for letter in initials)


def same_school(name: str, commune: str, school: School) -> bool:
    """Tell whether a name and a commune are this school's, for all that is written."""
    parsed = parse_name(name)
    if loose_commune_key(commune) != loose_commune_key(school.commune) or _forbids(parsed, school):
        return False
    return _score(parsed, school, commune) >= _ACCEPTED_FROM
