"""The tests' portal answers as the real one was seen to: limits, words of its errors, forms."""

import csv
import io

import pytest
import requests
from odsql import Refused, Where
from portal import EXPLORE, Portal
from portal_tables import ANNUAIRE_2026, annuaire, effectifs, uai

from geo_ent.schools.directory import read_schools
from geo_ent.schools.pupils import read_pupils
from geo_ent.tables.uai import is_uai

KINDS = {"code": "text", "n": "int", "day": "date"}
ROW = {"code": "035", "n": 12, "day": "2025-01-01"}


@pytest.fixture(scope="module")
def portal():
    """A portal with more rows than a look-up can reach."""
    directory = annuaire("35", schools_n=300)
    directory.rows *= 34
    with Portal({"fr-en-annuaire-education": directory}) as opened:
        yield opened


def ask(portal, rest, **params):
    """Ask the annuaire, outside any proxy of this machine."""
    with requests.Session() as session:
        session.trust_env = False
        url = f"{portal.url}{EXPLORE}fr-en-annuaire-education/{rest}"
        return session.get(url, params=params, timeout=120)


def test_an_unknown_field_refuses_the_whole_request(portal):
    """In the portal's own words, which name the clause."""
    answer = ask(portal, "records", select="nom_de_l_etablissement,uai")
    assert answer.status_code == 400
    assert answer.json() == {
        "error_code": "ODSQLError",
        "message": "ODSQL query is malformed: Unknown field: nom_de_l_etablissement. Clause(s) "
        "containing the error(s): select.",
    }


def test_a_look_up_has_its_limits(portal):
    """A hundred rows, within the first 10,000; an export has none."""
    answer = ask(portal, "records", limit=1473)
    assert answer.status_code == 400
    assert answer.json() == {
        "error_code": "InvalidRESTParameterError",
        "message": "Invalid value for limit API parameter: 1473 was found but -1 <= limit <= 100 "
        "is expected.",
    }
    assert ask(portal, "records", limit=100, offset=9900).status_code == 200
    beyond = ask(portal, "records", limit=100, offset=10_000)
    assert beyond.status_code == 400
    assert beyond.json()["error_code"] == "InvalidRESTParameterError"
    rows_n = ask(portal, "records", limit=1).json()["total_count"]
    assert len(ask(portal, "exports/csv").content.splitlines()) == rows_n + 1 > 10_000


def test_an_export_from_an_offset_breaks_off_inside_a_200(portal):
    """As it was seen to: the fault comes in the body."""
    answer = ask(portal, "exports/csv", offset=1)
    assert answer.status_code == 200
    assert b"Streaming interrupted" in ask(portal, "exports/csv", offset=1, limit=10_000).content


def test_a_csv_has_a_mark_semicolons_and_labels_if_asked(portal):
    """BOM, `;`, field ids in lower case, or the labels of 2026: 71 of them."""
    plain = ask(portal, "exports/csv", where='code_commune="35238"').content
    labels = ask(portal, "exports/csv", use_labels="true", limit=1).content.decode("utf-8-sig")
    assert plain.startswith("\ufeffidentifiant_de_l_etablissement;".encode())
    titles = next(csv.reader(io.StringIO(labels), delimiter=";"))
    assert titles == ANNUAIRE_2026.split(";")
    assert len(titles) == 71


def test_what_has_not_changed_is_not_sent_again(portal):
    """Its ETag gives 304."""
    first = ask(portal, "exports/csv", limit=3)
    with requests.Session() as session:
        session.trust_env = False
        headers = {"If-None-Match": first.headers["ETag"]}
        assert session.get(first.url, headers=headers, timeout=120).status_code == 304


@pytest.mark.parametrize(
    ("clause", "right"),
    [
        ('code="035"', True),
        ("code = '35'", False),
        ('code in ("1","035")', True),
        ("n > 11 and n <= 12", True),
        ("n = 12 and not (code = '035' or n < 3)", False),
        ("year(day) = 2025", True),
        ("day >= date'2025-02-01'", False),
        ('startswith(code, "03")', True),
        ("code is not null", True),
        ("code is null or n = 12", True),
    ],
)
def test_a_clause_is_understood(clause, right):
    """The part of ODSQL that is asked for."""
    assert Where(clause, KINDS)(ROW) is right


@pytest.mark.parametrize(
    "clause",
    ["code = 35", 'n = "12"', "year(code) = 2025", "other = 1", "code =", "code = '035'; drop",
     "(code = '035'", "code like"],
)  # fmt: skip
def test_a_clause_that_the_portal_would_refuse_is_refused(clause):
    """A text compared with a number, a year of a text, an unknown field, bad grammar."""
    with pytest.raises(Refused, match="ODSQL query is malformed"):
        Where(clause, KINDS)


def test_invented_rows_are_read_as_real_ones(tmp_path):
    """The readers of the annuaire and of the effectifs take them, and find what was put there."""
    directory = annuaire("90", "2A", schools_n=220, others_n=9)
    with Portal({"fr-en-annuaire-education": directory}) as portal:
        path = tmp_path / "annuaire.csv"
        path.write_bytes(ask(portal, "exports/csv").content)
    schools = read_schools(path)
    assert len(schools) == 220
    assert set(schools["departement_code"]) == {"90", "2A"}
    assert schools["circonscription_code"].ne("").all()
    assert all(map(is_uai, schools.index))
    assert uai("2A", 1).startswith("620")
    table = effectifs(directory)
    lines = [list(table.kinds), *([row[name] for name in table.kinds] for row in table.rows)]
    with (tmp_path / "effectifs.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)
    pupils = read_pupils(tmp_path / "effectifs.csv")
    assert set(pupils["rentree"]) == {2025}
    assert set(pupils.index) <= set(schools.index)
