"""The tables' contract: column names, words and dtypes, settled once.

`schools` is indexed by `uai`, `communes` by `commune_code`, zones by `zone_code`.
Codes are strings. Missing is NaN (or ""), never zero.

pandera names every fault of a table at once; it is only asked when a quick look finds one, since
importing it costs a tenth of a build.
"""

from typing import TYPE_CHECKING

from geo_ent.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

__all__ = [
    "LEVELS",
    "NATURES",
    "REGISTER_COLUMNS",
    "SCHOOL_COLUMNS",
    "STATUSES",
    "check",
    "check_register",
    "check_schools",
    "communes_schema",
    "register_schema",
    "schools_schema",
]

LEVELS = (
    "commune",
    "circonscription",
    "secteur_college",
    "epci",
    "arrondissement",
    "departement",
    "academie",
    "region",
)
"""Every level that a school has a zone of, small to large.

`secteur_college` is there where the carte scolaire of the collèges is given."""

NATURES = ("maternelle", "elementaire", "primaire")
SECTORS = ("public", "prive")
PRIORITIES = ("", "REP", "REP+")

STATUSES = ("school", "class", "planned", "none", "unknown")
"""What is known of a school's ENT; only `school` counts as covered."""

SCHOOL_COLUMNS = (
    "name",
    "nature",
    "sector",
    "commune_code",
    "departement_code",
    "academie",
    "circonscription_code",
    "circonscription_name",
    "priority",
    "rpi_code",
    "pupils_n",
    "classes_n",
    "ips",
    "opened_on",
    "state",
)
REGISTER_COLUMNS = (
    "uai",
    "status",
    "solution",
    "start",
    "end",
    "programme",
    "phase",
    "network",
    "scope",
    "source_row",
)


def schools_schema() -> "pa.DataFrameSchema":
    """Describe `schools`, one row a school, indexed by UAI."""
    import pandera.pandas as pa

    def words(*among: str) -> pa.Column:
        return pa.Column(str, pa.Check.isin(among) if among else None, coerce=True)

    return pa.DataFrameSchema(
        {
            "name": words(),
            "nature": words(*NATURES),
            "sector": words(*SECTORS),
            "priority": words(*PRIORITIES),
            "circonscription_code": words(),
            "pupils_n": pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True),
        },
        index=pa.Index(str, pa.Check.str_matches(r"^\d{7}[A-Z]$"), unique=True, name="uai"),
    )


def register_schema() -> "pa.DataFrameSchema":
    """Describe `register`, one row a school and a period."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "uai": pa.Column(str, pa.Check.str_matches(r"^\d{7}[A-Z]$")),
            "status": pa.Column(str, pa.Check.isin(STATUSES)),
            "start": pa.Column("datetime64[s]", nullable=True, coerce=True),
            "end": pa.Column("datetime64[s]", nullable=True, coerce=True),
        }
    )


def communes_schema() -> "pa.DataFrameSchema":
    """Describe `communes`, one row a commune that has a polygon (EPSG:4326)."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "name": pa.Column(str),
            "departement_code": pa.Column(str),
            "academie_code": pa.Column(str),
            "region_code": pa.Column(str),
            "area_km2": pa.Column(float, pa.Check.gt(0)),
        },
        index=pa.Index(
            str, pa.Check.str_matches(r"^\d[\dAB]\d{3}$"), unique=True, name="commune_code"
        ),
    )


def check_schools(frame: "pd.DataFrame", where: str) -> "pd.DataFrame":
    """Hold `schools` to their contract, every fault at once.

    Raises
    ------
    InputError
        In one line: the columns at fault, with an example of each.
    """
    words = {"nature": NATURES, "sector": SECTORS, "priority": PRIORITIES}
    pupils = frame["pupils_n"]
    right = (
        _are_uais(frame.index)
        and not frame.index.has_duplicates
        and all(frame[column].isin(among).all() for column, among in words.items())
        and pupils.dtype == float
        and not (pupils < 0).any()
    )
    return frame if right else check(frame, schools_schema(), where)


def check_register(frame: "pd.DataFrame", where: str) -> "pd.DataFrame":
    """Hold `register` to its contract, every fault at once.

    Raises
    ------
    InputError
        In one line: the columns at fault, with an example of each.
    """
    right = (
        _are_uais(frame["uai"])
        and frame["status"].isin(STATUSES).all()
        and all(frame[column].dtype == "datetime64[s]" for column in ("start", "end"))
    )
    return frame if right else check(frame, register_schema(), where)


def _are_uais(codes: "pd.Index[str] | pd.Series[str]") -> bool:
    return bool(codes.str.fullmatch(r"\d{7}[A-Z]").all())


def check(frame: "pd.DataFrame", schema: "pa.DataFrameSchema", where: str) -> "pd.DataFrame":
    """Hold a frame to its contract, every fault at once.

    Raises
    ------
    InputError
        In one line: the columns at fault, with an example of each.
    """
    import pandera.errors

    try:
        return schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as faults:
        cases = faults.failure_cases.drop_duplicates(["column", "check"]).head(5)
        told = "; ".join(
            f"{case.column or 'index'} : attendu {case.check}, trouvé {case.failure_case!r}"
            for case in cases.itertuples()
        )
        msg = f"{where} : le tableau n'est pas celui que l'on attend : {told}"
        raise InputError(msg) from None
