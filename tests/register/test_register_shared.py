"""The registers written without sight of the reader: right, or asked about, never silently wrong.

As `score_registers.py`, beside them, counts it: of a school whose status is wrong its product and
its day are not counted again.
"""

import collections
import csv
import datetime as dt
import json
import re

from told_registers import Directory, doubted, questions

from geo_ent.errors import InputError
from geo_ent.text.compare import plain

VALUES = ("status", "solution", "start")
REFUSED = {"r15_colours", "r40_transposed", "r43_accounts_only"}
CONTRADICTORY = ("r13_", "r25_", "r33_")  # their rows do contradict each other
ONE_NAME = {"beneyluschoolone": "beneyluone", "beneyluschool": "beneylu", "oneedifice": "one",
            "oneopendigitaleducation": "one", "toutaticeprimaire": "toutatice"}  # fmt: skip


def key(product):
    """Reduce a product's name to what is compared."""
    word = re.sub(r"[^a-z0-9]+", "", plain(product))
    return ONE_NAME.get(word, word)


def asked_of(truth):
    """Name what a school's truth asks: the product and the day of those that have an ENT only."""
    equipped = truth["status"] != "*" and {"school", "class"} & set(truth["status"].split("|"))
    tells = truth["status"] != "unknown" or truth["solution"] or truth["start"]
    return ["status"] * bool(tells) + [
        value for value in VALUES[1:] if equipped and truth[value] not in {"", "*"}
    ]


def is_right(value, truth, told):
    """Hold a value against the truth, which may name several that a person could read."""
    wanted, got = truth[value].split("|"), told[VALUES.index(value)]
    if value == "solution":
        return key(got) in map(key, wanted)
    return got in wanted or (value == "status" and "*" in wanted)


def mark(truths, known, reading):
    """Count what became of each value of a register."""
    counts, doubts = collections.Counter(), doubted(reading)
    counts["questions"] = bool(questions(reading))
    for truth in truths:
        told, values = known[truth["uai"]], asked_of(truth)
        is_status_right = is_right("status", truth, told)
        if not values and told[0] != "unknown" and not is_status_right:
            values = ["status"]  # the register says nothing of it, the map does
        missed = [value for value in values
                  if not is_status_right or not is_right(value, truth, told)]  # fmt: skip
        for value in values:
            counts[value, "asked"] += 1
            counts[value, "right"] += value not in missed
        is_loud = counts["questions"] or truth["uai"] in doubts
        for value in missed if is_status_right else missed[:1]:
            is_lost = told[VALUES.index(value)] in {"", "unknown"}
            counts["loud" if is_loud else "lost" if is_lost else "wrong"] += 1
        counts["told"] += bool(values)
        counts["doubted"] += bool(values) and not missed and truth["uai"] in doubts
    return counts


def read_all(folder, directory):
    """Read and mark each register; those that are refused are named."""
    about = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    files = {path.stem: path for path in (folder / "in").iterdir()}
    marks, refused = {}, set()
    for name, meta in about.items():
        with (folder / f"truth/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            truths = list(csv.DictReader(file))
        try:
            reading = directory.read(files[name])
        except InputError:
            refused.add(name)
            continue
        known = directory.known(reading, dt.date.fromisoformat(meta["date"]))
        marks[name] = mark(truths, known, reading)
    return marks, refused


def test_right_or_asked_about(shared_file):
    """Status, product and day of 2,599 schools in 46 registers; three are refused."""
    directory = Directory(shared_file("annuaire-035-2023-06.csv"))
    marks, refused = read_all(shared_file("registers/meta.json").parent, directory)
    assert refused == REFUSED
    total = sum(marks.values(), collections.Counter())
    each = {name: counts["status", "right"] / counts["status", "asked"]
            for name, counts in marks.items()}  # fmt: skip
    calm = sum((counts for name, counts in marks.items() if not name.startswith(CONTRADICTORY)),
               collections.Counter())  # fmt: skip
    silent = {name: counts["wrong"] for name, counts in marks.items() if counts["wrong"]}
    shares = {value: total[value, "right"] / total[value, "asked"] for value in VALUES}
    asked = [name for name, counts in marks.items() if counts["questions"]]
    assert not silent, f"silently wrong values: {silent}"
    assert total["lost"] <= 5, f"silently lost values: {total['lost']}"
    assert shares["status"] >= 0.97, f"statuses that are right: {shares}"
    assert min(each.values()) >= 0.8, f"a register of which too little is right: {each}"
    assert min(shares["solution"], shares["start"]) >= 0.94, f"values that are right: {shares}"
    assert len(asked) <= 6, f"registers that are asked about: {asked}"
    assert calm["doubted"] <= 0.03 * calm["told"], f"doubted though right: {calm['doubted']}"
