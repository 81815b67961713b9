"""The schools and their situations at a date of the page, by the rules of docs/conventions.md."""

from functools import cached_property

import numpy as np
import pandas as pd
from coverage_figures import coverage, figures
from raw_files import DATE, RENTREES

DATES = [*RENTREES, DATE]


class Moment:
    """The real case at a date.

    Attributes
    ----------
    case
        The raw files.
    date
        The day.
    past
        Whether it is before the last start that the register bears: what the register says without
        a date isn't known to hold then.
    texts
        The columns of the page's tables at that date, once written.
    """

    def __init__(self, case, date):
        self.case, self.date, self.texts = case, date, {}
        self.past = date < case.register["start"].max()

    @cached_property
    def schools(self):
        """The public schools that had opened, with their situation."""
        there = self.case.schools[self.case.schools["opened_on"] <= self.date]
        return there.assign(status=self.statuses(there))

    def statuses(self, schools):
        """Tell each school's situation at the date."""
        status, start = schools["status"], schools["start"]
        later = start > self.date
        if not self.past:
            return status.mask(later, "planned")
        told = {
            "undated": (status == "school") & start.isna(),
            "unknown": (status == "class") & start.isna(),
            "not_yet": later | (status == "planned"),
        }
        return pd.Series(np.select(list(told.values()), list(told), status), schools.index)

    @cached_property
    def whole(self):
        """The figures of all the schools."""
        return figures(self.schools)

    @cached_property
    def levels(self):
        """The figures of each zone, by level."""
        names = self.case.zone_names
        return {level: coverage(self.schools, names[level], level) for level in names}

    @cached_property
    def rows(self):
        """The same as a row a zone: each state of the page asks for them again."""
        return {level: zones.to_dict("records") for level, zones in self.levels.items()}
