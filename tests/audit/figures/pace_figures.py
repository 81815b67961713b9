"""The pace towards the goal and what the curve would give, from the raw files (decision 0011)."""

import math

import numpy as np
import pandas as pd
from raw_files import DATE
from scipy.stats import t as student

GOAL, YEARS = 0.8, 5
"""80 % in five years: the goal where the project names none."""


def counted(schools, date):
    """Count the schools open at a date, and those equipped; an undated one always was."""
    there = schools[schools["opened_on"] <= date]
    equipped = (there["status"] == "school") & ~(there["start"] > date)
    return len(there), int(equipped.sum())


def pace(schools):
    """Give the figures of the pace: what is missing, by rentrée, and when it would be there."""
    n, covered = counted(schools, DATE)
    missing = math.ceil(GOAL * n) - covered
    before = DATE - pd.DateOffset(years=1)
    yearly = ((schools["status"] == "school") & (schools["start"] > before)).sum()
    rentrees = math.ceil(missing / yearly)
    year = DATE.year + rentrees - 1  # the first of them is that of the year of the date
    return {
        "missing": missing,
        "rentrees": YEARS,
        "by_rentree": missing / YEARS,
        "yearly": yearly,
        "planned": (schools["status"] == "planned").sum(),
        "undated": ((schools["status"] == "school") & schools["start"].isna()).sum(),
        "year": year,
        "straight": (covered + YEARS * yearly) / n,
    } | curve(schools)


def curve(schools):
    """Prolong the logit of the share as a random walk with a drift, a step a year.

    Its steps can't be surer than Poisson noise lets them: the openings of a year, at the middle of
    its shares, on the scale of the logit.
    """
    first = schools["start"].min()
    dates = [DATE - pd.DateOffset(years=back) for back in range(7)]
    dates = sorted(date for date in dates if date >= max(first, pd.Timestamp(2016, 9, 1)))
    n, covered = np.array([counted(schools, date) for date in dates], dtype=float).T
    share = covered / n
    steps = np.diff(np.log(share / (1 - share)))
    middle = (share[1:] + share[:-1]) / 2
    floor = np.mean(np.diff(covered) / (n[1:] * middle * (1 - middle)) ** 2)
    error = math.sqrt(max(steps.var(ddof=1), floor) * (YEARS + YEARS**2 / len(steps)))
    at = math.log(share[-1] / (1 - share[-1])) + YEARS * steps.mean()
    away = student.ppf(0.975, len(steps) - 1) * error
    low, middle_share, high = (1 / (1 + math.exp(-x)) for x in (at - away, at, at + away))
    return {"since": dates[0], "share": middle_share, "low": low, "high": high}
