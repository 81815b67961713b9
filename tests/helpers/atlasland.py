"""A land of a few real départements with made-up schools, for what is made of many territories."""

import hashlib
from functools import cache

from annuaire import row, uai, write_csv

from geo_ent.communes.bundled import read_communes
from geo_ent.project.build_options import Project

CODES = ("48", "70", "90", "971")
"""Two académies of one département each here, one of two, and one overseas."""
SCHOOLS_N = 4
"""Schools a département, in two communes and two circonscriptions; every second one has an ENT."""


@cache
def homes(code):
    """Give two communes of a département that have a point: (code, latitude, longitude)."""
    communes = read_communes([code]).iloc[:2]
    points = communes.geometry.representative_point()
    return [(name, point.y, point.x) for name, point in points.items()]


def school(code, number, **cells):
    """Make the row of a school of the directory."""
    home, latitude, longitude = homes(code)[number % 2]
    title = "Circonscription d'inspection du 1er degré de"
    return (
        row(number, latitude=str(latitude), longitude=str(longitude))
        | {
            "Identifiant_de_l_etablissement": uai(number, code.zfill(3)),
            "Code_departement": code.zfill(3),
            "Code_commune": home,
            "position": f"{latitude}, {longitude}",
            "nom_circonscription": f"{title} {code} {number % 2}",
        }
        | cells
    )


def directory(codes=CODES):
    """Make the rows of the directory."""
    return [school(code, number) for code in codes for number in range(SCHOOLS_N)]


def register(codes=CODES):
    """Make the register's text: every second school, since 2020 and since 2022."""
    lines = [
        f"{uai(number, code.zfill(3))},{'oui' if number % 2 else 'non'},"
        f"{'2020-09-01' if number == 1 else '2022-09-01' if number % 2 else ''}"
        for code in codes
        for number in range(SCHOOLS_N)
    ]
    return "\n".join(["uai,ent,début", *lines, ""])


def project_in(folder, codes=CODES, **asked):
    """Write the land's files in a folder, and give the project of it all, page and tables only."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "registre.csv").write_text(register(codes), encoding="utf-8")
    given = {
        "departements": codes,
        "schools": write_csv(folder / "annuaire.csv", directory(codes)),
        "register": folder / "registre.csv",
        "out": folder / "atlas",
        "quick": True,
    }
    return Project(**given | asked)


def digests(folder):
    """Give the sha256 of each file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def times(folder):
    """Give when each file of a folder was written."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def hidden(folder):
    """Name all that is hidden in a folder or beside it."""
    return [
        path.name
        for place in (folder.parent.iterdir(), folder.rglob("*"))
        for path in place
        if path.name.startswith(".")
    ]
