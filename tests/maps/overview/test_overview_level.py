"""A level of an atlas as colours: no class of its legend is beyond what its zones have."""

import pandas as pd
import pytest

from geo_ent.maps.overview.overview_level import OverviewLevel, class_counts, painted_rate
from geo_ent.telling.language import language


@pytest.mark.parametrize(
    "shares",
    [
        [0.387, 0.398, 0.391, 0.417, 0.42, 0.426, 0.437, 0.444, 0.446, 0.473, 0.479],
        [0.96, 0.97, 0.98, 0.99],
        [0.01, 0.02, 0.03, 0.04, 0.06],
        [0.1, 0.3, 0.5, 0.7, 0.9],
    ],
)
def test_no_class_at_an_end_is_empty(shares):
    """Eleven départements under 48 % have no class from 70 %; those in between keep theirs."""
    coverage = pd.DataFrame(
        {"zone_name": "A", "schools_n": 100, "known_share": 1.0, "coverage_share": shares},
        index=pd.Index(map(str, range(len(shares))), name="zone_code"),
    )
    level = OverviewLevel(level="departement", coverage=coverage, change=pd.DataFrame())
    painted = painted_rate(level, language("fr"))
    counts = class_counts(painted)[:-2]
    assert len(counts) == len(painted.indicator.breaks) - 1
    assert sum(counts) == len(shares)
    if len(counts) > 2:
        assert counts[0]
        assert counts[-1]
