"""What the page's tests share: a small page of toyland, and a real Chromium to open it in.

Loaded by path (`load` in the test files): the tests are not a package.
"""

import contextlib
import datetime as dt
import os
import shutil

import numpy as np
import pandas as pd
import pytest

from geo_ent.maps.facts import PageFacts, Source

HOSTILE = (
    "{{7*7}}",
    "{% x %}",
    "{# x #}",
    "</script><script>alert(1)</script>",
    "`",
    "${1}",
    "<img src=x onerror=alert(1)>",
    "<!--@@data@@",
    "\u2028' \" \\ &amp;",
)
STATUSES = ("school", "none", "class", "planned", "unknown", "school")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


def facts(**changed):
    """Make a page's facts, with some changed."""
    said = {
        "title": "Les écoles et l’ENT dans le Carré",
        "territory": "Carré",
        "date": dt.date(2023, 6, 30),
        "headline": "2 écoles sur 6 ont un ENT, soit 33,3 %.",
        "sources": (Source("Annuaire", "Ministère", "Licence Ouverte 2.0", dt.date(2023, 6, 8)),),
        "notes": ("Les écoles privées ne sont pas comptées.",),
    }
    return PageFacts(**(said | changed))


def coverage_of(schools, level, zones):
    """Count a level's schools by status, in the contract's columns."""
    codes = schools[f"{level}_code"]
    by_status = pd.crosstab(codes, schools["status"])
    n = by_status.reindex(index=zones.index, columns=list(dict.fromkeys(STATUSES)), fill_value=0)
    total = n.sum(axis=1)
    some = total.where(total > 0)
    return pd.DataFrame(
        {
            "zone_name": zones["zone_name"],
            "schools_n": total,
            "covered_n": n["school"],
            "class_n": n["class"],
            "planned_n": n["planned"],
            "none_n": n["none"],
            "unknown_n": n["unknown"],
            "coverage_share": n["school"] / some,
            "coverage_share_max": (n["school"] + n["unknown"]) / some,
            "known_share": 1 - n["unknown"] / some,
            "interval_low": n["school"] / some / 2,
            "interval_high": (1 + n["school"] / some) / 2,
            "primary_schools_n": total,
            "primary_covered_n": n["school"],
        }
    )


def page_inputs(communes, schools):
    """Make the inputs of a page: communes, and two halves of toyland as circonscriptions."""
    west = np.isin(np.arange(len(communes)) % 3, (0, 1))
    halves = communes.assign(half=np.where(west, "A", "B")).dissolve("half")[["geometry"]]
    zones = {
        "circonscription": halves.assign(zone_name=["Ouest", "Est"], estimated=True),
        "commune": communes[["name", "geometry"]].rename(columns={"name": "zone_name"}),
    }
    zones["commune"]["estimated"] = False
    circonscription = schools["commune_code"].map(
        dict(zip(communes.index, np.where(west, "A", "B"), strict=True))
    )
    schools = schools.assign(
        status=list(STATUSES), solution=["ONE", *[""] * 4, "Beneylu School"], start=pd.NaT
    ).assign(circonscription_code=circonscription)
    coverage = {level: coverage_of(schools, level, frame) for level, frame in zones.items()}
    return schools, zones, coverage


def hostile(inputs):
    """Put hostile text in every field that a page shows."""
    schools, zones, coverage = inputs
    text = " ".join(HOSTILE)
    schools = schools.assign(name=text, solution=text, priority=text)
    zones = {level: frame.assign(zone_name=text) for level, frame in zones.items()}
    coverage = {level: frame.assign(zone_name=text) for level, frame in coverage.items()}
    said = facts(
        title=text,
        territory=text,
        headline=text,
        notes=(text,),
        simulated=text,
        sources=(Source(text, text, text, text, "javascript:alert(1)"),),
    )
    return schools, zones, coverage, said


def chromium():
    """Find Chromium; skip without one, but not where CI says there must be."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("GEO_ENT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        reason = "no Chromium: set GEO_ENT_CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class Opened:
    """A page in Chromium, and all that it asked for or complained of."""

    def __init__(self, page):
        self.page, self.requests, self.complaints, self.dialogs = page, [], [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        page.on("dialog", self._dialog)

    def _heard(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextlib.contextmanager
def browser():
    """Run Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield running
        running.close()
