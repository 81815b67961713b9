"""What a page says of itself, from the frames that it shows: no project has to be written."""

import datetime as dt
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.indicators.coverage import totals
from geo_ent.indicators.schools_at_date import (
    AS_OF,
    AS_OF_OPENING,
    COMPLETE,
    REGISTER,
    directory_date,
)
from geo_ent.tables.contract import UNOPENED
from geo_ent.tables.findings import Findings
from geo_ent.telling.frame_scope import frame_teller, shown_date
from geo_ent.telling.language import Language
from geo_ent.telling.page.headline import headline
from geo_ent.telling.page.page_facts import PageFacts
from geo_ent.telling.page.page_notes import finding_notes, page_notes
from geo_ent.telling.page.page_titles import page_title, territory_name
from geo_ent.telling.page.past_notes import Past, past_notes
from geo_ent.telling.page.source_credits import frame_credits
from geo_ent.territory.zones import over_the_edge
from geo_ent.text.numbers import Lang

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

_SIMULATED = "simulé"


def frame_facts(
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    *,
    sector: str,
    title: str = "",
    series: "pd.DataFrame | None" = None,
    lang: Lang = "fr",
) -> PageFacts:
    """Tell title, territory, date, headline, sources and notes from the frames of a page.

    Parameters
    ----------
    schools
        Those counted, as `status_at` gives them: `attrs` have their date.
    zones
        As `zones` gives them.
    sector
        Of which sector they are.
    title
        The page's, where it is another than that of its territory.
    series
        Their status at other dates, if the page shows them.
    lang
        The language.

    Raises
    ------
    InputError
        If the schools don't say their date, or are of no département.
    """
    tr = frame_teller(schools, sector, lang)
    date, codes = shown_date(schools), tr.scope.departements
    if "departement" in zones:
        # counted as the table of the départements counts them, so that the two agree
        schools = schools[schools["departement_code"].isin(zones["departement"].index)]
        codes = tuple(sorted(zones["departement"].index))
    if date is None or not codes:
        msg = (
            "map : ces écoles ne disent pas leur date ni leur territoire ; prenez celles que donne "
            "status_at(register, schools, date), ou donnez facts=PageFacts(…)."
        )
        raise InputError(msg)
    name = territory_name(codes, tr)
    simulated = schools["name"].astype(str).str.contains(_SIMULATED, regex=False).any()
    figures = {str(column): n for column, n in totals(schools).items()}
    return PageFacts(
        title=title or page_title(name, tr),
        territory=name,
        date=date,
        headline=headline(figures, tr, sector=sector),
        sources=frame_credits(
            schools,
            tr,
            updated_on=directory_date(schools),
            files=schools.attrs.get(REGISTER, ""),
            simulated=simulated,
        ),
        notes=(*_notes(schools, tr), *_past(schools, series, date, tr), *_over_the_edge(zones, tr)),
        simulated=tr("Données simulées.") if simulated else None,
        scope=tr.scope,
    )


def _notes(schools: "pd.DataFrame", tr: Language) -> tuple[str, ...]:
    """Say what is counted and what is estimated."""
    if "rurality_basis" not in schools:
        schools = schools.assign(rurality_basis="")
    complete = bool(schools.attrs.get(COMPLETE))
    told = page_notes(schools, tr, complete=complete, shown_inside={}, rentree=None, scope=tr.scope)
    return tuple(told)


def _past(
    schools: "pd.DataFrame", series: "pd.DataFrame | None", date: dt.date, tr: Language
) -> tuple[str, ...]:
    """Say whom the register's past, or a day before their opening, leaves out."""
    kept = schools.attrs.get(AS_OF)
    dated = schools[["status"]] if series is None else series
    past = Past(
        date=date,
        as_of=dt.date.fromisoformat(kept) if kept else None,
        as_of_opening=bool(schools.attrs.get(AS_OF_OPENING)),
        undated_n=int((schools["status"] == "undated").sum()),
        undated_before_n=int((dated == "undated").sum().max()),
        unopened_before=bool((dated == UNOPENED).any(axis=None)),
    )
    return tuple(past_notes(past, tr))


def _over_the_edge(zones: "Mapping[str, gpd.GeoDataFrame]", tr: Language) -> tuple[str, ...]:
    """Say how many EPCI have communes of another territory, which aren't counted."""
    if not {"commune", "epci"} <= set(zones):
        return ()
    partial, findings = over_the_edge("epci", zones["commune"].index), Findings()
    for code, name in zones["epci"]["zone_name"].items():
        if code in partial:
            findings.add("partial-epci", f"{name} ({code})")
    return tuple(finding_notes(findings, tr, scope=tr.scope))
