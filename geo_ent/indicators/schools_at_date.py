"""The schools at a date: those that have opened, with what the register says of each."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.project.build_options import parse_date
from geo_ent.register import status_at_date
from geo_ent.register.status_at_date import (
    NO_PAST,
    STATUS_COLUMNS,
    kept_on,
    rentrees,
    status_table,
    tools_at,
)
from geo_ent.tables.given.given_frames import hold_register, hold_schools, hold_uais
from geo_ent.tables.given.given_options import day_of, hold_flag, hold_list

if TYPE_CHECKING:
    import geopandas as gpd

DATE, AS_OF, AS_OF_OPENING = "date", "as_of", "as_of_opening"
COMPLETE, REGISTER = "complete", "register"
"""What `attrs` of the schools says of their status: two days as ISO texts ("" for a register that
has no past) and whether an ENT opened on the second, whether the register is exhaustive, and its
files. Texts and flags, since a file keeps them as JSON."""

_OF_STATUS = (
    *("status", "solution", "start", "end", "programme", "phase", "network"),
    "staff_solution",
)


def directory_date(schools: "pd.DataFrame") -> dt.date | None:
    """Tell the date of a directory: its latest row's, for rows are dated one by one; None for none.

    Examples
    --------
    >>> schools = pd.DataFrame({"updated_on": pd.to_datetime(["2023-06-29", "2023-06-30"])})
    >>> f"{directory_date(schools):%d/%m/%Y}"
    '30/06/2023'
    """
    latest = schools["updated_on"].max() if "updated_on" in schools else pd.NaT
    return None if pd.isna(latest) else pd.Timestamp(latest).date()


def opened(schools: "gpd.GeoDataFrame", date: dt.date) -> "gpd.GeoDataFrame":
    """Leave out the schools that open after a date; one without an opening is taken as open."""
    if "opened_on" not in schools:
        return schools
    there: gpd.GeoDataFrame = schools[~(schools["opened_on"] > pd.Timestamp(date))]
    return there


def register_day(
    register: "pd.DataFrame",
    staff: "pd.DataFrame",
    *,
    updated_on: dt.date | None,
    date: dt.date,
) -> dt.date | None:
    """Tell on which day a register was kept; None where it bears no date before those at hand.

    Parameters
    ----------
    register, staff
        As `Reading` has them.
    updated_on, date
        The directory's date, if it says one, and the day shown.
    """
    # Both days are at hand: an opening after them is to come, and no sign of a later register. A
    # tool of the staff that is dated shows when the register was kept as well as an ENT.
    whole = pd.concat([register, staff], ignore_index=True) if len(staff) else register
    return kept_on(whole, until=max(updated_on or date, date))


def known_at(
    register: "pd.DataFrame",
    staff: "pd.DataFrame",
    schools: "gpd.GeoDataFrame",
    date: dt.date,
    *,
    complete: bool,
    as_of: dt.date | None,
) -> "gpd.GeoDataFrame":
    """Give the schools that have opened at a day, with their ENT then and their staff's own.

    Parameters
    ----------
    register, staff
        As `Reading` has them.
    schools
        As `locate` gives them.
    date, complete, as_of
        As for `status_at`; None for a register that has no past.
    """
    there, kept = opened(schools, date), as_of or NO_PAST
    known = status_at_date.status_at(register, there.index, date, complete=complete, as_of=kept)
    tools = tools_at(staff, there.index, date, as_of=kept)
    joined: gpd.GeoDataFrame = there.join(known).assign(staff_solution=tools)
    return joined


def status_at(
    register: "pd.DataFrame",
    uais: "pd.Index[str] | gpd.GeoDataFrame",
    date: dt.date | str | None = None,
    *,
    complete: bool = False,
    as_of: dt.date | str | None = None,
    opened_on: "pd.Series[Any] | None" = None,
) -> "pd.DataFrame":
    """Say what is known of each school's ENT at a date.

    An ENT whose start is to come is `planned`; one whose end (its last day) is past is `none`.
    Before the day that the register was kept on, what it says without a date doesn't hold: an ENT
    that it has no start of is `undated` (`unknown` where it is of some classes), and what opens
    later or is planned is `not_yet`, since nobody says that it was planned then.

    Parameters
    ----------
    register
        As `read_register` gives it.
    uais
        The schools to speak of: the frame that `locate` gives, or their UAI alone
        (`schools.index`).
    date
        The day asked about, as a date or a text ("2023-06-30"); the directory's without it, where
        the schools are a frame.
    complete
        Whether the register is exhaustive: then a school that isn't in it is `none`, else
        `unknown`.
    as_of
        The day that the register was kept on; without it, the last start that it bears (of those
        before the directory's date and the day asked about, where the schools are a frame).
    opened_on
        Of UAI alone: the day that each opened, where it is known. A frame tells it.

    Returns
    -------
    DataFrame
        Of a frame: the schools that had opened by then, with `status`, `start`, `end` and the
        tuples of words `solution, programme, phase, network, staff_solution`; `attrs` keep the
        date, which `map` and `series` go by. Of UAI: these columns alone (without
        `staff_solution`), to be joined.

    Raises
    ------
    InputError
        If no date is given nor known, a text is none, the register isn't one, or the schools aren't
        on their UAI.

    Examples
    --------
    >>> import geo_ent
    >>> files = geo_ent.demo_files("cantal")
    >>> schools = geo_ent.read_schools(files["schools"])
    >>> register = geo_ent.read_register(files["register"], schools)
    >>> geo_ent.status_at(register, schools, "2017-01-16")["status"].value_counts().to_dict()
    {'planned': 153, 'school': 19}
    >>> geo_ent.status_at(register, schools, "2015-01-16")["status"].value_counts().to_dict()
    {'not_yet': 172}
    """
    hold_register(register, "status_at")
    register = register.reset_index(drop=True)  # several put together have the same numbers
    asked, kept = _day(date, "date", "status_at"), _day(as_of, "as_of", "status_at")
    hold_flag(complete, "complete", "status_at")
    if not isinstance(uais, pd.DataFrame):
        if asked is None:
            msg = 'status_at : il manque la date (date="2023-06-30").'
            raise InputError(msg)
        uais = pd.Index(uais)
        hold_uais(uais, "status_at")
        return status_at_date.status_at(
            register, uais, asked, complete=complete, as_of=kept, opened_on=opened_on
        )
    hold_schools(uais, "status_at")
    updated_on = directory_date(uais)
    shown = asked or updated_on
    if shown is None:
        msg = "status_at : l’annuaire ne dit pas sa date ; donnez date='2023-06-30'."
        raise InputError(msg)
    schools = uais.drop(columns=[*_OF_STATUS], errors="ignore")  # of another date
    staff = _staff(register)
    kept = kept or register_day(register, staff, updated_on=updated_on, date=shown)
    known: pd.DataFrame = known_at(register, staff, schools, shown, complete=complete, as_of=kept)
    known.attrs |= {
        DATE: shown.isoformat(),
        AS_OF: kept.isoformat() if kept else "",
        AS_OF_OPENING: bool((register["start"].dt.date == kept).any()),
        COMPLETE: complete,
        REGISTER: ", ".join(getattr(register, "files", ())),
    }
    return known


def series(
    register: "pd.DataFrame",
    schools: "gpd.GeoDataFrame",
    dates: Iterable[dt.date | str] | None = None,
    *,
    complete: bool | None = None,
    as_of: dt.date | str | None = None,
) -> "pd.DataFrame":
    """Say each school's status at each rentrée up to the day shown, or at dates of one's own.

    Parameters
    ----------
    register
        As `read_register` gives it.
    schools
        As `status_at` gives them, with the date that they are shown at; or as `locate` does, and
        then that of the directory.
    dates
        The days asked about, as dates or texts; without them each 1 September since the first ENT
        opened (eight at most), then the day shown.
    complete, as_of
        As for `status_at`; as it was told, where they aren't given.

    Returns
    -------
    DataFrame
        On the schools' index, one column a date: their status then, "unopened" before they opened.
        `map` takes it as its `series`.

    Raises
    ------
    InputError
        If no date is given nor known, a text is none, the register isn't one, or the schools aren't
        on their UAI.

    Examples
    --------
    >>> import geo_ent
    >>> files = geo_ent.demo_files("cantal")
    >>> schools = geo_ent.read_schools(files["schools"])
    >>> register = geo_ent.read_register(files["register"], schools)
    >>> for date, statuses in geo_ent.series(register, schools).items():
    ...     print(date, (statuses == "school").sum())
    2014-09-01 0
    2015-09-01 11
    2016-09-01 11
    2017-01-16 19
    """
    hold_register(register, "series")
    register = register.reset_index(drop=True)  # several put together have the same numbers
    hold_schools(schools, "series")
    updated_on = directory_date(schools)
    if complete is not None:
        hold_flag(complete, "complete", "series")
    shown = _day(schools.attrs.get(DATE), DATE, "series") or updated_on
    asked = _days(dates, "series")
    if shown is None and not asked:
        msg = "series : l’annuaire ne dit pas sa date ; donnez dates=['2022-09-01', …]."
        raise InputError(msg)
    last = shown or max(asked)
    asked = asked or rentrees(register, last) or [last]
    told = schools.attrs.get(AS_OF) or None
    kept = _day(told if as_of is None else as_of, AS_OF, "series")
    kept = kept or register_day(register, _staff(register), updated_on=updated_on, date=last)
    return status_table(
        register,
        schools.index,
        asked,
        complete=schools.attrs.get(COMPLETE, False) if complete is None else complete,
        as_of=kept or NO_PAST,
        opened_on=schools.get("opened_on"),
    )


def status_series(
    register: "pd.DataFrame",
    uais: "pd.Index[str] | gpd.GeoDataFrame",
    dates: Iterable[dt.date | str],
    *,
    complete: bool = False,
    as_of: dt.date | str | None = None,
    opened_on: "pd.Series[Any] | None" = None,
) -> "pd.DataFrame":
    """Say what is known of each school's ENT at each of some dates: at each rentrée, say.

    Parameters
    ----------
    register, uais
        As for `status_at`.
    dates
        The days asked about, as dates or texts.
    complete, as_of, opened_on
        As for `status_at`.

    Returns
    -------
    DataFrame
        One row a date and a school: `date, uai` and the columns of `status_at`, by date then in
        the order of `uais`.

    Raises
    ------
    InputError
        If a day is none, the register isn't one, or the schools aren't on their UAI.

    Examples
    --------
    >>> import pandas as pd
    >>> register = pd.DataFrame({"uai": ["0350122T"], "status": ["school"], "solution": ["ONE"],
    ...                          "start": [pd.Timestamp("2020-09-01")], "end": [pd.NaT],
    ...                          "programme": [""]})
    >>> rentrees = [dt.date(2019, 9, 1), dt.date(2020, 9, 1)]
    >>> status_series(register, pd.Index(["0350122T"]), rentrees)["status"].tolist()
    ['not_yet', 'school']
    """
    call = "status_series"
    hold_register(register, call)
    register = register.reset_index(drop=True)  # several put together have the same numbers
    hold_flag(complete, "complete", call)
    days = _days(dates, call)
    kept = _day(as_of, AS_OF, call)
    if isinstance(uais, pd.DataFrame):
        hold_schools(uais, call)
        opened_on = uais.get("opened_on", opened_on)
        uais = uais.index
    uais = pd.Index(uais)
    hold_uais(uais, call)
    tables = [
        status_at_date.status_at(
            register, uais, day, complete=complete, as_of=kept, opened_on=opened_on
        )
        .rename_axis("uai")
        .reset_index()
        .assign(date=pd.Timestamp(day).as_unit("s"))
        for day in days
    ]
    columns = ["date", "uai", *STATUS_COLUMNS]
    if not tables:
        return pd.DataFrame(columns=columns)
    return pd.concat(tables, ignore_index=True)[columns]


def _staff(register: "pd.DataFrame") -> "pd.DataFrame":
    """Give what a register says of the staff's own solutions, where it was read with its doubts."""
    staff: pd.DataFrame = getattr(register, "staff", register.iloc[:0])
    return staff


def _days(given: "Iterable[dt.date | str] | None", call: str) -> list[dt.date]:
    """Read the days of a list; none of no list."""
    days = [_day(date, "dates", call) for date in hold_list(given, "dates", call)]
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        msg = f"{call} : dates : il y manque une date (None)."
        raise InputError(msg)
    return known


def _day(given: dt.date | str | None, name: str, call: str) -> dt.date | None:
    """Read a day as it is given; None where it isn't."""
    return parse_date(given, name) if isinstance(given, str) else day_of(given, name, call)
