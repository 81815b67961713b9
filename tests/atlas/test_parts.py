"""A département's part: what the pages over all of them need, and the same once it is read back."""

import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest
import shapely
from atlasland import project_in

from geo_ent.atlas.departement_job import DepartementJob, folder_files, make_departement
from geo_ent.atlas.made_part import make_part
from geo_ent.atlas.whole_atlas import put_part
from geo_ent.errors import InputError
from geo_ent.pipeline.build import build
from geo_ent.pipeline.national import own_inputs, read_files
from geo_ent.tables.atlas_parts import Part, read_part_schools, read_parts


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A département of four schools, one of which had an ENT two rentrées ago."""
    land = project_in(tmp_path_factory.mktemp("land"), ("90",))
    return dataclasses.replace(land, out=land.out / "departements" / "90")


@pytest.fixture(scope="module")
def built(project):
    """Build it."""
    return build(project)


@pytest.fixture(scope="module")
def part(project, built):
    """Make its part."""
    return make_part(project, built, files=folder_files(project.out), identity="abc")


def test_a_part_says_what_its_page_says(part, built):
    """Its figures are the page's, its rows those of the tables, at the date of its data."""
    assert (part.code, part.name, part.academie.name) == ("90", "Territoire de Belfort", "Besançon")
    assert (part.region.code, part.headline, part.identity) == ("27", built.headline, "abc")
    assert part.totals["schools_n"] == part.departement["schools_n"] == 4
    assert part.departement["covered_n"] == 2
    assert sum(row["schools_n"] for row in part.levels["circonscription"]) == 4
    assert part.date == part.updated_on == built.result.updated_on
    assert {entry["name"] for entry in part.files} == {
        path.name for path in built.page.parent.iterdir()
    }
    assert part.communes["90010"] == "Belfort"


def test_a_day_far_ahead_is_said(project, tmp_path):
    """Ten years after the files, which know nothing of it: to mend; a year after, not a word."""
    for year, said in ((2033, True), (2024, False)):
        ahead = dataclasses.replace(project, date=dt.date(year, 6, 1), out=tmp_path / str(year))
        assert ("date-ahead" in dict(build(ahead).findings.summary())) is said


def test_a_part_tells_the_change_since_a_rentree(part):
    """The series counts by rentrée, and the change is since the one that the page compares to."""
    assert [row["covered_n"] for row in part.series][-1] == 2
    assert part.series[-1]["date"] == part.date.isoformat()
    assert part.compared_to.isoformat() == "2021-09-01"  # a year before or more
    assert part.change["after_share"] == part.departement["coverage_share"]


def test_a_part_is_the_same_once_read(project, part, built, tmp_path):
    """What a worker gives is read back equal, with its schools, and twice the same bytes."""
    frames = own_inputs(read_files(project), ("90",))
    made = make_departement(DepartementJob("90", project, frames, "abc", tmp_path / "90"))
    assert made.files == {}
    back = make_departement(DepartementJob("90", project, frames, "abc", None))
    assert {name: (tmp_path / "90" / name).read_bytes() for name in back.files} == back.files
    assert (back.part, back.schools) == (made.part, made.schools)
    put_part(tmp_path, "90", made.part, made.schools)
    (read,) = read_parts(tmp_path)
    # The manifest, and so its sum, tells whether the rows were all those of the files.
    assert dataclasses.replace(read, files=part.files) == part
    assert Part.from_json(made.part).to_json() == read.to_json() == made.part
    schools = read_part_schools(tmp_path)
    table = pd.read_csv(built.page.with_name("schools.csv"), index_col="uai")
    assert list(schools.index) == list(table.index)
    assert [*table.columns, "postcode", "status_before"] == list(schools.columns)
    assert list(schools["status"]) == list(table["status"])


def test_the_outlines_of_a_part_are_a_coverage(part):
    """Neighbours have one border between them, and together they are the département."""
    rings = part.outlines.rings("circonscription")
    zones = [_area(zone) for zone in rings.values()]
    (whole,) = (_area(zone) for zone in part.outlines.rings("departement").values())
    assert len(zones) == 2
    assert sum(zone.area for zone in zones) == pytest.approx(whole.area, rel=0.02)
    assert shapely.intersection_all(zones).area < whole.area / 10_000
    assert 5e8 < whole.area < 7e8  # 609 km²
    assert len(part.to_json()) < 60_000


def _area(rings):
    """Make the area that rings bound, holes out."""
    area = shapely.Polygon()
    for ring in rings:
        area = area.symmetric_difference(shapely.Polygon(ring))
    return area


def test_a_part_of_another_version_is_refused(part):
    """A text that isn't a part, or one of another version, is refused and not half read."""
    content = json.loads(part.to_json())
    for text in ("", "[]", json.dumps(content | {"version": 0}), json.dumps({"version": 1})):
        with pytest.raises(InputError, match="n’est pas la part"):
            Part.from_json(text)
