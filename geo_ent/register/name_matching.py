"""A school by its name and commune, as hands write them.

A name is compared inside its commune only, taken apart: nature, sector and marks (numbers,
quarters) can forbid a school and never plead for one, and the words that are left are compared.
A wrong school costs more than a row to look at: in doubt the candidates are shown
(docs/decisions/0005-register.md).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geo_ent.communes.codes_to_today import commune_names, former_communes
from geo_ent.schools.school_names import (
    SchoolName,
    commune_key,
    commune_words,
    loose_commune_key,
    parse_name,
    speaks_of_several,
    without_place,
    without_town_hall,
)
from geo_ent.text.compare import plain
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
_COMMUNE_WORDS = 8  # of a commune's name, at most

# What a commune stands apart by in a cell that holds a school's name too.
_APART = re.compile(r"\s+[-–—]\s+|[,;:|()\[\]\n>]|(?<![\s-][sS])/")
_AT = re.compile(r"^\s*(?:à|a|commune\s+de)\s+", re.IGNORECASE)
_POSTCODE = re.compile(r"\b(?:\d{5}|cedex(?: \d+)?)\b")
_DEPARTEMENT = re.compile(r"\(\s*(?:\d{2,3}|2[abAB])\s*\)")


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
    group
        The schools of one name that a row speaks of together ("Groupe scolaire X").
    equals
        Of the candidates, those that the name is of as much as of one another.
    by_words
        Whether words of its own tell the school, and not only a kind ("École publique").
    commune
        What hinders: "unknown" to the directory, "missing" from the row, or "".
    """

    school: School | None = None
    candidates: tuple[School, ...] = ()
    exact: bool = False
    commune: str = ""
    group: tuple[School, ...] = ()
    equals: tuple[School, ...] = ()
    by_words: bool = False

    @property
    def schools(self) -> tuple[School, ...]:
        """The school or those of the group; none where nothing is sure."""
        return (self.school,) if self.school else self.group

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
            if not commune:
                continue  # of nowhere that is known: it is found by its UAI alone
            schools[commune].append(school)
            city, _, rest = commune.partition(" ")
            if rest.split(" ")[-1].isdigit():  # "Paris" said of all its arrondissements
                schools[city].append(school)
        return dict(schools)

    @cached_property
    def _by_loose_commune_name(self) -> dict[str, list[School]]:
        by_name = _grouped(self.by_uai.values(), lambda school: loose_commune_key(school.commune))
        return {name: schools for name, schools in by_name.items() if name}

    @cached_property
    def _by_core(self) -> dict[str, list[School]]:
        return _grouped(self.by_uai.values(), lambda school: school.name.text)

    @cached_property
    def _by_commune_code(self) -> dict[str, list[School]]:
        codes = self.schools.get("commune_code", ())
        by_code: defaultdict[str, list[School]] = defaultdict(list)
        for school, code in zip(self.by_uai.values(), codes, strict=False):
            by_code[str(code)].append(school)
        return dict(by_code)

    @cached_property
    def _by_former_name(self) -> dict[str, list[School]]:
        """The schools of the commune of today, by the names of those that it has absorbed."""
        heirs: defaultdict[str, set[str]] = defaultdict(set)
        for name, code in former_communes():
            if code in self._by_commune_code:
                heirs[loose_commune_key(name)].add(code)
        return {
            name: self._by_commune_code[next(iter(codes))]
            for name, codes in heirs.items()
            if len(codes) == 1
        }

    @cached_property
    def _real_communes(self) -> set[str]:
        """The communes of the schools' départements, with a school or without."""
        departements = {_departement(code) for code in self._by_commune_code}
        return {
            loose_commune_key(name)
            for code, name in commune_names().items()
            if _departement(code) in departements
        }

    @cached_property
    def _known_communes(self) -> dict[str, None]:
        """Every name that a commune of here has or had, sorted."""
        names = {*self._real_communes, *self._by_loose_commune_name, *self._by_former_name}
        return dict.fromkeys(sorted(names))

    @cached_property
    def _communes_by_word(self) -> dict[str, set[str]]:
        by_word: defaultdict[str, set[str]] = defaultdict(set)
        for name in self._known_communes:
            for word in name.split():
                by_word[word].add(name)
        return dict(by_word)

    def _nearest(self, key: str) -> str:
        """Name the one commune that a misspelt or cut name can be, "" where it isn't clear."""
        # "Vern" for Vern-sur-Seiche, "St Germain Ille" for Saint-Germain-sur-Ille, where no other
        # commune begins so, or has all these words.
        sets = [self._communes_by_word.get(word, set()) for word in key.split()]
        longer = set.intersection(*sets) if sets else set()
        for cut in ({name for name in longer if name.startswith(f"{key} ")}, longer):
            if len(cut) == 1:
                return next(iter(cut))
        near = process.extract(
            key,
            list(self._known_communes),
            scorer=fuzz.ratio,
            limit=2,
            score_cutoff=_CANDIDATE_FROM,
        )
        if not near or near[0][1] < _SAME_COMMUNE:
            return ""
        clear = len(near) == 1 or near[0][1] - near[1][1] >= _MARGIN
        return str(near[0][0]) if clear else ""

    def in_commune(self, commune: str) -> list[School]:
        """Give the schools of a commune, by its name as hands write it, misspelt at need."""
        exact = self.exactly_in(commune)
        if exact or not commune:
            return exact
        key = loose_commune_key(commune)
        if key not in self._misspelt:
            # All communes are looked at: one that has no school here is no misspelling of its
            # neighbour, nor is what is nearer to it.
            self._misspelt[key] = "" if key in self._known_communes else self._nearest(key)
        meant = self._misspelt[key]
        return self._by_loose_commune_name.get(meant) or self._by_former_name.get(meant, [])

    def exactly_in(self, commune: str) -> list[School]:
        """Give the schools of a commune, by its name but for dress and small words."""
        schools = self._by_commune_name.get(commune_key(commune))
        if schools or not commune:
            return schools or []
        key = loose_commune_key(commune)
        schools = self._by_loose_commune_name.get(key) or self._by_former_name.get(key)
        bare = without_town_hall(commune)
        return schools or (self.exactly_in(bare) if bare != commune else [])

    def named(self, name: str, commune: str, among: Container[str] | None = None) -> Verdict:
        """Find the school, or the group, of this name in this commune.

        Parameters
        ----------
        name, commune
            As written; without a commune the name may hold it, or be alone of its name.
        among
            The UAI of the only schools that it can be; None for all.
        """
        if among is not None:  # a few rows: not worth remembering
            return self._named(name, commune, among)
        key = (name, commune)
        if key not in self._verdicts:  # a register says the same names again and again
            self._verdicts[key] = self._named(name, commune, self.by_uai)
        return self._verdicts[key]

    def _named(self, name: str, commune: str, among: Container[str]) -> Verdict:
        if not commune:
            return self._alone(name, among)
        near = [school for school in self.in_commune(commune) if school.uai in among]
        if not near:
            # Across communes nothing is matched: the schools of this name are only suggested.
            elsewhere = self._alone(name, among)
            only = (elsewhere.school,) if elsewhere.school else ()
            return Verdict(candidates=elsewhere.candidates or only, commune="unknown")
        return self._choose(name, near, commune)

    def _choose(self, name: str, near: Sequence[School], commune: str) -> Verdict:
        """Choose among the schools of a commune, named as it is today or as it was."""
        verdict = choose(name, near, commune)
        if verdict.schools or self._is_of_today(commune):
            return verdict
        # "École publique", Tressé: of the commune of today, the school that is called so.
        of_old = choose(f"{name} {commune}", near, near[0].commune)
        return of_old if of_old.schools else verdict

    def _is_of_today(self, commune: str) -> bool:
        return (
            commune_key(commune) in self._by_commune_name
            or loose_commune_key(commune) in self._by_loose_commune_name
        )

    def _alone(self, name: str, among: Container[str]) -> Verdict:
        """Take a name without a commune where it holds one, or is alone of its name, exactly."""
        parsed = parse_name(name)
        same = [
            school
            for school in (self._by_core.get(parsed.text, []) if parsed.core else [])
            if school.uai in among and not _forbids(parsed, school)
        ]
        placed = [
            self._choose(rest, near, commune)
            for commune, rest in self._communes_within(name)
            if (near := [school for school in self.exactly_in(commune) if school.uai in among])
        ]
        readings = _readings(placed)
        # "École Sainte-Marie" is a school's name, or the school of the commune Sainte-Marie.
        others = [school for school in same if all(school not in r.schools for r in readings)]
        if len(readings) == 1 and (readings[0].by_words or not others):
            return readings[0]
        if readings:
            schools = [school for reading in readings for school in reading.schools]
            return Verdict(candidates=tuple(dict.fromkeys([*schools, *others])))
        exact = [school for school in same if _may_be(parsed, school)]
        if len(same) == len(exact) == 1:
            return Verdict(exact[0], exact=True, by_words=True)
        shown = [school for verdict in placed for school in verdict.candidates]
        return Verdict(
            candidates=tuple(dict.fromkeys([*shown, *same])), commune="" if placed else "missing"
        )

    def _communes_within(self, name: str) -> list[tuple[str, str]]:
        """Find the communes that a name may hold, each with the name without it.

        Set apart ("Jules Verne (Bruz)", "35170 Bruz - …"), or at an end, where it may be what the
        school is of ("École Jules Verne de Bruz").
        """
        name = _DEPARTEMENT.sub("", name)
        parts = [part for part in _APART.split(name) if plain(part)]
        apart = [
            (_AT.sub("", part), " - ".join(parts[:index] + parts[index + 1 :]))
            for index, part in enumerate(parts if len(parts) > 1 else [])
        ]
        # Of "(Tressé) - Mesnil-Roc'h", the commune of today, and the other is of the name.
        return (
            [(place, rest) for place, rest in apart if self._is_of_today(place)]
            or list(self._communes_at_the_ends(name))
            or [(place, rest) for place, rest in apart if self.exactly_in(place)]
        )

    def _communes_at_the_ends(self, name: str) -> Iterator[tuple[str, str]]:
        """Find the longest name of a commune of today that a name ends with, and begins with."""
        words = _POSTCODE.sub("", commune_words(name)).split()
        for at_the_end in (True, False):
            for size in range(min(len(words) - 1, _COMMUNE_WORDS), 0, -1):
                part = commune_key(" ".join(words[-size:] if at_the_end else words[:size]))
                rest = words[:-size] if at_the_end else words[size:]
                if part in self._by_commune_name or (
                    part in self._by_loose_commune_name and part not in self._by_core
                ):
                    yield part, " ".join(rest)
                    break


def _departement(commune_code: str) -> str:
    return commune_code[: 3 if commune_code.startswith("97") else 2]


def _grouped(schools: Iterable[School], key: Callable[[School], str]) -> dict[str, list[School]]:
    groups: defaultdict[str, list[School]] = defaultdict(list)
    for school in schools:
        groups[key(school)].append(school)
    return dict(groups)


def _readings(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Keep the readings of a name that find a school: the exact ones, where there are any."""
    taking = [verdict for verdict in verdicts if verdict.schools]
    exact = [verdict for verdict in taking if verdict.exact]
    # Read in two ways that give the same school is read once.
    return list({verdict.schools: verdict for verdict in exact or taking}.values())


def _natures(school: School) -> set[str]:
    """Give what a school may be called: what its name says, and what it is."""
    return {_named_nature(school), school.nature} - {""}


def _named_nature(school: School) -> str:
    """Give the nature that a school's name says, else its own: names are what people copy."""
    return school.name.nature or school.nature


def _forbids(name: SchoolName, school: School) -> bool:
    """Tell whether what a name says of nature, sector or number forbids a school."""
    if name.sector and school.sector and name.sector != school.sector:
        return True
    natures = _natures(school)
    if name.nature and natures and name.nature not in natures:
        # "Élémentaire" and "primaire" are said one for the other, "maternelle" for neither.
        return "maternelle" in {name.nature, *natures}
    return False


def choose(written: str, schools: Sequence[School], commune: str) -> Verdict:
    """Choose among the schools of a commune the one that a name is, or the group, if clear."""
    name, together = parse_name(written), speaks_of_several(written)
    if together:  # "maternelle et élémentaire X": each nature is of the group
        name = replace(name, nature="")
    allowed = [school for school in schools if not _forbids(name, school)]
    same = [school for school in allowed if _has_same_words(name, school, commune)]
    if not same and not without_place(name, commune):
        # "École primaire (Prahecq)" says no more than "École primaire" does in Prahecq.
        of_kind = _of_a_kind(name, allowed, commune, together=together)
        if not name.core or (of_kind.school and of_kind.exact):
            return of_kind
    scores = {school.uai: _score(name, school, commune) for school in schools}
    ranked = sorted(schools, key=lambda school: -scores[school.uai])
    # Those that are forbidden are shown too: the row may be wrong of the nature or the sector.
    shown = tuple(school for school in ranked if scores[school.uai] >= _CANDIDATE_FROM)
    if together and is_group(same):
        return Verdict(candidates=shown, exact=True, group=tuple(same), by_words=True)
    allowed.sort(key=lambda school: -scores[school.uai])
    best, second, *_ = [*(scores[school.uai] for school in allowed), 0.0, 0.0]
    # The very name is sure, whatever is near it ("Grain de Soleil" beside "Grains de Soleil"); of
    # two that are the same but for their nature, the one that says it.
    named = [school for school in same if _named_nature(school) == name.nature]
    if len(named) == 1 and len(same) > 1:
        return Verdict(named[0], shown, exact=True, by_words=True)
    is_the_one = best >= _SAME_WORDS and same == allowed[:1]
    if is_the_one or (best >= _ACCEPTED_FROM and best - second >= _margin(best)):
        return Verdict(allowed[0], shown, exact=allowed[0] in same, by_words=True)
    # "École de Betton" says no more than "École" does.
    if any(not without_place(name, place) for place in (commune, schools[0].commune)):
        return _of_a_kind(name, allowed, commune, together=together)
    return Verdict(candidates=shown, equals=tuple(same), by_words=bool(same))


def _of_a_kind(
    name: SchoolName, allowed: Sequence[School], commune: str, *, together: bool
) -> Verdict:
    """Choose where a name says no more than a kind: "École publique", and there is but one."""
    every = tuple(allowed)
    # Of a commune misspelt, or only a part of the school's, nothing else is there to agree.
    if not allowed or loose_commune_key(without_town_hall(commune)) != loose_commune_key(
        allowed[0].commune
    ):
        return Verdict(candidates=every)
    # A directory may say no more of one either: it is "École primaire" beside the others' names.
    bare = [school for school in allowed if _says_no_more(school, name)]
    for schools in (allowed, bare):
        if len(schools) == 1:
            is_sure = schools[0].sector in {"public", "", name.sector}
            return Verdict(schools[0], every, exact=is_sure)
    # A "groupe scolaire" is seldom a private school; "école primaire" may be said of another.
    likely = [
        school
        for school in allowed
        if (school.sector == "public" if together else _may_be(name, school))
    ]
    if len(likely) == 1:
        return Verdict(likely[0], every)
    alike = {school.name.core for school in likely}
    if together and len(alike) == 1 and is_group(likely):
        return Verdict(candidates=every, exact=True, group=tuple(likely))
    return Verdict(candidates=every, equals=tuple(likely))


def _says_no_more(school: School, name: SchoolName) -> bool:
    """Tell a school whose name says its kind alone, or with its commune, as this name does."""
    if without_place(school.name, school.commune) or not _may_be(name, school):
        return False
    # "École publique" may be another than "École de Betton", "École maternelle" hardly.
    return not school.name.core or bool(name.nature)


def _may_be(name: SchoolName, school: School) -> bool:
    """Tell whether a school is of the nature that a name says, if any."""
    return name.nature in {"", *_natures(school)}


def is_group(schools: Sequence[School]) -> bool:
    """Tell whether schools of one name make one group: of one sector, each of its own nature."""
    natures = [_named_nature(school) for school in schools]
    several = len(schools) > 1 and len(set(natures)) == len(natures)
    return several and len({school.sector for school in schools}) == 1


def _has_same_words(name: SchoolName, school: School, commune: str) -> bool:
    """Tell whether a name is a school's but for dress: its words, in any order or initials."""
    if name.marks != school.name.marks:
        return False
    pairs = (
        (name.core, school.name.core),
        (without_place(name, commune), without_place(school.name, school.commune)),
    )
    return any(
        bool(mine) and (_likeness(mine, its) >= _SAME_WORDS or _is_initialled(mine, its))
        for mine, its in pairs
    )


def _is_initialled(mine: tuple[str, ...], its: tuple[str, ...]) -> bool:
    """Tell "J. Prévert" for "Jacques Prévert", either way round."""
    pairs = list(zip(mine, its, strict=False))
    return (
        len(mine) == len(its)
        and any(a == b and len(a) >= _LONG_WORD for a, b in pairs)
        and all(a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in pairs)
    )


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
    natures = _natures(school)
    if name.nature and natures and name.nature not in natures:
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
