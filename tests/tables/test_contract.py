import pandas as pd
import pytest
from toyland import make_schools

from geo_ent.errors import InputError
from geo_ent.tables.contract import (
    check,
    check_register,
    check_schools,
    register_schema,
    schools_schema,
)

UAI = "0359001U"


def schools(**changes):
    """Make one school that keeps the contract, with changes."""
    frame = make_schools([(UAI, 0.5, 0.5, "95001", "A")]).drop(columns="geometry")
    return pd.DataFrame(frame).assign(**changes)


def register(**changes):
    """Make a register of one row that keeps the contract, with changes."""
    row = {"uai": UAI, "status": "school", "start": pd.NaT, "end": pd.NaT} | changes
    frame = pd.DataFrame([row])
    return frame.astype({"start": "datetime64[s]", "end": "datetime64[s]"})


def test_what_keeps_the_contract_passes_both_looks():
    """The quick look and pandera agree on a right table, and give it back as it is."""
    pd.testing.assert_frame_equal(check_schools(schools(), "x"), schools())
    pd.testing.assert_frame_equal(check(schools(), schools_schema(), "x"), schools())
    pd.testing.assert_frame_equal(check_register(register(), "x"), register())
    again = check(register(), register_schema(), "x")
    pd.testing.assert_frame_equal(again, register(), check_dtype=False)  # it counts nanoseconds


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"nature": "lycée"}, "lycée"),
        ({"sector": "Public"}, "Public"),
        ({"priority": "REP++"}, "REP"),
        ({"pupils_n": -1.0}, "-1"),
        ({"nature": "lycée", "sector": "semi"}, "semi"),
    ],
)
def test_faults_of_schools_are_named(changes, told):
    """Each fault is named with what was found; two faults in one message."""
    with pytest.raises(InputError, match=r"annuaire\.csv") as caught:
        check_schools(schools(**changes), "annuaire.csv")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_doubled_and_misshapen_uais_are_faults():
    """The index is the contract: a UAI twice, or with a small letter, is refused."""
    for frame in (pd.concat([schools(), schools()]), schools().rename(index={UAI: "0359001u"})):
        with pytest.raises(InputError, match=r"annuaire\.csv"):
            check_schools(frame, "annuaire.csv")


def test_faults_of_a_register_are_named():
    """A status that isn't one, a UAI that isn't one."""
    for changes in ({"status": "oui"}, {"uai": "35"}):
        with pytest.raises(InputError, match=next(iter(changes.values()))):
            check_register(register(**changes), "registre.csv")
