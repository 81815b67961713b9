"""Random schools of a département, with all that a sentence may speak of."""

import pandas as pd
from hypothesis import strategies as st
from toyland import make_schools

from geo_ent.tables.contract import STATUSES

UNKNOWN = float("nan")
SECTORS = st.sampled_from(["public", "prive", "all"])

_SCHOOL = st.fixed_dictionaries(
    {
        "status": st.sampled_from(STATUSES),
        "sector": st.sampled_from(["public", "public", "prive"]),
        "circonscription_code": st.sampled_from(["A", "B", "C", ""]),
        "rural": st.sampled_from([True, True, False, None]),
        "rurality_basis": st.sampled_from(["insee", "estimated"]),
        "priority": st.sampled_from(["", "REP", "REP+"]),
        "enir_eligible": st.sampled_from([True, False, None]),
        "ips": st.sampled_from([UNKNOWN, 71.4, 98.0, 98.1, 120.5]),
        "pupils_n": st.sampled_from([UNKNOWN, 12.0, 100.0, 233.0]),
        "classes_n": st.sampled_from([UNKNOWN, 1.0, 5.0, 9.0]),
        "ent_classes_n": st.sampled_from([UNKNOWN, 1.0, 3.0]),
    }
)


def land(rows):
    """Make schools of rows of traits, on toyland's grid."""
    spots = [(f"950{n:04d}A", n % 7, n // 7, "95001", "A") for n in range(len(rows))]
    schools = make_schools(spots)
    traits = pd.DataFrame(rows, index=schools.index)
    traits = traits.astype({"rural": "boolean", "enir_eligible": "boolean"})
    names = {code: f"Circo {code}" if code else "" for code in ("A", "B", "C", "")}
    return schools.assign(**traits, circonscription_name=traits["circonscription_code"].map(names))


LANDS = st.lists(_SCHOOL, min_size=1, max_size=25).map(land)


def counted(schools, sector):
    """Keep the schools of a sector."""
    return schools if sector == "all" else schools[schools["sector"] == sector]
