"""Every school of a département by its name in many dresses: found, and never another."""

import random
import re
from collections import Counter

import pytest
from ledger import UAIS
from ledger import directory as ledger_directory

from geo_ent.register.name_matching import Directory
from geo_ent.schools.directory import read_schools
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.text.compare import plain

KINDS = re.compile(
    r"\b(?:[eé]cole|[eé]l[eé]mentaire|maternelle|primaire|publique|priv[eé]e)\b", re.IGNORECASE
)
HEADS = {
    ("maternelle", "public"): ["EMPU", "E.M.PU", "Ec. mat.", "École maternelle pub.", "EM"],
    ("elementaire", "public"): ["EEPU", "E.E.PU", "Ec. élém.", "ecole elem publique", "EE"],
    ("primaire", "public"): ["EPPU", "E.P.PU", "Ec. prim.", "École", "GS", "EPP"],
    ("primaire", "prive"): ["EPPR", "E.P.PR", "Ec. priv.", "École privée"],
}
CASES = [str, str.upper, plain, lambda text: text.replace("-", " "),
         lambda text: re.sub(r"\bSt(e?)\b", r"Saint\1", text)]  # fmt: skip
BESIDE = [lambda name, town: (name, town), lambda name, town: (name, f"35000 {town.upper()}")]
INSIDE = ["{town} {name}", "{name} ({town})", "{town} - {name}", "{name}, 35000 {town}"]


@pytest.fixture(scope="module")
def directory(shared_file):
    """The schools of Ille-et-Vilaine."""
    return Directory(read_schools(shared_file("annuaire-035-2023-06.csv")))


def dressed(school, rng):
    """Write a school's name and commune as a hand may."""
    core = " ".join(KINDS.sub(" ", school.title).split())
    heads = HEADS.get((school.name.nature or school.nature, school.sector), ["École"])
    name = f"{rng.choice(heads)} {rng.choice(CASES)(core)}"
    town = rng.choice(CASES[:4])(school.commune)
    if rng.random() < 0.5:
        return rng.choice(BESIDE)(name, town)
    return rng.choice(INSIDE).format(name=name, town=town), ""


def test_every_school_by_its_name(directory):
    """97 in a hundred or more are found, by their very name; the others are none's."""
    rng = random.Random(1)  # noqa: S311 dresses, not secrets
    names = Counter((loose_commune_key(s.commune), s.name.core) for s in directory.by_uai.values())
    found = Counter()
    for school in directory.by_uai.values():
        for _ in range(3):
            verdict = directory.named(*dressed(school, rng))
            assert not verdict.schools or school in verdict.schools
            if names[loose_commune_key(school.commune), school.name.core] == 1:
                found[bool(verdict.schools) and verdict.exact] += 1
    assert found[True] >= 0.97 * found.total()


def test_school_of_no_commune():
    """A school whose commune the annuaire doesn't say isn't that of a commune without schools."""
    schools = ledger_directory()
    schools.loc[UAIS[0], "commune_name"] = ""
    directory = Directory(schools)
    assert directory.in_commune("Rennes") == directory.exactly_in("Zzz") == []
    assert directory.named("École élémentaire publique Saint-Exupéry", "Rennes").school is None
    assert directory.in_commune("Bruz")
