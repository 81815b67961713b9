"""The layouts that both halves of the keepers have: one function each, from facts to sheets.

A layout decides what is told of a school, and so what a careful person reads of it.
`keepers_layouts_b.py` holds those that the reader was never developed on.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

from keepers_hand import DATE, ENT, Fact, Hand, Register, Row, Sheet, Truth, fill_date

from geo_ent.communes.bundled import commune_zones, epci_names

Layout = Callable[[Hand], Register]
LAYOUTS: dict[str, Layout] = {}
"""The layouts of both halves, by name."""

BOXES = ("school", "class", "planned", "none")


def layout(function: Layout) -> Layout:
    """Add a layout to those of both halves."""
    LAYOUTS[function.__name__] = function
    return function


# ---- what several layouts share


def three_cells(hand: Hand, fact: Fact, *, ended: bool = False) -> tuple[Row, Truth]:
    """Write a school's status, product and start in a cell each, and say what is read of them."""
    status = "ended" if ended else fact.status
    words = hand.words["status"][status]
    cell = hand.rng.choice(words) if ended else hand.tell(status)
    day = fact.start or DATE
    if ended:  # what ended in 2021 began before
        day = day.replace(year=min(day.year, 2018))
    product, (date, start) = hand.product(fact.product), hand.dated(day)
    if fact.status == "unknown":
        return [cell, "", ""], Truth("unknown")
    if ended or fact.status in ENT:
        truth = Truth(hand.reads(status, cell), hand.solution(fact.product), start)
        return [cell, product, date], truth if not ended else Truth("none|unknown")
    if fact.status == "none":
        return [cell, "", ""], Truth(hand.reads("none", cell))
    date = hand.future() if hand.chance(0.3) else ""
    return [cell, product if hand.chance(0.5) else "", date], Truth(hand.reads("planned", cell))


def with_decoys(
    hand: Hand, titles: Row, rows: list[Row], facts: list[Fact], most: int = 3
) -> list[Row]:
    """Put columns that say nothing of an ENT among the others; give the header and the rows."""
    grid = [list(titles), *(list(row) for row in rows)]
    for title, write in hand.decoys(most):
        # never before the school itself: a hand writes that first
        place = hand.rng.randint(1, len(grid[0]))
        grid[0].insert(place, title)
        for row, fact in zip(grid[1:], facts, strict=True):
            row.insert(place, write(fact))
    return grid


def one_sheet(hand: Hand, rows: list[Row], truth: dict[str, Truth], **options: bool) -> Register:
    """Make a register of one sheet."""
    return Register([Sheet(hand.one_of("sheets", "main"), rows)], truth, **options)


def by(facts: Iterable[Fact], key: Callable[[Fact], str]) -> list[tuple[str, list[Fact]]]:
    """Group facts by a text of each."""
    return [(text, list(group)) for text, group in groupby(sorted(facts, key=key), key=key)]


def size(hand: Hand) -> int:
    """Draw how many schools a register has."""
    return hand.rng.choice([14, 20, 26, 34, 45, 60])


def header_columns(hand: Hand, *columns: str) -> list[str]:
    """Draw the titles of columns."""
    return [hand.title(column) for column in columns]


# ---- one row a school


@layout
def plain(hand: Hand) -> Register:
    """Lay out a row a school: status, product, start in columns of any title."""
    facts = hand.facts(size(hand), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    noted = hand.chance(0.4)
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact, ended=hand.chance(0.03))
        if fact.status == "school" and hand.chance(0.03):  # it will have one, at the date
            cells = [hand.tell("school"), hand.product(fact.product), hand.future()]
            truth[fact.uai] = Truth("planned|none")
        rows.append([*identity(fact), *cells, *[hand.one_of("remarks", "plain")] * noted])
    titles += header_columns(hand, "status", "solution", "start", *["note"] * noted)
    return one_sheet(hand, with_decoys(hand, titles, rows, facts), truth)


@layout
def status_alone(hand: Hand) -> Register:
    """Lay out one row a school, a status only, among many columns that say nothing of an ENT."""
    facts = hand.facts(size(hand), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    for fact in facts:
        cell = hand.tell(fact.status)
        rows.append([*identity(fact), cell])
        truth[fact.uai] = Truth(hand.reads(fact.status, cell))
    grid = with_decoys(hand, [*titles, hand.title("status")], rows, facts, most=7)
    return one_sheet(hand, grid, truth)


@layout
def free_cells(hand: Hand) -> Register:
    """Lay out one row a school, all that is known of its ENT in one cell, as one speaks."""
    usual = ("school", "school", "school", "class", "planned", "none", "none", "ended", "unknown")
    facts = hand.facts(size(hand), usual, clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    for fact in facts:
        cell, truth[fact.uai] = hand.free_cell(fact)
        if hand.chance(0.04):
            odd = hand.rng.choice(hand.words["odd"])
            cell, truth[fact.uai] = odd["cell"], Truth(odd["status"], "*", "*")
        rows.append([*identity(fact), cell])
    return one_sheet(hand, with_decoys(hand, [*titles, hand.title("free")], rows, facts, 2), truth)


@layout
def product_is_status(hand: Hand) -> Register:
    """Lay out a column that holds the product, else a word for none or for a project."""
    facts = hand.facts(size(hand), ("school", "school", "school", "none", "planned"), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    dated = hand.chance(0.5)
    for fact in facts:
        date, start = hand.dated(fact.start or DATE)
        if fact.status == "school":
            cell = hand.product(fact.product)
            truth[fact.uai] = Truth("school", hand.solution(fact.product), start if dated else "")
        else:
            cell, date = hand.tell(fact.status), ""
            truth[fact.uai] = Truth(hand.reads(fact.status, cell))
        rows.append([*identity(fact), cell, *[date] * dated])
    titles += header_columns(hand, "solution" if hand.chance(0.5) else "free", *["start"] * dated)
    return one_sheet(hand, with_decoys(hand, titles, rows, facts), truth)


@layout
def numbered_statuses(hand: Hand) -> Register:
    """Lay out statuses with a number before, as lists to choose from have."""
    facts = hand.facts(size(hand), ("school", "school", "class", "planned", "none"), clear=True)
    titles, identity = hand.identity()
    form = hand.rng.choice(hand.words["numbered"])
    words = {status: hand.habits[status][0] for status in BOXES}
    rows, truth = [], {}
    for fact in facts:
        cells, read = three_cells(hand, fact)
        number = BOXES.index(fact.status) + 1
        cells[0] = form.format(n=number, word=words[fact.status])
        rows.append([*identity(fact), *cells])
        truth[fact.uai] = Truth(
            hand.reads(fact.status, words[fact.status]), read.solution, read.start
        )
    titles += header_columns(hand, "status", "solution", "start")
    return one_sheet(hand, with_decoys(hand, titles, rows, facts, 2), truth)


@layout
def line_of_hints(hand: Hand) -> Register:
    """Lay out a line below the header that says what to write in each column."""
    facts = hand.facts(size(hand), clear=True)
    titles, identity = hand.identity(uai=True)
    rows: list[Row] = [[*titles, *header_columns(hand, "status", "solution", "start")]]
    hints = hand.rng.choice(hand.words["hints"])
    rows.append([*[""] * len(titles), *hints])
    truth = {}
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact)
        rows.append([*identity(fact), *cells])
    return one_sheet(hand, rows, truth)


@layout
def before_and_now(hand: Hand) -> Register:
    """Lay out what a school had before beside what it has now."""
    facts = hand.facts(size(hand), ("school", "school", "none"), clear=True)
    titles, identity = hand.identity()
    before, now = hand.rng.choice(hand.words["before_and_now"])
    empty = hand.rng.choice(["", "-"])
    rows, truth = [], {}
    for fact in facts:
        had = hand.product(hand.rng.choice(hand.products)) if hand.chance(0.4) else empty
        has = hand.product(fact.product) if fact.status == "school" else empty
        rows.append([*identity(fact), had, has])
        truth[fact.uai] = Truth("school", hand.solution(fact.product)) if fact.product else Truth(
            "none|unknown")  # fmt: skip
    return one_sheet(hand, [[*titles, before, now], *rows], truth)


@layout
def with_colleges(hand: Hand) -> Register:
    """Lay out schools and collèges of their names together: a collège's row is no school's."""
    facts = hand.facts(size(hand), clear=True)
    # by name, or the UAI would tell them apart
    titles, identity = hand.identity(uai=False)
    rows, truth = [], {}
    shown = []
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact)
        rows.append([*identity(fact), *cells])
        shown.append(fact)
        if hand.chance(0.15):
            proper = " ".join(fact.name.split()[3:]) or fact.commune
            other = replace(fact, name=f"Collège {proper}", status="school")
            cells, _ = three_cells(hand, replace(other, product=hand.products[0]))
            rows.append([*identity(other), *cells])
            shown.append(other)
    titles += header_columns(hand, "status", "solution", "start")
    return one_sheet(hand, with_decoys(hand, titles, rows, shown, 1), truth)


@layout
def yes_with_product(hand: Hand) -> Register:
    """Lay out status and product in one cell, start beside: « Oui - ONE »."""
    facts = hand.facts(size(hand), ("school", "school", "none"), clear=True)
    titles, identity = hand.identity()
    form = hand.rng.choice(hand.words["mixed"])
    rows, truth = [], {}
    for fact in facts:
        date, start = hand.dated(fact.start or DATE)
        cell = hand.tell("none")
        truth[fact.uai] = Truth(hand.reads("none", cell))
        if fact.status == "school":
            cell = form.format(
                yes=hand.rng.choice(hand.words["yes"]), product=hand.product(fact.product)
            )
            truth[fact.uai] = Truth("school", hand.solution(fact.product), start)
        rows.append([*identity(fact), cell, date if fact.status == "school" else ""])
    titles += header_columns(hand, "status", "start")
    return one_sheet(hand, with_decoys(hand, titles, rows, facts), truth)


@layout
def asked_and_delivered(hand: Hand) -> Register:
    """Lay out « Demande ENT » beside « ENT livré »: what was asked for is no ENT."""
    facts = hand.facts(size(hand), ("school", "school", "none", "none"), clear=True)
    titles, identity = hand.identity()
    asked, delivered = hand.rng.choice(hand.words["asked"])
    yes, no = hand.rng.choice([("oui", "non"), ("O", "N"), ("Oui", "Non")])
    rows, truth = [], {}
    for fact in facts:
        has = fact.status == "school"
        wants = has or hand.chance(0.4)
        product = hand.product(fact.product) if has else ""
        rows.append([*identity(fact), yes if wants else no, yes if has else no, product])
        # who asked for one and has none may be told as a project
        truth[fact.uai] = Truth("school", hand.solution(fact.product)) if has else Truth(
            "none|planned" if wants else "none")  # fmt: skip
    titles += [asked, delivered, hand.title("solution")]
    return one_sheet(hand, with_decoys(hand, titles, rows, facts, 2), truth)


@layout
def begin_and_end(hand: Hand) -> Register:
    """Lay out without a status: a product, a first and a last day."""
    facts = hand.facts(size(hand), ("school", "school", "school", "none"), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    for fact in facts:
        day = fact.start or DATE
        over = hand.chance(0.25) and day.year < 2021
        last = dt.date(2022, 7, 7) if over else dt.date(2025, 8, 31)
        if fact.status == "none":
            rows.append([*identity(fact), "", "", ""])
            truth[fact.uai] = Truth("none|unknown")
            continue
        end = last if over or hand.chance(0.4) else ""
        rows.append([*identity(fact), hand.product(fact.product), day, end])
        truth[fact.uai] = Truth("none|unknown") if over else Truth(
            "school", hand.solution(fact.product), day.isoformat())  # fmt: skip
    titles += header_columns(hand, "solution", "start", "end")
    return one_sheet(hand, with_decoys(hand, titles, rows, facts, 2), truth)


# ---- a column a year, a product, a status


def _year_truth(fact: Fact, years: list[int]) -> Truth:
    """Say what columns of years tell of a school: since the first one, or before."""
    start = fact.start or DATE
    first = max(start.year, years[0])
    # in the first column of all it may have begun before
    since = f"{first}-09-01" + ("|" if first == years[0] else "")
    return Truth("school", "", since)


@layout
def year_columns(hand: Hand) -> Register:
    """Lay out a column a school year, ticked."""
    facts = hand.facts(size(hand), ("school", "school", "none", "ended"), clear=True)
    titles, identity = hand.identity()
    years = list(range(hand.rng.choice([2018, 2019, 2020]), 2023))
    form, (tick, empty) = (
        hand.one_of("years", "forms"),
        hand.rng.choice(hand.words["ticks"]["marks"]),
    )
    rows, truth = [], {}
    for fact in facts:
        first, last = (fact.start or DATE).year, 2022 if fact.status != "ended" else 2021
        has = [fact.status != "none" and first <= year <= last for year in years]
        rows.append([*identity(fact), *[tick if yes else empty for yes in has]])
        truth[fact.uai] = _year_truth(fact, years) if has[-1] else Truth(
            "none|unknown" if empty == "" or any(has) else "none")  # fmt: skip
    headers = [fill_date(form, dt.date(year, 9, 1)) for year in years]
    if hand.chance(0.25):  # the latest first
        headers.reverse()
        rows = [[*row[: len(titles)], *row[len(titles) :][::-1]] for row in rows]
    return one_sheet(hand, [[*titles, *headers], *rows], truth)


@layout
def year_columns_of_products(hand: Hand) -> Register:
    """Lay out a column a school year, which holds the product used in it."""
    facts = hand.facts(size(hand), ("school", "school", "none", "ended"), clear=True)
    titles, identity = hand.identity()
    years = list(range(hand.rng.choice([2018, 2019, 2020]), 2023))
    form, empty = hand.one_of("years", "forms"), hand.rng.choice(["", "-", "non", "aucun"])
    rows, truth = [], {}
    for fact in facts:
        first, last = (fact.start or DATE).year, 2022 if fact.status != "ended" else 2021
        has = [fact.status != "none" and first <= year <= last for year in years]
        product = hand.product(fact.product) if fact.product else ""
        rows.append([*identity(fact), *[product if yes else empty for yes in has]])
        truth[fact.uai] = Truth("none" if empty in {"non", "aucun"} else "none|unknown")
        if has[-1]:
            since = _year_truth(fact, years).start
            truth[fact.uai] = Truth("school", hand.solution(fact.product), since)
    headers = [fill_date(form, dt.date(year, 9, 1)) for year in years]
    return one_sheet(hand, [[*titles, *headers], *rows], truth)


@layout
def year_columns_of_words(hand: Hand) -> Register:
    """Lay out a column a school year, in which the status stands in words."""
    usual = ("school", "school", "class", "planned", "none")
    facts = hand.facts(size(hand), usual, clear=True)
    titles, identity = hand.identity()
    years = list(range(hand.rng.choice([2020, 2021]), 2023))
    form = hand.one_of("years", "forms")
    rows, truth = [], {}
    for fact in facts:
        earlier = ["none" if hand.chance(0.5) else fact.status for _ in years[:-1]]
        # what once was open isn't planned again: none before, then what is so now
        earlier.sort(key=lambda status: status != "none")
        if fact.status == "planned":
            earlier = ["none" for _ in earlier]
        cells = [hand.tell(status) for status in (*earlier, fact.status)]
        rows.append([*identity(fact), *cells])
        truth[fact.uai] = Truth(hand.reads(fact.status, cells[-1]))
    headers = [fill_date(form, dt.date(year, 9, 1)) for year in years]
    return one_sheet(hand, [[*titles, *headers], *rows], truth)


@layout
def product_columns(hand: Hand) -> Register:
    """Lay out a column a product, ticked; one more for those that have none."""
    facts = hand.facts(size(hand), ("school", "school", "none", "unknown"), clear=True)
    titles, identity = hand.identity()
    products = hand.products
    written = [hand.product(names) for names in products]
    tick, empty = hand.rng.choice(hand.words["ticks"]["marks"])
    none_title = hand.one_of("boxes", "none") if hand.chance(0.7) else ""
    rows, truth = [], {}
    for fact in facts:
        marks = [
            tick if fact.status == "school" and names == fact.product else empty
            for names in products
        ]
        none = [tick if fact.status == "none" else empty] if none_title else []
        rows.append([*identity(fact), *marks, *none])
        truth[fact.uai] = Truth(
            "none|unknown" if fact.status == "unknown" or not none_title else "none"
        )
        if fact.status == "school":
            truth[fact.uai] = Truth("school", hand.solution(fact.product))
    return one_sheet(hand, [[*titles, *written, *[none_title] * bool(none_title)], *rows], truth)


@layout
def status_boxes(hand: Hand) -> Register:
    """Lay out a box a status, of any wording, and the product beside."""
    facts = hand.facts(size(hand), clear=True)
    titles, identity = hand.identity()
    tick, empty = hand.rng.choice([m for m in hand.words["ticks"]["marks"] if m != ["oui", "non"]])
    boxes = [hand.one_of("boxes", status) for status in BOXES]
    rows, truth = [], {}
    for fact in facts:
        marks = [tick if fact.status == status else empty for status in BOXES]
        has = fact.status in ENT
        date, start = hand.dated(fact.start or DATE)
        rows.append(
            [
                *identity(fact),
                *marks,
                hand.product(fact.product) if has else "",
                date if has else "",
            ]
        )
        truth[fact.uai] = Truth(fact.status if fact.status != "unknown" else "unknown|none")
        if has:
            truth[fact.uai] = Truth(fact.status, hand.solution(fact.product), start)
    titles += [*boxes, *header_columns(hand, "solution", "start")]
    return one_sheet(hand, with_decoys(hand, titles, rows, facts, 2), truth)


# ---- headers


@layout
def grouped_header(hand: Hand) -> Register:
    """Lay out two header lines: groups of columns, then columns."""
    facts = hand.facts(size(hand), clear=True)
    titles, identity = hand.identity()
    group_school, group_ent = hand.rng.choice(hand.words["groups"])
    rows, truth = [], {}
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact)
        rows.append([*identity(fact), *cells])
    groups = [group_school, *[""] * (len(titles) - 1), group_ent, "", ""]
    head = [*titles, *header_columns(hand, "status", "solution", "start")]
    register = one_sheet(hand, [groups, head, *rows], truth)
    if hand.chance(0.5):
        register.framed = False
        register.sheets[0].merges = [(0, len(titles), 0, len(titles) + 2)]
        register.sheets[0].merges += [(0, 0, 0, len(titles) - 1)] * (len(titles) > 1)
    return register


@layout
def no_header(hand: Hand) -> Register:
    """Lay out without a header."""
    facts = hand.facts(size(hand), clear=True)
    _, identity = hand.identity(uai=True)
    rows, truth = [], {}
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact)
        rows.append([*identity(fact), *cells])
    return one_sheet(hand, rows, truth, framed=False)


# ---- several tables, blocks, sheets


@layout
def side_by_side(hand: Hand) -> Register:
    """Lay out two tables side by side, an empty column between."""
    facts = hand.facts(size(hand), clear=True)
    titles, identity = hand.identity()
    head = [*titles, *header_columns(hand, "status", "solution")]
    cells, truth = [], {}
    for fact in facts:
        written, read = three_cells(hand, fact)
        cells.append([*identity(fact), *written[:2]])
        truth[fact.uai] = Truth(read.status, read.solution)
    half = (len(cells) + 1) // 2
    blank = [""] * len(head)
    right = [*cells[half:], *[blank] * (2 * half - len(cells))]
    rows = [[*one, "", *two] for one, two in zip(cells[:half], right, strict=True)]
    return one_sheet(hand, [[*head, "", *head], *rows], truth, framed=False)


@layout
def blocks_of_places(hand: Hand) -> Register:
    """Lay out blocks under the name of a commune or circonscription; the header once or in each."""
    of_commune = hand.chance(0.5)
    place: Callable[[Fact], str] = (
        (lambda fact: fact.commune) if of_commune else lambda fact: fact.circo
    )
    facts = hand.facts(size(hand), clear=True)
    # under a commune's title the commune needs no column
    first = [("name", lambda fact: fact.name)] + (
        [] if of_commune else [("commune", lambda fact: fact.commune)]
    )
    if hand.chance(0.5):
        first.insert(0, ("uai", lambda fact: fact.uai))
    head = header_columns(hand, *(column for column, _ in first), "status", "solution", "start")
    again = hand.chance(0.5)
    title = hand.rng.choice(hand.words["blocks"]["commune" if of_commune else "circo"])
    rows, truth = ([] if again else [head]), {}
    for name, group in by(facts, place):
        rows += [[title.format(name=name, NAME=name.upper())], *[head] * again]
        for fact in group:
            cells, truth[fact.uai] = three_cells(hand, fact)
            rows.append([*[write(fact) for _, write in first], *cells])
        rows += [[]] * again
    return one_sheet(hand, rows, truth)


@layout
def sections_of_status(hand: Hand) -> Register:
    """Lay out without a status column: the rows stand under titles of sections."""
    facts = hand.facts(size(hand), ("school", "school", "planned", "none"), clear=True)
    titles, identity = hand.identity()
    head = [*titles, *header_columns(hand, "solution", "start")]
    rows, truth = [head], {}
    groups = dict(by(facts, lambda fact: fact.status))
    for status in ("school", "planned", "none"):
        if status not in groups:
            continue
        rows.append([hand.one_of("sections", status)])
        for fact in groups[status]:
            cells, read = three_cells(hand, fact)
            rows.append([*identity(fact), *cells[1:]])
            truth[fact.uai] = Truth(status, read.solution, read.start)
    return one_sheet(hand, rows, truth)


@layout
def sheets_of_status(hand: Hand) -> Register:
    """Lay out a sheet a status."""
    facts = hand.facts(size(hand), ("school", "school", "planned", "none"), clear=True)
    titles, identity = hand.identity()
    head = [*titles, *header_columns(hand, "solution", "start")]
    sheets, truth = [], {}
    for status, group in by(facts, lambda fact: fact.status):
        rows = [head]
        for fact in group:
            cells, read = three_cells(hand, fact)
            rows.append([*identity(fact), *cells[1:]])
            truth[fact.uai] = Truth(status, read.solution, read.start)
        sheets.append(Sheet(hand.one_of("sheets", status), rows))
    hand.rng.shuffle(sheets)
    return Register(sheets, truth)


@layout
def sheets_of_years(hand: Hand) -> Register:
    """Lay out a sheet a school year, in any order: the year of the date counts."""
    facts = hand.facts(size(hand), ("school", "school", "none"), clear=True)
    titles, identity = hand.identity()
    head = [*titles, *header_columns(hand, "status", "solution")]
    form = hand.one_of("years", "forms")
    years, sheets, truth = [2020, 2021, 2022], [], {}
    for year in years:
        rows = [head]
        for fact in facts:
            has = fact.status == "school" and (fact.start or DATE).year <= year
            rows.append([*identity(fact), hand.tell("school" if has else "none"),
                         hand.product(fact.product) if has else ""])  # fmt: skip
            cell = rows[-1][-2]
            truth[fact.uai] = Truth("school", hand.solution(fact.product)) if has else Truth(
                hand.reads("none", cell))  # fmt: skip
        sheets.append(Sheet(fill_date(form, dt.date(year, 9, 1)), rows))
    hand.rng.shuffle(sheets)
    return Register(sheets, truth)


@layout
def sheets_of_circos(hand: Hand) -> Register:
    """Lay out a sheet a circonscription, each with its own order of columns and its own words."""
    facts = hand.facts(size(hand) + 20, clear=True)
    sheets, truth = [], {}
    for circo, group in by(facts, lambda fact: fact.circo):
        other = Hand(hand.half, hand.rng, hand.schools)
        titles, identity = other.identity()
        rows: list[Row] = [[*titles, *header_columns(other, "status", "solution", "start")]]
        for fact in group:
            cells, truth[fact.uai] = three_cells(other, fact)
            rows.append([*identity(fact), *cells])
        sheets.append(Sheet(circo, rows))
    return Register(sheets, truth)


@layout
def old_sheet_hidden(hand: Hand) -> Register:
    """Lay out a shown sheet, and a hidden one from before, which doesn't count."""
    register = plain(hand)
    now = register.sheets[0]
    old = [now.rows[0], *(row[:] for row in now.rows[1:])]
    # every other row said the contrary then
    changed = {word for status in BOXES[:3] for word in hand.words["status"][status]}
    for row in old[1::2]:
        row[:] = ["non" if cell in changed else cell for cell in row]
    register.sheets.append(Sheet(hand.one_of("sheets", "old"), old, hidden=True))
    return register


# ---- codes, repetitions, history


@layout
def codes_with_legend(hand: Hand) -> Register:
    """Lay out letters or figures for statuses, and their legend beside or below."""
    facts = hand.facts(size(hand), BOXES, clear=True)
    titles, identity = hand.identity()
    letters = dict(zip(BOXES, hand.rng.choice(hand.words["legend"]["letters"]), strict=True))
    legend = [[letters[status], hand.one_of("legend", status)] for status in BOXES]
    rows, truth = [[*titles, hand.title("code"), hand.title("solution")]], {}
    for fact in facts:
        has = fact.status in ENT
        rows.append(
            [*identity(fact), letters[fact.status], hand.product(fact.product) if has else ""]
        )
        truth[fact.uai] = Truth(fact.status, hand.solution(fact.product) if has else "")
    head = hand.one_of("legend", "heads")
    place = hand.rng.choice(hand.words["legend"]["places"])
    if place == "sheet":
        return Register([Sheet(hand.one_of("sheets", "main"), rows),
                         Sheet(hand.one_of("sheets", "legend"), legend)], truth)  # fmt: skip
    if place == "below":
        rows += [[], [head], *[[f"{code} = {text}"] for code, text in legend]]
    elif place == "above":
        rows = [[" ; ".join(f"{code} : {text}" for code, text in legend)], [], *rows]
    else:
        beside = [[head, ""], *legend]
        rows = [[*row, "", *(beside[i] if i < len(beside) else [])] for i, row in enumerate(rows)]
    return one_sheet(hand, rows, truth, framed=False)


@layout
def ditto(hand: Hand) -> Register:
    """Lay out « idem » for what stands in the row above."""
    facts = hand.facts(size(hand), ("school", "school", "none"), clear=True)
    facts.sort(key=lambda fact: (fact.status, fact.product))
    titles, identity = hand.identity()
    mark = hand.one_of("ditto", "marks")
    rows, truth, above = [[*titles, *header_columns(hand, "status", "solution")]], {}, ("", "")
    for fact in facts:
        same = (fact.status, fact.product) == above
        cell = hand.habits[fact.status][0]
        product = hand.product(fact.product) if fact.status == "school" else ""
        repeated = [mark, mark if product else ""] if same and hand.chance(0.8) else [cell, product]
        rows.append([*identity(fact), *repeated])
        truth[fact.uai] = Truth(
            hand.reads(fact.status, cell), hand.solution(fact.product) if product else ""
        )
        above = (fact.status, fact.product)
    return one_sheet(hand, rows, truth)


@layout
def history(hand: Hand) -> Register:
    """Lay out several rows a school, a period each: the one in force counts."""
    facts = hand.facts(size(hand), ("school", "school", "ended", "none"), clear=True)
    titles, identity = hand.identity()
    rows: list[Row] = []
    truth = {}
    for fact in facts:
        before, now = hand.rng.sample(hand.products, 2)
        change = dt.date(hand.rng.choice([2019, 2020, 2021]), 9, 1)
        begun = dt.date(2016, 9, 1)
        if fact.status == "none":
            cell = hand.tell("none")
            rows.append([*identity(fact), cell, "", "", ""])
            truth[fact.uai] = Truth(hand.reads("none", cell))
            continue
        yes = hand.rng.choice(hand.words["yes"])
        end = change - dt.timedelta(days=1)
        rows.append([*identity(fact), yes, hand.product(before), begun, end])
        truth[fact.uai] = Truth("none|unknown")
        if fact.status == "school":
            rows.append([*identity(fact), yes, hand.product(now), change, ""])
            truth[fact.uai] = Truth("school", hand.solution(now), change.isoformat())
    if hand.chance(0.5):
        hand.rng.shuffle(rows)
    head = [*titles, *header_columns(hand, "status", "solution", "start", "end")]
    return one_sheet(hand, [head, *rows], truth)


@layout
def row_a_class(hand: Hand) -> Register:
    """Lay out a row a class: with an ENT in all, the school has one."""
    facts = hand.facts(12, ("school", "school", "class", "none"), clear=True)
    titles, identity = hand.identity(uai=True)
    yes, no = hand.rng.choice([("oui", "non"), ("O", "N"), (1, 0)])
    rows: list[Row] = [[*titles, hand.title("class"), hand.title("status"), hand.title("solution")]]
    truth = {}
    for fact in facts:
        classes = hand.rng.sample(
            ["CP", "CE1", "CE2", "CM1", "CM2", "PS-MS", "GS"], hand.rng.randint(2, 5)
        )
        with_ent = {"school": len(classes), "class": 1, "none": 0}[fact.status]
        for i, name in enumerate(sorted(classes)):
            has = i < with_ent
            rows.append(
                [
                    *identity(fact),
                    name,
                    yes if has else no,
                    hand.product(fact.product) if has else "",
                ]
            )
        truth[fact.uai] = Truth(fact.status, hand.solution(fact.product) if with_ent else "")
    return one_sheet(hand, rows, truth)


@layout
def row_a_service(hand: Hand) -> Register:
    """Lay out a row a service of a school, of which only one is the ENT."""
    facts = hand.facts(14, ("school", "school", "none"), clear=True)
    titles, identity = hand.identity(uai=True)
    words = hand.words["service"]
    rows: list[Row] = [
        [*titles, hand.title("service"), hand.title("status"), hand.title("solution")]
    ]
    truth = {}
    ent = hand.rng.choice(words["ent"])
    others = hand.rng.sample(words["others"], 3)
    for fact in facts:
        has = fact.status == "school"
        lines: list[Row] = [
            [service, hand.rng.choice(words["others_cells"]), ""] for service in others
        ]
        cell = hand.tell(fact.status)
        lines.append([ent, cell, hand.product(fact.product) if has else ""])
        hand.rng.shuffle(lines)
        rows += [[*identity(fact), *line] for line in lines]
        truth[fact.uai] = Truth(
            hand.reads(fact.status, cell), hand.solution(fact.product) if has else ""
        )
    return one_sheet(hand, rows, truth)


# ---- exports and documents


@layout
def uai_in_text(hand: Hand) -> Register:
    """Lay out the UAI inside a longer cell."""
    facts = hand.facts(size(hand))
    form = hand.rng.choice(hand.words["longer"])
    rows, truth = [[hand.title("name"), *header_columns(hand, "status", "solution", "start")]], {}
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact)
        place = form.format(uai=fact.uai, name=fact.name, commune=fact.commune, circo=fact.circo)
        rows.append([place, *cells])
    return one_sheet(hand, rows, truth)


@layout
def editor_export(hand: Hand) -> Register:
    """Lay out an editor's or an IT service's export: English or snake_case titles and states."""
    words = hand.words["editor"]
    facts = hand.facts(size(hand), ("school", "school", "planned", "ended"), clear=True)
    titles = hand.rng.choice(words["titles"])
    states = {status: hand.rng.choice(words[status]) for status in ("school", "planned", "ended")}
    iso = hand.rng.choice(words["stamps"])
    product = hand.rng.choice(hand.products)
    rows, truth = [list(titles)], {}
    for fact in facts:
        day = fact.start or DATE
        names = product if hand.chance(0.9) else hand.rng.choice(hand.products)
        if fact.status == "ended" and day.year > 2021:
            day = day.replace(year=2020)
        begun = fill_date(iso, day) if fact.status != "planned" else ""
        rows.append(
            [fact.uai, fact.name, fact.commune, states[fact.status], hand.product(names), begun]
        )
        truth[fact.uai] = Truth("none|unknown" if fact.status == "ended" else fact.status)
        if fact.status == "school":
            truth[fact.uai] = Truth("school", hand.solution(names), day.isoformat())
    return one_sheet(hand, rows, truth, framed=False)


@layout
def survey(hand: Hand) -> Register:
    """Lay out a survey: questions as titles, some schools answering twice, the last one counts."""
    words = hand.words["survey"]
    facts = hand.facts(size(hand), BOXES, clear=True)
    titles, identity = hand.identity()
    head = [
        hand.title("stamp"),
        *titles,
        *(hand.rng.choice(words[c]) for c in ("status", "solution", "start")),
    ]
    answers = {status: hand.rng.choice(words[status]) for status in BOXES}
    form = hand.rng.choice(words["stamp_forms"])
    rows: list[Row] = []
    truth = {}
    day = dt.date(2023, 2, 1)
    twice = {
        fact.uai: hand.fact(fact.uai, ("none", "school")) for fact in facts if hand.chance(0.1)
    }
    for i, fact in enumerate([*twice.values(), *facts]):
        has = fact.status in ENT
        date, start = hand.dated(fact.start or DATE)
        stamp = fill_date(form, day + dt.timedelta(days=i))
        product = hand.product(fact.product) if has else ""
        rows.append([stamp, *identity(fact), answers[fact.status], product, date if has else ""])
        doubt = "may" if fact.uai in twice else "no"
        told = (hand.solution(fact.product), start) if has else ("", "")
        truth[fact.uai] = Truth(fact.status, *told, doubt)
    return one_sheet(hand, [head, *rows], truth, framed=False)


@layout
def survey_of_boxes(hand: Hand) -> Register:
    """Lay out a survey's export with a 0/1 column an answer, and « Autre »."""
    words = hand.words["survey"]
    facts = hand.facts(size(hand), BOXES, clear=True)
    titles, identity = hand.identity()
    question, which = (hand.rng.choice(words[c]) for c in ("status", "solution"))
    form = hand.rng.choice(words["answer"])
    answers = {status: hand.rng.choice(words[status]) for status in BOXES}
    yes, no = hand.rng.choice(words["ticks"])
    products = hand.products
    rows, truth = [], {}
    for fact in facts:
        has = fact.status in ENT
        marks = [yes if fact.status == status else no for status in BOXES]
        used = [yes if has and names == fact.product else no for names in products]
        free = ""
        if has and hand.chance(0.12):  # none of those that could be ticked
            used, free = [no for _ in products], hand.rng.choice(words["other_products"])
        rows.append([*identity(fact), *marks, *used, free])
        named = free or hand.solution(fact.product)
        truth[fact.uai] = Truth(fact.status, named if has else "")
    head = [*titles, *(form.format(question=question, answer=answers[status]) for status in BOXES)]
    head += [form.format(question=which, answer=hand.product(names)) for names in products]
    head.append(form.format(question=which, answer=words["other"]))
    return one_sheet(hand, [head, *rows], truth, framed=False)


@layout
def board(hand: Hand) -> Register:
    """Lay out a board's export: the list is the stage, the label the product."""
    words = hand.words["board"]
    facts = hand.facts(size(hand), ("school", "planned", "none"), clear=True)
    stages = {status: hand.rng.choice(words[status]) for status in ("school", "planned", "none")}
    rows, truth = [list(hand.rng.choice(words["titles"]))], {}
    form = hand.rng.choice(words["cards"])
    for fact in facts:
        has = fact.status == "school"
        card = form.format(name=fact.name, commune=fact.commune, uai=fact.uai)
        rows.append([card, stages[fact.status], hand.product(fact.product) if has else "",
                     hand.one_of("remarks", "plain")])  # fmt: skip
        truth[fact.uai] = Truth(fact.status, hand.solution(fact.product) if has else "")
    return one_sheet(hand, rows, truth, framed=False)


@layout
def pasted(hand: Hand) -> Register:
    """Lay out a table pasted from a document: the header again on each page, boxes in the text."""
    facts = hand.facts(size(hand), ("school", "none"), clear=True)
    titles, identity = hand.identity(uai=True)
    head = [*titles, hand.title("status"), hand.title("solution")]
    yes, no = hand.rng.choice(hand.words["pasted"])
    rows, truth = [], {}
    for i, fact in enumerate(facts):
        if i % 12 == 0:
            rows.append(head)
        has = fact.status == "school"
        rows.append(
            [*identity(fact), yes if has else no, hand.product(fact.product) if has else ""]
        )
        truth[fact.uai] = Truth(fact.status, hand.solution(fact.product) if has else "")
    return one_sheet(hand, rows, truth)


@layout
def stages(hand: Hand) -> Register:
    """Lay out a date a stage: asked for, signed, opened."""
    titles, identity = hand.identity()
    facts = hand.facts(size(hand), ("school", "school", "planned", "none"), clear=True)
    rows, truth = [], {}
    for fact in facts:
        day = fact.start or DATE
        cells: Row = ["", "", ""]
        truth[fact.uai] = Truth("none|unknown")
        if fact.status == "school":
            cells = [day - dt.timedelta(days=150), day - dt.timedelta(days=60), day]
            truth[fact.uai] = Truth("school", hand.solution(fact.product), day.isoformat())
        elif fact.status == "planned":
            cells = [dt.date(2023, 2, 3), dt.date(2023, 5, 12), ""]
            truth[fact.uai] = Truth("planned")
        rows.append([*identity(fact), hand.product(fact.product), *cells])
    titles = [*titles, hand.title("solution"), *hand.rng.choice(hand.words["stages"]["titles"])]
    return one_sheet(hand, [titles, *rows], truth)


@layout
def against_itself(hand: Hand) -> Register:
    """Lay out remarks that contradict the status of some rows: a doubt."""
    facts = hand.facts(size(hand), ("school", "none"), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact)
        remark = hand.one_of("remarks", "plain")
        if hand.chance(0.15):
            remark = hand.one_of("remarks", f"against_{fact.status}")
            truth[fact.uai] = Truth("school|none|unknown", "*", "*", doubt="must")
        rows.append([*identity(fact), *cells, remark])
    titles += header_columns(hand, "status", "solution", "start", "note")
    return one_sheet(hand, with_decoys(hand, titles, rows, facts, 2), truth)


@layout
def error_cells(hand: Hand) -> Register:
    """Lay out cells of formulas that failed."""
    facts = hand.facts(size(hand), ("school", "none"), clear=True)
    titles, identity = hand.identity(uai=True)
    rows, truth = [], {}
    for fact in facts:
        cells, truth[fact.uai] = three_cells(hand, fact)
        if hand.chance(0.08):
            cells[0] = hand.rng.choice(["#N/A", "#REF!", "#VALUE!"])
            # the product beside may still be taken for a yes
            known = "school|unknown" if fact.status == "school" else "unknown|none"
            truth[fact.uai] = Truth(known, "*", "*", doubt="must")
        rows.append([*identity(fact), *cells])
    titles += header_columns(hand, "status", "solution", "start")
    return one_sheet(hand, [titles, *rows], truth)


# ---- rows that reach several schools


def communes_of(hand: Hand, n: int) -> list[tuple[str, list[str]]]:
    """Draw communes with their public schools: at most six, whose names tell them apart."""
    table = hand.schools.table
    public = table[table["sector"] == "public"]
    clear = set(hand.schools.clear)
    groups = [
        (str(name), list(group.index))
        for name, group in public.groupby("commune_name")
        if len(group) <= 6 and set(group.index) <= clear
    ]
    return hand.rng.sample(groups, n)


@layout
def row_a_commune(hand: Hand) -> Register:
    """Lay out a row a commune, for its public schools; some but one school, some but none."""
    words = hand.words["territory"]
    rows = [[hand.rng.choice(words["who"]), hand.rng.choice(words["scopes"]),
             *header_columns(hand, "status", "solution", "start")]]  # fmt: skip
    truth = {}
    scope = hand.rng.choice(words["scope"])
    exception, only = hand.rng.choice(words["except"]), hand.rng.choice(words["only"])
    natures = hand.schools.table["nature"]
    for commune, uais in communes_of(hand, 18):
        fact = hand.fact(uais[0], ("school", "school", "none", "planned"))
        cells, read = three_cells(hand, fact)
        text, reached = scope, uais
        elder = [uai for uai in uais if natures[uai] == "elementaire"]
        if {natures[uai] for uai in uais} == {"elementaire", "maternelle"} and hand.chance(0.6):
            text, reached = only, elder
        elif len(uais) > 1 and hand.chance(0.5):
            text = exception.format(school=hand.schools.table.loc[uais[0], "name"])
            reached = uais[1:]
        # nobody says what the schools left out have
        left_out = Truth("unknown|none" if fact.status == "school" else "*")
        truth.update(dict.fromkeys(set(uais) - set(reached), left_out))
        rows.append([commune, text, *cells])
        truth.update(dict.fromkeys(reached, read))
    return one_sheet(hand, rows, truth)


@layout
def convention_of_commune(hand: Hand) -> Register:
    """Lay out a row a commune with a product, signed for or not yet."""
    words = hand.words["territory"]
    signed = dict(zip(("school", "planned", "none"), hand.rng.choice(words["signed"]), strict=True))
    head = [hand.rng.choice(words["who"]), hand.title("solution"),
            hand.rng.choice(words["signed_title"]), hand.title("start")]  # fmt: skip
    rows: list[Row] = [head]
    truth = {}
    for commune, uais in communes_of(hand, 20):
        fact = hand.fact(uais[0], ("school", "school", "planned", "none"))
        date, start = hand.dated(fact.start or DATE)
        has = fact.status == "school"
        names = fact.product or hand.products[0]
        rows.append([commune, hand.product(names), signed[fact.status], date if has else ""])
        # a product that nothing is signed for is no more than a wish
        read = Truth("school", hand.solution(names), start) if has else Truth(
            "none|planned" if fact.status == "none" else "planned|none")  # fmt: skip
        truth.update(dict.fromkeys(uais, read))
    return one_sheet(hand, rows, truth)


def epcis_of(hand: Hand, n: int) -> list[tuple[str, dict[str, list[str]]]]:
    """Draw EPCI by name, each with its communes and their public schools."""
    table = hand.schools.table
    zones, names = commune_zones("epci"), epci_names()
    groups: dict[str, dict[str, list[str]]] = {}
    for uai, row in table[table["sector"] == "public"].iterrows():
        name = names.get(zones.get(row["commune_code"], ""), "")
        groups.setdefault(name, {}).setdefault(row["commune_name"], []).append(str(uai))
    known = sorted(name for name, communes in groups.items() if name and len(communes) > 3)
    return [(name, groups[name]) for name in hand.rng.sample(known, n)]


@layout
def row_a_epci(hand: Hand) -> Register:
    """Lay out a row an EPCI, for its public schools; some but for those of one commune."""
    words = hand.words["territory"]
    rows: list[Row] = [[hand.rng.choice(words["epci_who"]), hand.rng.choice(words["scopes"]),
                        *header_columns(hand, "status", "solution", "start")]]  # fmt: skip
    truth = {}
    form, scope, but = (hand.rng.choice(words[key]) for key in ("epci", "scope", "but"))
    scope = scope.replace("de la commune", "du territoire")
    for name, communes in epcis_of(hand, 5):
        first = min(communes)
        fact = hand.fact(communes[first][0], ("school", "none", "planned"))
        cells, read = three_cells(hand, fact)
        left_out = first if hand.chance(0.5) else ""
        text = but.format(commune=left_out) if left_out else scope
        if left_out[:1] in "AEÉIOU":
            text = text.replace(f"de {left_out}", f"d'{left_out}")
        rows.append([form.format(name=name), text, *cells])
        for commune, uais in communes.items():
            spared = Truth("unknown|none" if fact.status == "school" else "*")
            truth.update(dict.fromkeys(uais, spared if commune == left_out else read))
    return one_sheet(hand, rows, truth)


@layout
def row_a_rpi(hand: Hand) -> Register:
    """Lay out a row a RPI, by the names of its communes: the schools of all of them."""
    words = hand.words["territory"]
    table = hand.schools.table[hand.schools.table["sector"] == "public"]
    rows: list[Row] = [[hand.rng.choice(words["rpi_who"]),
                        *header_columns(hand, "status", "solution", "start")]]  # fmt: skip
    truth = {}
    form, between = hand.rng.choice(words["rpi"]), hand.rng.choice(words["rpi_between"])
    for code, group in table.groupby("rpi_code"):
        communes = list(dict.fromkeys(group["commune_name"]))
        # a commune that has other schools than those of its RPI says less
        whole = table[table["commune_name"].isin(communes)]
        if not code or len(communes) < 2 or len(whole) > len(group):
            continue
        fact = hand.fact(str(group.index[0]), ("school", "school", "none", "planned"))
        cells, read = three_cells(hand, fact)
        rows.append([form.format(communes=between.join(communes)), *cells])
        truth.update(dict.fromkeys(map(str, group.index), read))
    return one_sheet(hand, rows, truth)


@layout
def several_in_a_cell(hand: Hand) -> Register:
    """Lay out rows for one to three schools, whose UAI stand in one cell."""
    rows, truth = (
        [header_columns(hand, "uai", "name", "commune", "status", "solution", "start")],
        {},
    )
    mark = hand.rng.choice(hand.words["territory"]["between"])
    for commune, uais in communes_of(hand, 22):
        fact, *others = (hand.fact(uai) for uai in uais[: hand.rng.choice([1, 2, 3])])
        cells, read = three_cells(hand, fact)
        group = [fact, *others]
        names = mark.join(one.name for one in group)
        rows.append([mark.join(one.uai for one in group), names, commune, *cells])
        truth.update({one.uai: read for one in group})
    return one_sheet(hand, rows, truth)
