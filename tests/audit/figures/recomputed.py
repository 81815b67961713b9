"""Every figure of the real case that is made of schools, from the raw files, computed once."""

from functools import cached_property

from coverage_figures import coverage, figures
from equity_figures import groupings
from gap_figures import listed, networks, scan, white_areas
from moments import DATES, Moment
from pace_figures import pace
from raw_files import DENSITY, rows


class Recomputed:
    """The real case's figures, each computed when it is first asked for.

    Attributes
    ----------
    case
        The raw files.
    """

    def __init__(self, case):
        self.case = case

    @cached_property
    def moments(self):
        """The case at each date of the page."""
        return [Moment(self.case, date) for date in DATES]

    @cached_property
    def whole(self):
        """The figures of all the schools."""
        return figures(self.case.schools)

    @cached_property
    def levels(self):
        """The figures of each zone, by level."""
        names = self.case.zone_names
        return {level: coverage(self.case.schools, names[level], level) for level in names}

    @cached_property
    def gone(self):
        """The rural schools without an ENT, ranked."""
        return listed(self.case.schools, self.case.every_school)

    @cached_property
    def rural_communes(self):
        """The codes of the communes of the three rural classes."""
        density = rows(self.case.files["density"], ",").set_index("insee_com")["niveau_densite"]
        kinds = density.reindex(self.case.communes.index).map(DENSITY.index)
        return set(kinds.index[kinds >= 4])

    @cached_property
    def white(self):
        """The white areas, each a set of communes, and the communes of which nothing is known."""
        return white_areas(self.case.schools, self.case.communes, self.rural_communes)

    @cached_property
    def areas(self):
        """The white areas that are shown: two communes or more."""
        return [area for area in self.white[0] if len(area) > 1]

    @cached_property
    def networks(self):
        """The schools to equip together, by sector of collège."""
        return networks(self.gone)

    @cached_property
    def groupings(self):
        """The groups of schools that the sheet of equity compares."""
        return groupings(self.case.schools, self.case.zone_names["circonscription"])

    @cached_property
    def pace(self):
        """The figures of the pace."""
        return pace(self.case.schools)

    @cached_property
    def circle(self):
        """The likeliest circle of schools without an ENT."""
        return scan(self.case.schools)
