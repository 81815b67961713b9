"""The layouts of the second half only: the reader of registers was developed without them."""

import datetime as dt

from keepers_hand import DATE, ENT, Hand, Register, Row, Sheet, Truth, fill_date
from keepers_layouts import (
    BOXES,
    Layout,
    by,
    communes_of,
    header_columns,
    one_sheet,
    size,
    three_cells,
    with_decoys,
)

LAYOUTS_B: dict[str, Layout] = {}
"""By name."""


def layout(function: Layout) -> Layout:
    """Add a layout to those of the second half."""
    LAYOUTS_B[function.__name__] = function
    return function


@layout
def with_and_without(hand: Hand) -> Register:
    """Lay out two lists of names side by side: those that have one, those that have none."""
    facts = hand.facts(size(hand), ("school", "school", "none"), clear=True)
    form = hand.rng.choice(["{name} ({commune})", "{name} - {commune}", "{uai} {name}"])
    lists = [
        [
            form.format(name=f.name, commune=f.commune, uai=f.uai)
            for f in facts
            if f.status == status
        ]
        for status in ("school", "none")
    ]
    longest = max(map(len, lists))
    rows = [[column[i] if i < len(column) else "" for column in lists] for i in range(longest)]
    head = list(hand.rng.choice(hand.words["lists"]["heads"]))
    return one_sheet(hand, [head, *rows], {f.uai: Truth(f.status) for f in facts})


@layout
def row_a_year(hand: Hand) -> Register:
    """Lay out a row a school and a school year, written in a column."""
    facts = hand.facts(20, ("school", "school", "none", "ended"), clear=True)
    titles, identity = hand.identity()
    form = hand.rng.choice(["{y}-{y1}", "{y}/{y1}", "{yy}-{yy1}"])
    yes, no = hand.rng.choice([("Oui.", "Non."), ("O", "N"), ("1", "0")])
    rows: list[Row] = []
    truth = {}
    for year in (2020, 2021, 2022):
        for fact in facts:
            has = fact.status == "school" or (fact.status == "ended" and year < 2022)
            product = hand.product(fact.product) if has else ""
            written = fill_date(form, dt.date(year, 9, 1))
            rows.append([*identity(fact), written, yes if has else no, product])
            # the last year is the one in force
            truth[fact.uai] = Truth("school", hand.solution(fact.product)) if has else Truth("none")
    if hand.chance(0.5):
        rows.reverse()
    head = [*titles, *header_columns(hand, "year", "status", "solution")]
    return one_sheet(hand, [head, *rows], truth)


@layout
def groups_of_years(hand: Hand) -> Register:
    """Lay out two header lines: years, and under each a status and a product."""
    facts = hand.facts(size(hand), ("school", "school", "none"), clear=True)
    titles, identity = hand.identity()
    years = [2020, 2021, 2022]
    form = hand.one_of("years", "forms")
    status, solution = header_columns(hand, "status", "solution")
    over: Row = [""] * len(titles)
    under: Row = list(titles)
    for year in years:
        over += [fill_date(form, dt.date(year, 9, 1)), ""]
        under += [status, solution]
    yes, no = hand.rng.choice([("Oui.", "Non."), ("O", "N"), ("V", "-")])
    rows, truth = [], {}
    for fact in facts:
        row, has = identity(fact), False
        for year in years:
            has = fact.status == "school" and (fact.start or DATE).year <= year
            row += [yes if has else no, hand.product(fact.product) if has else ""]
        rows.append(row)
        truth[fact.uai] = Truth("school", hand.solution(fact.product)) if has else Truth("none")
        if not has and no == "-":
            truth[fact.uai] = Truth("none|unknown")
    return one_sheet(hand, [over, under, *rows], truth, framed=False)


@layout
def three_header_lines(hand: Hand) -> Register:
    """Lay out three header lines: a group, its question, its answers to tick."""
    facts = hand.facts(size(hand), BOXES, clear=True)
    titles, identity = hand.identity()
    group_school, group_ent = hand.rng.choice(hand.words["groups"])
    question = hand.one_of("survey", "status")
    tick, empty = hand.rng.choice([["X", ""], ["●", ""], ["V", ""]])
    n = len(titles)
    lines: list[Row] = [
        [group_school, *[""] * (n - 1), group_ent, *[""] * 4],
        [*[""] * n, question, "", "", "", hand.title("solution")],
        [*titles, *(hand.one_of("boxes", status) for status in BOXES), ""],
    ]
    rows, truth = [], {}
    for fact in facts:
        has = fact.status in ENT
        marks = [tick if fact.status == status else empty for status in BOXES]
        rows.append([*identity(fact), *marks, hand.product(fact.product) if has else ""])
        truth[fact.uai] = Truth(fact.status, hand.solution(fact.product) if has else "")
    return one_sheet(hand, [*lines, *rows], truth, framed=False)


@layout
def classes_ticked(hand: Hand) -> Register:
    """Lay out a column a class, ticked where it uses the ENT, "-" where there is no such class."""
    natures = hand.schools.table["nature"]
    older = [uai for uai in hand.schools.clear if natures[uai] != "maternelle"]
    facts = hand.facts(16, ("school", "school", "class", "none"), among=older)
    titles, identity = hand.identity()
    classes = ["CP", "CE1", "CE2", "CM1", "CM2"]
    rows, truth = [], {}
    for fact in facts:
        with_ent = {"school": 5, "class": hand.rng.randint(1, 3), "none": 0}[fact.status]
        used = hand.rng.sample(range(5), with_ent)
        marks = ["oui" if i in used else "non" for i in range(5)]
        rows.append([*identity(fact), *marks, hand.product(fact.product) if with_ent else ""])
        truth[fact.uai] = Truth(fact.status, hand.solution(fact.product) if with_ent else "")
    head = [*titles, *(f"ENT en {name}" for name in classes), hand.title("solution")]
    return one_sheet(hand, [head, *rows], truth)


@layout
def sheets_of_products(hand: Hand) -> Register:
    """Lay out a sheet a product: who stands in it has that one."""
    facts = hand.facts(size(hand), ("school",), clear=True)
    titles, identity = hand.identity()
    head = [*titles, hand.title("start")]
    sheets, truth = [], {}
    for names, group in by(facts, lambda fact: fact.product):
        rows: list[Row] = [head]
        for fact in group:
            date, start = hand.dated(fact.start or DATE)
            rows.append([*identity(fact), date])
            truth[fact.uai] = Truth("school", hand.solution(names), start)
        sheets.append(Sheet(hand.product(names), rows))
    return Register(sheets, truth)


@layout
def sections_of_products(hand: Hand) -> Register:
    """Lay out sections whose title is a product, and one for those that have none."""
    facts = hand.facts(size(hand), ("school", "school", "none"), clear=True)
    titles, identity = hand.identity()
    rows: list[Row] = [[*titles, hand.title("start")]]
    truth = {}
    form = hand.rng.choice(["Écoles sous {product}", "{product}", "Produit : {product}"])
    for names, group in by(facts, lambda fact: fact.product):
        rows.append(
            [form.format(product=hand.product(names)) if names else hand.one_of("sections", "none")]
        )
        for fact in group:
            date, start = hand.dated(fact.start or DATE)
            rows.append([*identity(fact), date if names else ""])
            truth[fact.uai] = (
                Truth("school", hand.solution(names), start) if names else Truth("none")
            )
    return one_sheet(hand, rows, truth)


@layout
def name_over_two_lines(hand: Hand) -> Register:
    """Lay out a table pasted from a PDF: a long name goes on in the row below, alone."""
    facts = hand.facts(size(hand), clear=True)
    head = header_columns(hand, "uai", "name", "commune", "status", "solution")
    rows: list[Row] = []
    truth = {}
    for i, fact in enumerate(facts):
        if i % 15 == 0:
            rows.append(head)
        cells, read = three_cells(hand, fact)
        words = fact.name.split()
        cut = len(words) - 2 if len(fact.name) > 34 else len(words)
        rows.append([fact.uai, " ".join(words[:cut]), fact.commune, *cells[:2]])
        if words[cut:]:
            rows.append(["", " ".join(words[cut:]), "", "", ""])
        truth[fact.uai] = Truth(read.status, read.solution)
    return one_sheet(hand, rows, truth)


@layout
def pivot(hand: Hand) -> Register:
    """Lay out a pivot table: schools under their circonscription, 1 under their product."""
    facts = hand.facts(size(hand), ("school",))
    words = hand.words["pivot"]
    products = hand.products
    total = hand.rng.choice(words["total"])
    written = [hand.product(names) for names in products]
    rows: list[Row] = [[hand.rng.choice(words["corner"]), *written, total]]
    sums = [sum(fact.product == names for fact in facts) for names in products]
    for circo, group in by(facts, lambda fact: fact.circo):
        counts = [sum(f.product == names for f in group) or "" for names in products]
        rows.append([circo, *counts, len(group)])
        for fact in group:
            marks = [1 if names == fact.product else "" for names in products]
            rows.append([f"    {fact.uai} {fact.name}", *marks, 1])
    rows.append([total, *sums, len(facts)])
    truth = {fact.uai: Truth("school", hand.solution(fact.product)) for fact in facts}
    return one_sheet(hand, rows, truth, framed=False)


@layout
def licences(hand: Hand) -> Register:
    """Lay out a row a licence, of an ENT or of something else, in force or over."""
    words = hand.words["licences"]
    facts = hand.facts(18, ("school", "school", "ended", "none"), clear=True)
    titles, identity = hand.identity(uai=True)
    live, over = hand.rng.choice(words["live"]), hand.rng.choice(words["over"])
    ent = hand.rng.choice(words["ent"])
    rows: list[Row] = []
    truth = {}
    for fact in facts:
        lines: list[Row] = [
            [hand.rng.choice(words["kinds"]), hand.rng.choice(words["others"]), live]
            for _ in range(hand.rng.randint(1, 2))
        ]
        truth[fact.uai] = Truth("none|unknown")
        if fact.status != "none":
            lines.append(
                [ent, hand.product(fact.product), live if fact.status == "school" else over]
            )
        if fact.status == "school":
            truth[fact.uai] = Truth("school", hand.solution(fact.product))
        hand.rng.shuffle(lines)
        rows += [[*identity(fact), *line] for line in lines]
    return one_sheet(hand, [[*titles, *hand.rng.choice(words["titles"])], *rows], truth)


@layout
def row_a_circo(hand: Hand) -> Register:
    """Lay out a row a circonscription, and rows of schools that are an exception to it."""
    table = hand.schools.table
    names = sorted(set(table["circonscription_name"]) - {"", "nan"})
    clear = set(hand.schools.clear)
    rows = [header_columns(hand, "name", "commune", "status", "solution")]
    truth = {}
    for circo in hand.rng.sample(names, 5):
        members = table[(table["circonscription_name"] == circo) & (table["sector"] == "public")]
        fact = hand.fact(str(members.index[0]), ("school", "none"))
        cells, read = three_cells(hand, fact)
        rows.append(
            [f"Toutes les écoles publiques de la circonscription de {circo}", "", *cells[:2]]
        )
        truth.update({str(uai): Truth(read.status, read.solution) for uai in members.index})
        for uai in [str(u) for u in members.index if u in clear][:2]:
            other = hand.fact(uai, ("planned", "class"))
            cells, read = three_cells(hand, other)
            rows.append([other.name, other.commune, *cells[:2]])
            # the school's own row is nearer to it than its circonscription's
            truth[uai] = Truth(read.status, read.solution, doubt="may")
    return one_sheet(hand, rows, truth)


@layout
def one_under_the_other(hand: Hand) -> Register:
    """Lay out two tables in one sheet, one under the other, whose columns differ."""
    facts = hand.facts(size(hand), clear=True)
    rows: list[Row] = []
    truth = {}
    for title, part in (("Écoles du nord", facts[::2]), ("Écoles du sud", facts[1::2])):
        other = Hand(hand.half, hand.rng, hand.schools)
        titles, identity = other.identity()
        columns = ["status", "solution", "start"]
        order = hand.rng.sample(range(3), 3)
        rows += [[title], [*titles, *(other.title(columns[i]) for i in order)]]
        for fact in part:
            cells, truth[fact.uai] = three_cells(other, fact)
            rows.append([*identity(fact), *(cells[i] for i in order)])
        rows.append([])
    return one_sheet(hand, rows, truth)


@layout
def progress(hand: Hand) -> Register:
    """Lay out yes and no at each step: agreed, made ready, open."""
    facts = hand.facts(size(hand), ("school", "school", "planned", "none"), clear=True)
    titles, identity = hand.identity()
    steps = hand.rng.choice(hand.words["progress"]["titles"])
    rows, truth = [], {}
    for fact in facts:
        marks = {"school": "OOO", "planned": hand.rng.choice(["ONN", "OON"]), "none": "NNN"}[
            fact.status
        ]
        has = fact.status == "school"
        rows.append([*identity(fact), *marks, hand.product(fact.product) if has else ""])
        truth[fact.uai] = Truth("school", hand.solution(fact.product)) if has else Truth(
            "planned|none" if fact.status == "planned" else "none")  # fmt: skip
    return one_sheet(hand, [[*titles, *steps, hand.title("solution")], *rows], truth)


@layout
def remarks_only(hand: Hand) -> Register:
    """Lay out all that is known of the ENT in the column of remarks, under a general title."""
    facts = hand.facts(size(hand), ("school", "class", "planned", "none"), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    for fact in facts:
        cell, truth[fact.uai] = hand.free_cell(fact)
        if "ENT" not in cell:
            cell = f"ENT : {cell}"
        rows.append([*identity(fact), cell])
    return one_sheet(hand, with_decoys(hand, [*titles, hand.title("note")], rows, facts), truth)


@layout
def negated_title(hand: Hand) -> Register:
    """Lay out a column whose title denies: yes is none."""
    facts = hand.facts(size(hand), ("school", "none"), clear=True)
    titles, identity = hand.identity()
    yes, no = hand.rng.choice([("oui", "non"), ("O", "N")])
    rows, truth = [], {}
    for fact in facts:
        has = fact.status == "school"
        rows.append(
            [*identity(fact), no if has else yes, hand.product(fact.product) if has else ""]
        )
        truth[fact.uai] = Truth("school", hand.solution(fact.product)) if has else Truth("none")
    head = [*titles, hand.one_of("negated", "titles"), hand.title("solution")]
    return one_sheet(hand, [head, *rows], truth)


@layout
def counts_of_classes(hand: Hand) -> Register:
    """Lay out how many classes there are, and how many have the ENT."""
    facts = hand.facts(size(hand), ("school", "class", "none"), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    for fact in facts:
        n = hand.rng.randint(3, 12)
        with_ent = {"school": n, "class": hand.rng.randint(1, n - 1), "none": 0}[fact.status]
        rows.append([*identity(fact), n, with_ent, hand.product(fact.product) if with_ent else ""])
        truth[fact.uai] = Truth(fact.status, hand.solution(fact.product) if with_ent else "")
    head = [*titles, *hand.rng.choice(hand.words["counts"]["titles"]), hand.title("solution")]
    return one_sheet(hand, [head, *rows], truth)


@layout
def until_cells(hand: Hand) -> Register:
    """Lay out statuses that say until when: what ended before the date is over."""
    facts = hand.facts(size(hand), ("school", "school", "ended", "none"), clear=True)
    titles, identity = hand.identity()
    rows, truth = [], {}
    for fact in facts:
        cell = hand.tell("none")
        truth[fact.uai] = Truth(hand.reads("none", cell))
        if fact.status != "none":
            cell = hand.one_of("until", fact.status)
            truth[fact.uai] = Truth("none|unknown")
        if fact.status == "school":
            truth[fact.uai] = Truth("school", hand.solution(fact.product))
        rows.append(
            [*identity(fact), cell, hand.product(fact.product) if fact.status != "none" else ""]
        )
    head = [*titles, *header_columns(hand, "status", "solution")]
    return one_sheet(hand, [head, *rows], truth)


@layout
def merged_communes(hand: Hand) -> Register:
    """Lay out the commune once, in a cell merged over its schools' rows."""
    rows: list[Row] = [header_columns(hand, "commune", "name", "status", "solution", "start")]
    merges, truth = [], {}
    for commune, uais in communes_of(hand, 16):
        top = len(rows)
        for uai in uais:
            fact = hand.fact(uai)
            cells, truth[uai] = three_cells(hand, fact)
            rows.append([commune if len(rows) == top else "", fact.name, *cells])
        if len(uais) > 1:
            merges.append((top, 0, len(rows) - 1, 0))
    register = one_sheet(hand, rows, truth, framed=False)
    register.sheets[0].merges = merges
    return register


def group_schools(hand: Hand) -> dict[str, list[str]]:
    """Find the groups of a commune: a maternelle and an élémentaire of one name, and no other."""
    table = hand.schools.table
    common = {"ecole", "école", "maternelle", "élémentaire", "publique"}
    groups: dict[str, list[str]] = {}
    for uai, name, commune in zip(table.index, table["name"], table["commune_name"], strict=True):
        proper = " ".join(word for word in name.split() if word.lower() not in common)
        groups.setdefault(f"{proper}|{commune}", []).append(str(uai))
    natures = table["nature"]
    return {key: uais for key, uais in groups.items()
            if {natures[uai] for uai in uais} == {"maternelle", "elementaire"} and len(uais) == 2
            and not any(key.startswith(x) for x in ("|", "de "))}  # fmt: skip


@layout
def school_groups(hand: Hand) -> Register:
    """Lay out a row a « groupe scolaire »: both its schools."""
    groups = group_schools(hand)
    chosen = hand.rng.sample(sorted(groups), min(18, len(groups)))
    rows, truth = [header_columns(hand, "name", "commune", "status", "solution", "start")], {}
    form = hand.rng.choice(["Groupe scolaire {name}", "GS {name}", "G.S. {name}"])
    for key in chosen:
        name, commune = key.split("|")
        fact = hand.fact(groups[key][0], ("school", "school", "none", "planned"))
        cells, read = three_cells(hand, fact)
        rows.append([form.format(name=name), commune, *cells])
        truth.update(dict.fromkeys(groups[key], read))
    return one_sheet(hand, rows, truth)
