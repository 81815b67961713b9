"""The waves of a scenario: which schools are equipped when, with what, and in what words."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.register.vocabulary import staff_tools
from geo_ent.text.compare import meant
from simulator.chances import choose_covered, draw_chances
from simulator.groups import join_communes, make_networks, sayable
from simulator.scenario import Wave
from simulator.selection import (
    EVERY,
    draw_days,
    draw_words,
    group_counts,
    matching,
    refuse,
    wrong,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from simulator.gazetteer import Gazetteer
    from simulator.scenario import Scenario

__all__ = ["COLUMNS", "Waves"]

COLUMNS = ("uai", "unit", "scope", "wave", "status", "solution", "start", "end", "programme",
           "phase", "network")  # fmt: skip
"""What is told of a school: by which row (`scope` and `unit`), of which wave."""

_UNITS = {
    "secteur_college": "college",
    "circonscription": "circonscription_name",
    "departement": "departement_code",
}


@dataclass(eq=False)
class Waves:
    """What the waves of a scenario give to its schools.

    Attributes
    ----------
    schools
        Indexed by `uai`, in the end with `network`; `college` and `college_km` where there are
        collèges.
    told
        A row a school and a wave (`COLUMNS`), in the order of the waves.
    """

    scenario: "Scenario"
    schools: pd.DataFrame
    gazetteer: "Gazetteer"
    rng: np.random.Generator
    told: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))

    def __post_init__(self) -> None:
        """Draw the chances, and see which schools are settled by what is said of communes."""
        first = [
            circonscription.name
            for circonscription in self.scenario.circonscriptions
            if circonscription.first
        ]
        self.schools = self.schools.assign(network="", status="")
        self._chances = draw_chances(self.schools, first, self.rng)
        self._taken = pd.Series(data=False, index=self.schools.index)
        self._equipped = self._taken.copy()
        self._programme = pd.Series("", index=self.schools.index)
        self._covered: pd.Series[bool] | None = None
        self._parts: list[tuple[int, pd.DataFrame]] = []
        self._settle_communes()

    def run(self) -> pd.DataFrame:
        """Equip the schools, wave by wave, and complete by the rules.

        Returns
        -------
        DataFrame
            `told`.

        Raises
        ------
        InputError
            If a wave can't be met.
        """
        waves = list(enumerate(self.scenario.waves))
        if not waves and self.scenario.covered_n:
            waves = [(0, Wave(place="[[waves]]"))]
        main = [(n, wave) for n, wave in waves if not wave.beside]
        self._take([each for each in main if each[1].shapes])
        if self.scenario.covered_n:
            self._covered = choose_covered(self.schools, self.scenario, self._chances)
        singly = [each for each in main if not each[1].shapes]
        self._take([each for each in singly if each[1].status == "school"])
        self._take([each for each in waves if each[1].beside])
        self._take([each for each in singly if each[1].status != "school"])
        parts = [part for _, part in sorted(self._parts, key=lambda part: part[0]) if len(part)]
        if parts:
            self.told = pd.concat(parts, ignore_index=True)
        self._follow_rules()
        return self.told

    def _take(self, waves: list[tuple[int, Wave]]) -> None:
        for n, wave in waves:
            self._add(n, wave, self._grouped(wave) if wave.shapes else self._singly(wave))

    def _settle_communes(self) -> None:
        """Choose the schools that have an ENT in the communes that say how many do."""
        for wanted in self.scenario.communes:
            code = self.gazetteer.code(wanted.asked)
            own = self.schools.index[self.schools["commune_code"] == code]
            if wanted.covered_n is None:
                continue
            if wanted.covered_n > len(own):
                refuse(self.scenario, f"[[communes]] « {wanted.asked} » : {wanted.covered_n} "
                                      f"écoles avec ENT, elle a {len(own)} écoles : au plus "
                                      f"{len(own)}.")  # fmt: skip
            chosen = self._likeliest(own)[: wanted.covered_n]
            self._chances[own] = -np.inf
            self._chances[chosen] = np.inf

    def _likeliest(self, uais: "pd.Index[str]") -> "pd.Index[str]":
        """Order schools: those of the older children first, then by their chances."""
        frame = pd.DataFrame({"young": self.schools["nature"].loc[uais] == "maternelle",
                              "chance": -self._chances[uais]})  # fmt: skip
        return frame.sort_values(["young", "chance"], kind="stable").index

    def _candidates(self, wave: Wave) -> pd.DataFrame:
        candidates = matching(self.schools, wave.where, self.gazetteer, wave.place)
        if not wave.beside:
            candidates &= ~self._taken
            if self._covered is not None and not wave.shapes:
                candidates &= self._covered if wave.status == "school" else ~self._covered
            elif wave.status == "school":
                candidates &= self._chances > -np.inf
            else:
                candidates &= self._chances < np.inf
            if wave.status != "school":
                candidates &= ~self._equipped
        return self.schools[candidates]

    def _singly(self, wave: Wave) -> pd.DataFrame:
        """Take schools one by one: the likeliest, or any of those that are to have an ENT."""
        among = self._candidates(wave)
        counts = group_counts(wave, among)
        chances = self._chances[among.index]
        if self._covered is not None or wave.status != "school" or wave.beside:
            chances = pd.Series(self.rng.random(len(among)), index=among.index)
        order = among.loc[chances.sort_values(ascending=False, kind="stable").index]
        homes = order["departement_code"]
        if EVERY in counts:
            chosen = order.index[: counts[EVERY]]
        else:
            place = order.groupby("departement_code").cumcount()
            chosen = order.index[place < homes.map(counts).fillna(0)]
        chosen = among.index[among.index.isin(chosen)]
        return self._lines(chosen, pd.Series(chosen, chosen), "ecole")

    def _grouped(self, wave: Wave) -> pd.DataFrame:
        if wave.scope == "commune":
            return self._communes(wave)
        if wave.scope in {"circonscription", "departement"}:
            return self._whole(wave)
        if "college" not in self.schools:
            wrong(wave.place, "il faut des collèges : ajoutez [colleges] colleges_n = 20.")
        if wave.networks_n is None and not wave.in_networks_of:
            return self._whole(wave)
        return self._networks(wave)

    def _communes(self, wave: Wave) -> pd.DataFrame:
        """Let communes join: one row each, and one for each of their schools that waits."""
        among = self._candidates(wave)
        everywhere = self.gazetteer.communes["name"]
        clear = sayable(everywhere[everywhere.index.isin(self.schools["commune_code"])])
        sizes = among.groupby("commune_code").size()
        fixed = self._joining(wave, sizes, clear)
        sizes = sizes[sizes.index.isin(clear)]
        wanted = group_counts(wave, among).get(EVERY) if wave.schools_n else None
        count = len(sizes) if wave.communes_n is None else wave.communes_n
        chances = self._chances[among.index].clip(-9, 9).groupby(among["commune_code"]).mean()
        chosen = join_communes(sizes, chances[sizes.index], count=count, schools_n=wanted,
                               fixed=fixed, place=wave.place)  # fmt: skip
        equipped: list[str] = []
        waiting: list[str] = []
        for code, n in chosen.items():
            all_own = self.schools.index[self.schools["commune_code"] == code]
            own = self._likeliest(all_own[~self._taken[all_own]])
            equipped.extend(own[:n])
            waiting.extend(own[n:])
        both = [
            self._lines(uais, self.schools["commune_code"].loc[uais], scope)
            for uais, scope in ((pd.Index(equipped), "commune"), (pd.Index(waiting), "ecole"))
        ]
        both[1]["status"] = "planned"
        if not wave.beside:
            self._chances[waiting] = -np.inf
        return pd.concat(both, ignore_index=True)

    def _joining(self, wave: Wave, sizes: "pd.Series[int]", clear: set[str]) -> dict[str, int]:
        """Give the named communes that join in a wave, with the schools that they equip.

        A commune joins in the wave that its day is in, in the first one else.
        """
        fixed: dict[str, int] = {}
        joining = [each for each in self.scenario.waves if each.scope == "commune"]
        for wanted in self.scenario.communes:
            day = wanted.start
            if day is None:
                continue
            dated = [each for each in joining if any(a <= day <= b for a, b, _ in each.start)]
            if wave != (dated or joining)[0]:
                continue
            code = self.gazetteer.code(wanted.asked)
            if code not in sizes.index or code not in clear:
                refuse(self.scenario, f"[[communes]] « {wanted.asked} » adhère, mais "
                                      "n'a pas d'école qui convienne, ou porte un nom que le "
                                      "registre ne distingue pas.")  # fmt: skip
            fixed[code] = int(sizes[code]) if wanted.covered_n is None else wanted.covered_n
        return fixed

    def _whole(self, wave: Wave) -> pd.DataFrame:
        """Equip whole circonscriptions or départements: those of the schools that match."""
        units = self._candidates(wave)[_UNITS[wave.scope]].unique()
        return self._all_of(wave, units)

    def _all_of(self, wave: Wave, units: "Collection[str]") -> pd.DataFrame:
        """Take the schools of whole territories, but for those that have a row of their own."""
        column = _UNITS[wave.scope]
        own = self.schools[self.schools[column].isin(units)]
        if not wave.beside:
            other = (self._programme != "") & (wave.programme != self._programme)
            own = own[(~self._taken | (other & (wave.programme != "")))[own.index]]
        return self._lines(own.index, own[column], wave.scope)

    def _networks(self, wave: Wave) -> pd.DataFrame:
        """Make networks around collèges, or enlarge those of a phase."""
        among = self._networkable(wave)
        wanted = group_counts(wave, among).get(EVERY) if wave.schools_n else None
        chosen = make_networks(among, count=wave.networks_n, schools_n=wanted, place=wave.place)
        lines = (
            self._lines(chosen.index, chosen, "ecole")
            if wave.scope == "ecole"
            else self._all_of(wave, set(chosen))
        )
        names = self.schools["college_name"].loc[lines["uai"]]
        names = names.str.replace("Collège simulé", "Réseau")
        self.schools.loc[lines["uai"], "network"] = names
        return lines

    def _networkable(self, wave: Wave) -> pd.DataFrame:
        """Give the schools that can be in a wave's networks, by sector in random order."""
        among = self._candidates(wave)
        among = among[among["network"] == ""]
        inside = self.schools["network"] != ""
        if wave.in_networks_of:
            inside &= self.schools.index.isin(self._of_phase(wave))
        open_ = self.schools.loc[inside, "college"].unique()
        among = among[among["college"].isin(open_) == bool(wave.in_networks_of)]
        sectors = sorted(among["college"].unique())
        order = {code: rank for rank, code in enumerate(self.rng.permutation(sectors))}
        return among.iloc[np.argsort(among["college"].map(order), kind="stable")]

    def _of_phase(self, wave: Wave) -> list[str]:
        members = [part.loc[part["network"] != "", "uai"] for _, part in self._parts
                 if wave.in_networks_of in set(part["phase"])]  # fmt: skip
        if not members:
            there = [each.phase for each in self.scenario.waves if each.networks_n and each.phase]
            near = meant(wave.in_networks_of, there)
            hint = f" ; {near}" if near else "."
            wrong(wave.place, "aucune phase avec des réseaux ne s'appelle "
                              f"« {wave.in_networks_of} » avant elle{hint}")  # fmt: skip
        return list(pd.concat(members))

    def _lines(self, uais: "pd.Index[str]", units: "pd.Series[str]", scope: str) -> pd.DataFrame:
        return pd.DataFrame({"uai": uais, "unit": units.to_numpy(), "scope": scope, "status": ""})

    def _add(self, n: int, wave: Wave, lines: pd.DataFrame) -> None:
        """Complete the rows of a wave, and keep them."""
        uais = lines["uai"]
        homes = self.schools["commune_code"].loc[uais]
        words = draw_words(dict(wave.solution), homes, self.rng).to_numpy()
        lines = lines.assign(
            wave=n,
            status=lines["status"].where(lines["status"] != "", wave.status),
            solution=words,
            start=self._starts(wave, lines),
            end=wave.end.isoformat() if wave.end else "",
            programme=wave.programme,
            phase=wave.phase,
            network=self.schools["network"].loc[uais].to_numpy(),
        )
        if not wave.networks_n and not wave.in_networks_of:
            lines["network"] = ""
        self._parts.append((n, lines.reindex(columns=list(COLUMNS))))
        of_staff = lines["solution"].isin(staff_tools())  # it covers no school
        had = lines.loc[(lines["status"] == "school") & ~of_staff, "uai"]
        self._equipped[had] = True
        if not wave.beside:
            self._taken[uais] = True
            self._programme[uais] = wave.programme
            self.schools.loc[uais, "status"] = lines["status"].to_numpy()
            if wave.shapes:
                self._chances[had] = np.inf

    def _starts(self, wave: Wave, lines: pd.DataFrame) -> "pd.Series[str]":
        """Draw a day for each row of the register; that of a named commune is known."""
        units = sorted(lines["unit"].unique())
        days = dict(zip(units, draw_days(wave.start, len(units), self.rng), strict=True))
        starts = lines["unit"].map(days)
        if wave.scope in {"ecole", "commune"} and not wave.beside and wave.status == "school":
            homes = self.schools["commune_code"].loc[lines["uai"]].to_numpy()
            for named in self.scenario.communes:
                if named.start:
                    own = homes == self.gazetteer.code(named.asked)
                    starts = starts.mask(own, named.start.isoformat())
        waits = (lines["status"] == "planned") & (wave.status != "planned")
        return starts.mask(waits, "")

    def _follow_rules(self) -> None:
        """Fill what the waves left blank, by the first rule that fits."""
        frame = self.schools.loc[self.told["uai"]].assign(status=self.told["status"].to_numpy())
        frame.index = self.told.index
        filled = {name: self.told[name] != "" for name in ("solution", "programme", "phase")}
        for n, rule in enumerate(self.scenario.rules, 1):
            place = f"{self.scenario.path} : [[rules]] n° {n}"
            fits = matching(frame, rule.where, self.gazetteer, place)
            words = {
                "solution": draw_words(dict(rule.solution), frame["commune_code"], self.rng),
                "programme": pd.Series(rule.programme, index=frame.index),
                "phase": pd.Series(rule.phase, index=frame.index),
            }
            for name, values in words.items():
                use = fits & ~filled[name] & (values != "")
                self.told.loc[use, name] = values[use]
                filled[name] |= use
