"""The real case as other programs read it."""

from packages import described, faults


def test_every_table_keeps_to_its_schema(folder):
    """Frictionless has nothing against any of the sixteen tables; all schools have their UAI."""
    assert faults(folder) == []
    tables = described(folder)
    assert len(tables) == len(list(folder.glob("*.csv"))) >= 16
    (uai, *_) = tables["schools.csv"]["schema"]["fields"]
    assert uai["constraints"] == {"required": True, "pattern": "^[0-9]{7}[A-HJ-NPR-Z]$"}
