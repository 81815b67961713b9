import pandas as pd
import pytest
from toyland import make_schools

from geo_ent.errors import InputError
from geo_ent.tables.contract_check import check

UAI = "0359001U"


def schools(**changes):
    """Make one school that keeps the contract, with changes."""
    frame = make_schools([(UAI, 0.5, 0.5, "95001", "A")]).drop(columns="geometry")
    return pd.DataFrame(frame).astype({"opened_on": "datetime64[s]"}).assign(**changes)


def register(**changes):
    """Make a register of one row that keeps the contract, with changes."""
    row = {"uai": UAI, "status": "school", "start": pd.NaT, "end": pd.NaT} | changes
    frame = pd.DataFrame([row])
    return frame.astype({"start": "datetime64[s]", "end": "datetime64[s]"})


def test_what_keeps_the_contract_is_given_back():
    """A right table passes as it is."""
    pd.testing.assert_frame_equal(check(schools(), "annuaire", "x"), schools())
    pd.testing.assert_frame_equal(check(register(), "register", "x"), register())


def test_days_get_their_dtype():
    """Nanoseconds become seconds: what follows needn't ask."""
    days = register().astype({"start": "datetime64[ns]"})
    pd.testing.assert_frame_equal(check(days, "register", "x"), register())
    with pytest.raises(InputError, match="hier"):
        check(register().assign(start="hier"), "register", "x")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"nature": "lycée"}, "lycée"),
        ({"sector": "Public"}, "Public"),
        ({"priority": "REP++"}, "REP"),
        ({"pupils_n": -1.0}, "-1"),
        ({"pupils_n": "beaucoup"}, "beaucoup"),
        ({"nature": "lycée", "sector": "semi"}, "semi"),
    ],
)
def test_faults_of_schools_are_named(changes, told):
    """Each fault is named with what was found; two faults in one message."""
    with pytest.raises(InputError, match=r"annuaire\.csv") as caught:
        check(schools(**changes), "annuaire", "annuaire.csv")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_message_says_what_was_expected():
    """In words of the reader's: the column, what it can be, what it holds."""
    with pytest.raises(InputError) as caught:
        check(schools(nature="lycée", pupils_n=-1.0), "annuaire", "annuaire.csv")
    assert str(caught.value) == (
        "annuaire.csv : le tableau n’est pas celui que l’on attend : nature : attendu maternelle "
        "ou elementaire ou primaire, trouvé 'lycée'; pupils_n : attendu 0 ou plus, trouvé -1.0"
    )


def test_a_lacking_column_is_a_fault():
    """A table without a column that it needs is refused, whatever the others hold."""
    with pytest.raises(InputError, match="priority"):
        check(schools().drop(columns="priority"), "annuaire", "annuaire.csv")


def test_doubled_and_misshapen_uais_are_faults():
    """The index is the contract: a UAI twice, or with a small letter, is refused."""
    for frame in (pd.concat([schools(), schools()]), schools().rename(index={UAI: "0359001u"})):
        with pytest.raises(InputError, match=r"annuaire\.csv"):
            check(frame, "annuaire", "annuaire.csv")


def test_faults_of_a_register_are_named():
    """A status that isn't one, a UAI that isn't one."""
    for changes in ({"status": "oui"}, {"uai": "35"}):
        with pytest.raises(InputError, match=next(iter(changes.values()))):
            check(register(**changes), "register", "registre.csv")
