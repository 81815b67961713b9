"""The pieces of the public API give the figures of the one call, which are the command's."""

from html import unescape

import pandas as pd
import pytest

import geo_ent

DAY = "2023-06-30"
OF_THE_DIRECTORY = ("commune_code", "departement_code", "academie_code", "region_code",
                    "circonscription_code", "rpi_code")  # fmt: skip


def put_together(departements, files, date, **options):
    """Give communes, schools, register and zones, as an analyst puts them together."""
    communes = geo_ent.read_communes(departements, density=files.get("density"))
    schools = geo_ent.locate(geo_ent.read_schools(files["schools"]), communes)
    register = geo_ent.read_register(files["register"], schools)
    schools = geo_ent.status_at(register, schools, date, **options)
    return communes, schools, register, geo_ent.zones(communes, schools)


def assert_same_figures(zones, schools, made, sector="public"):
    """Hold every level's table to the object's, column by column."""
    assert set(zones) == set(made.levels)
    for level, shapes in zones.items():
        joined = shapes.join(geo_ent.coverage(schools, shapes, level=level, sector=sector))
        expected = pd.DataFrame(made.zones(level)).drop(
            columns=["geometry", "note"], errors="ignore"
        )
        # What is told of small zones by their neighbours is the object's own.
        own = [name for name in expected if not name.startswith(("shrunk_", "local_"))]
        assert len(own) > 40
        pd.testing.assert_frame_equal(
            pd.DataFrame(joined)[own], expected[own], check_dtype=False, check_like=True, atol=1e-6
        )


def run(call, **names):
    """Make a call that a test lists as a notebook writes it, with the frames that it names."""
    return eval(f"geo_ent.{call}", {"geo_ent": geo_ent}, names)  # noqa: S307 the tests' own calls


@pytest.fixture(scope="module")
def files(shared_file):
    """The real directory and the simulated register of Ille-et-Vilaine."""
    return {
        "schools": shared_file("annuaire-035-2023-06.csv"),
        "register": shared_file("registre-ent-035-simule.xlsx"),
        "density": shared_file("grille-densite-7-niveaux-2024.xlsx"),
    }


@pytest.fixture(scope="module")
def pieces(files):
    """Ille-et-Vilaine, piece by piece."""
    return put_together(["35"], files, DAY)


@pytest.fixture(scope="module")
def made(files):
    """The same by one call."""
    return geo_ent.build(departement="35", date=DAY, **files)


def test_public_schools_alone_are_counted(pieces):
    """210 of 421: the command's default, though the frame has the private schools too."""
    _, schools, _, zones = pieces
    assert len(schools) == 685
    row = geo_ent.coverage(schools, zones["departement"], level="departement").loc["35"]
    assert (row["covered_n"], row["schools_n"]) == (210, 421)
    every = geo_ent.coverage(schools, zones["departement"], level="departement", sector="all")
    assert (every.loc["35", "covered_n"], every.loc["35", "schools_n"]) == (285, 685)


def test_figures_are_those_of_the_one_call(pieces, made):
    """Every level's figures, the rural ones too; a join needs no suffix."""
    _, schools, _, zones = pieces
    assert made.headline.startswith("210 écoles publiques sur 421 ont un ENT")
    assert_same_figures(zones, schools, made)


def test_schools_and_series_are_those_of_the_one_call(pieces, made):
    """Each school has the status, the dates and the history that the object gives it."""
    _, schools, register, _ = pieces
    public = schools[schools["sector"] == "public"]
    columns = ["status", "start", "end", "rural", "rurality_basis"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(public)[columns], pd.DataFrame(made.schools)[columns], check_dtype=False
    )
    series = geo_ent.series(register, public)
    expected = made.series.fillna("unopened")
    pd.testing.assert_frame_equal(series, expected, check_dtype=False, check_names=False)


def test_who_is_left_out_is_as_the_one_call_tells_it(pieces, made):
    """The schools to equip with their reasons, and the measures of equality, row by row."""
    communes, schools, _, _ = pieces
    gaps, expected = geo_ent.gaps(schools), made.gaps
    assert gaps["rank"].astype(int).to_dict() == expected["rank"].to_dict()
    assert gaps["reasons"].to_dict() == expected["reasons"].to_dict()
    assert gaps["nearer_km"].notna().any()  # to an equipped private one
    equity, measures = geo_ent.equity(schools), made.equity
    assert equity["estimate"].tolist() == pytest.approx(measures["estimate"].tolist(), nan_ok=True)
    areas = geo_ent.white_areas(communes, schools)
    assert areas.crs.to_epsg() == 4326
    assert any("zone" in sentence for sentence in made.sentences)
    told = " ".join(made.sentences)
    assert areas["zone_name"].iloc[0] in told


def test_a_demo_is_the_same_piece_by_piece():
    """Cantal: no private school, planned ones, another date."""
    made = geo_ent.demo("cantal")
    pieces = put_together(["15"], geo_ent.demo_files("cantal"), made.date)
    _, schools, _, zones = pieces
    made_levels = {level: zones[level] for level in made.levels if level in zones}
    assert len(made_levels) == 5
    for level, shapes in made_levels.items():
        table = geo_ent.coverage(schools, shapes, level=level)
        counts = ["schools_n", "covered_n", "planned_n", "rural_schools_n", "rural_covered_n"]
        assert table[counts].to_dict() == made.zones(level)[counts].to_dict()


def test_the_map_tells_its_own_facts(pieces, made):
    """Title, territory, date, headline and sources of a page that nobody wrote any for."""
    _, schools, register, zones = pieces
    page = unescape(geo_ent.map(schools, zones, series=geo_ent.series(register, schools)).html())
    assert f"<title>{made.title}" in page
    assert made.headline in page
    assert "30 juin 2023" in page
    assert "Registre des ENT (registre-ent-035-simule.xlsx)" in page
    assert "Grille communale de densité" in page
    # What the made page says of how to read it, but for what only its project knows.
    told = {note for note in made.notes if note in page}
    assert len(told) >= len(made.notes) - 1  # a school that is drawn in its neighbour


def test_a_map_that_would_contradict_itself_is_refused(pieces):
    """Figures of other schools than those shown, or a date that nobody says."""
    _, schools, _, zones = pieces
    every = geo_ent.coverage(schools, zones["departement"], level="departement", sector="all")
    with pytest.raises(geo_ent.InputError, match="685 écoles, la carte 421"):
        geo_ent.map(schools, zones, {"departement": every}, levels=["departement"])
    undated = schools.copy()
    undated.attrs = {}
    with pytest.raises(geo_ent.InputError, match="status_at"):
        geo_ent.map(undated, zones)


def test_the_map_of_simulated_schools_says_so():
    """A banner, and no publisher credited for schools that nobody published."""
    _, schools, _, zones = put_together(["15"], geo_ent.demo_files("cantal"), "2017-01-16")
    page = unescape(geo_ent.map(schools, zones).html())
    assert "Données simulées." in page
    assert "Annuaire et registre simulés" in page
    assert "fourni par l’éditeur" not in page


def test_the_register_says_its_doubts(pieces, made):
    """A frame as before, with what it leaves open; a part of it keeps the whole's."""
    register = pieces[2]
    assert register.questions == made.questions
    assert register.understood == made.columns
    assert set(register.doubts["kind"]) < set(register.findings["kind"])
    covered = register[register["status"] == "school"]
    for part in (covered, register.copy(), register.sort_values("uai"), register[["uai"]]):
        pd.testing.assert_frame_equal(part.doubts, register.doubts)
        assert (part.questions, part.files) == (register.questions, register.files)
    several = pd.concat([register, covered])
    with pytest.raises(geo_ent.InputError, match="n’est plus celui d’une lecture"):
        _ = several.doubts
    counted = geo_ent.status_at(several, pieces[1], DAY)["status"].value_counts()
    assert counted.equals(pieces[1]["status"].value_counts())


def test_a_second_date_replaces_the_first(pieces):
    """Schools that have a status are asked about at another day, and are shown at it."""
    _, schools, register, _ = pieces
    before = geo_ent.status_at(register, schools, "2019-09-01")
    assert before.attrs["date"] == "2019-09-01"
    assert list(before.columns) == list(schools.columns)
    assert (before["status"] == "school").sum() < (schools["status"] == "school").sum()


def test_frames_that_say_no_date_or_no_school_are_refused(pieces):
    """A day that nobody gives, a sector of no school: a sentence, not a table of zeros."""
    _, schools, register, zones = pieces
    undated = schools.drop(columns="updated_on")
    with pytest.raises(geo_ent.InputError, match="date="):
        geo_ent.status_at(register, undated)
    with pytest.raises(geo_ent.InputError, match="date="):
        geo_ent.status_at(register, schools.index)
    private = schools[schools["sector"] == "prive"]
    with pytest.raises(geo_ent.InputError, match="secteur public"):
        geo_ent.coverage(private, zones["commune"], level="commune")
    with pytest.raises(geo_ent.InputError, match="on attend public"):
        geo_ent.coverage(schools, zones["commune"], level="commune", sector="publique")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("gaps(located)", "status_at"),
        ("equity(located)", "status_at"),
        ("map(located, zones)", "status_at"),
        ("white_areas(schools, communes)", "status_at"),
        ("coverage(schools, zones['epci'], level='commune')", "sont-elles celles de 'commune'"),
        ("coverage(schools, zones['epci'], level='EPCI')", "vouliez-vous dire « epci »"),
        ("coverage(schools, zones, level='epci')", r"zones\['epci'\]"),
        ("map(schools, zones['epci'])", "tous les niveaux"),
        ("locate(communes, schools)", r"locate\(schools, communes\)"),
        ("read_register('registre.xlsx', 'annuaire.csv')", "on attend les écoles"),
        ("status_at('registre.xlsx', located)", "on attend le registre"),
        ("gaps(schools, weights={'pupil': 3})", "« pupil » n’est pas connu"),
        ("rurality(communes, density='absent.csv')", "n’existe pas"),
        ("status_at(located, register, '2023-06-30')", "on attend le registre"),
        ("series(schools, register)", "on attend le registre"),
        ("zones_of(schools, communes)", r"zones\(communes, schools\)"),
        ("zones_of(communes, directory)", "il manque locate"),
        ("zones_of(communes, located, levels=['EPCI'])", "vouliez-vous dire « epci »"),
        ("coverage(unlocated, zones['epci'], level='epci')", "il manque locate"),
        ("map(unlocated, zones)", "il manque locate"),
        ("white_areas(communes, unlocated)", "il manque locate"),
        ("read_communes([35])", 'un texte comme "35"'),
        ("read_communes(35)", 'un texte comme "35"'),
        ("rurality(schools)", r"rurality\(communes\)"),
    ],
)
def test_a_step_that_is_lacking_or_swapped_is_told(pieces, call, told):
    """What a notebook gets wrong is a sentence that says what to give, not zeros or a KeyError."""
    communes, schools, register, zones = pieces
    located = schools.drop(columns="status")
    own = [name for name in located if name.endswith("_code") or name == "joined_by"]
    directory = located.drop(columns=[name for name in own if name not in OF_THE_DIRECTORY])
    unlocated = geo_ent.status_at(register, directory, DAY)
    names = {"communes": communes, "schools": schools, "located": located, "zones": zones,
             "register": register, "directory": directory, "unlocated": unlocated}  # fmt: skip
    called = call.replace("zones_of(", "zones(")
    with pytest.raises(geo_ent.InputError, match=told):
        run(called, **names)


@pytest.mark.parametrize(
    "call",
    [
        "read_register(file, schools)",
        "status_at(register, schools, '2023-06-30')",
        "status_at(register, schools.index, '2023-06-30')",
        "series(register, schools)",
        "locate(schools, communes)",
        "zones(communes, schools)",
        "coverage(schools, shapes['epci'], level='epci')",
        "gaps(schools)",
        "white_areas(communes, schools)",
        "equity(schools)",
        "map(schools, shapes)",
    ],
)
def test_schools_that_are_not_on_their_uai_are_refused(files, pieces, call):
    """Numbers for an index, or a school twice: every school would be unknown, or pandas' fault."""
    communes, schools, register, shapes = pieces
    names = {"communes": communes, "register": register, "shapes": shapes,
             "file": files["register"]}  # fmt: skip
    numbered = schools.rename_axis("uai").reset_index()
    twice = pd.concat([schools, schools.iloc[:1]])
    for frame, told in ((numbered, "doit être leur UAI"), (twice, "y est deux fois")):
        with pytest.raises(geo_ent.InputError, match=told):
            run(call, **names, schools=frame)
    if "schools.index" not in call:
        with pytest.raises(geo_ent.InputError, match=r'faites schools.set_index\("uai"\)'):
            run(call, **names, schools=numbered)


@pytest.mark.parametrize(
    "call", ["coverage(schools, shapes['epci'], level='epci')", "gaps(schools)", "equity(schools)",
             "white_areas(communes, schools)", "map(schools, shapes)"],
)  # fmt: skip
def test_a_status_that_is_no_word_of_ours_is_refused(pieces, call):
    """« oui » would be counted as no ENT: the words are named, with the school."""
    communes, schools, _, shapes = pieces
    names = {"communes": communes, "shapes": shapes}
    for word, told in (("oui", "status « oui » .* on attend school, undated"),
                       ("schol", "vouliez-vous dire « school »"),
                       ("unopened", "n’étaient pas ouvertes")):  # fmt: skip
        worded = schools.assign(status=schools["status"].mask(schools.index == schools.index[3],
                                                              word))  # fmt: skip
        with pytest.raises(geo_ent.InputError, match=told):
            run(call, **names, schools=worded)


@pytest.mark.parametrize(
    "call", ["locate(schools, communes)", "zones(communes, schools)", "gaps(schools)",
             "white_areas(communes, schools)", "map(schools, shapes)"],
)  # fmt: skip
def test_places_that_nobody_can_tell_are_refused(pieces, call):
    """No coordinate system, metres, or no geometry at all: what to write instead is told."""
    communes, schools, _, shapes = pieces
    names = {"communes": communes, "shapes": shapes}
    bare = pd.DataFrame(schools.drop(columns="geometry"))
    for frame, told in ((schools.set_crs(None, allow_override=True), r"set_crs\(4326\)"),
                        (schools.to_crs(2154), r"to_crs\(4326\)"),
                        (bare, "géométrie")):  # fmt: skip
        with pytest.raises(geo_ent.InputError, match=told):
            run(call, **names, schools=frame)


def test_a_column_that_the_register_has_not_is_refused(files, pieces):
    """A mistyped key of `columns` binds nothing: it is named, with the nearest."""
    with pytest.raises(geo_ent.InputError, match=r"« status » .*Il y a : uai, name"):
        geo_ent.read_register(files["register"], pieces[1], columns={"statuss": "ENT (O/N)"})


def test_one_name_stands_for_a_list_of_one():
    """A text isn't taken apart: "15" is the Cantal, not the Ain and the Ardennes."""
    alone = geo_ent.read_communes("15")
    assert set(alone["departement_code"]) == {"15"}
    pd.testing.assert_frame_equal(alone, geo_ent.read_communes(["Cantal"]))


def test_map_shows_who_is_left_out(pieces):
    """The tables that `gaps` and `white_areas` give are the page's layers."""
    communes, schools, _, zones = pieces
    areas = geo_ent.white_areas(communes, schools)
    page = geo_ent.map(schools, zones, gaps=geo_ent.gaps(schools), white_areas=areas).html()
    plain = geo_ent.map(schools, zones).html()
    assert '"ranks":{"school":[' in page
    assert '"ranks"' not in plain
