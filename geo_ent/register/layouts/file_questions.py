"""What a register leaves open: questions about its columns, to be asked before its rows."""

from collections.abc import Callable, Iterator, Sequence

from geo_ent.register.layouts.column_choice import Choice, agreement, start_fit
from geo_ent.register.layouts.sheet_tables import Table
from geo_ent.register.layouts.title_meaning import (
    column_scores,
    ent_likelihood,
    letters,
    opening_likelihood,
    says,
)
from geo_ent.register.vocabulary import solution_of, status_of
from geo_ent.tables.cells import cell_text
from geo_ent.tables.dates import dated
from geo_ent.text.note import Note

_RIVAL_TITLE = 0.7  # a title that could as well be the status's
_MOSTLY = 0.6
_ENOUGH = 0.4
_ALL = 0.95
_CLEAR = 0.85
_WEAK = 0.35  # how surely a column must be the status not to be asked about
_AS_LIKELY = 0.1  # weights that differ by less are alike
_FEW = 2  # rows that differ by a slip

Row = Sequence[object]


def questions_of(table: Table, rows: Sequence[Row]) -> Iterator[Note]:
    """Ask about a table's columns where another reading of them is as likely.

    Parameters
    ----------
    table
        As it is read.
    rows
        Its rows.

    Yields
    ------
    Note
        "rival-column" (`column`, `taken`, `rival`, `changed_n`: the rows where it would change the
        answer), "weak-column" (`column`, `taken`, `count`), "contrary-column" (`title`, `count`,
        `status`, `is_turned`), "unread-statuses", "unread-dates" and "unknown-box" (`title`,
        `count`).
    """
    yield from _rivals(table, rows, "status", _could_be_status, _status_at)
    yield from _rivals(table, rows, "solution", _could_be_solution, _solution_at)
    yield from _rivals(table, rows, "start", _could_be_start, _start_at)
    choice = table.choice
    status = choice.columns.get("status")
    if status is not None and choice.status_strength < _WEAK and not choice.wide.says_status:
        filled_n = choice.profiles[status].filled_n
        if filled_n > _FEW:
            yield Note("weak-column", column="status", taken=_named(table, status), count=filled_n)
    if choice.contrary is not None:
        yield Note("contrary-column", title=_named(table, choice.contrary),
                   count=choice.profiles[choice.contrary].filled_n,
                   status=choice.wide.boxes[choice.contrary],
                   is_turned=choice.turned is not None)  # fmt: skip
    if status is None and not choice.wide.says_status:
        yield from _unread_statuses(table)
    if "start" not in choice.columns and not choice.is_board and not choice.operations:
        yield from _unread_dates(table)
    for column in choice.wide.unknown_boxes:
        count = choice.profiles[column].filled_n
        yield Note("unknown-box", title=_named(table, column), count=count)


def _unread_statuses(table: Table) -> Iterator[Note]:
    """Ask about columns of yes and no where only products or dates say who has an ENT."""
    choice = table.choice
    used = {*choice.columns.values(), *choice.wide.columns, *choice.of_school}
    for index, title in choice.titles.items():
        profile = choice.profiles[index]
        both = profile.kinds["yes"] and profile.kinds["no"] + profile.kinds["planned"]
        if index in used or not both or profile.share("status") < _CLEAR:
            continue
        asks = ent_likelihood(title) >= _ENOUGH or (
            _all_named(choice) and ent_likelihood(title) > 0
        )
        if asks and not says(title.own, "other"):
            yield Note("unread-statuses", title=_named(table, index), count=profile.filled_n)


def _unread_dates(table: Table) -> Iterator[Note]:
    """Ask about columns of days whose titles don't say of what, where none is the opening's."""
    choice = table.choice
    if choice.columns.keys().isdisjoint({"status", "solution"}) and not choice.wide.says_status:
        return  # "Pour quand ?" of a sheet "En projet" is no opening
    used = {*choice.columns.values(), *choice.wide.columns, *choice.of_school}
    for index, title in choice.titles.items():
        profile = choice.profiles[index]
        is_moment = profile.share("timestamp") > 1 - _MOSTLY
        if index in used or profile.share("date") < _CLEAR or is_moment:
            continue
        known = column_scores(title) or says(title.own, "other") or opening_likelihood(title) < 0
        if not known and profile.filled_n > _FEW:
            yield Note("unread-dates", title=_named(table, index), count=profile.filled_n)


def _all_named(choice: Choice) -> bool:
    """Tell a table where every row bears a product, so that all would have an ENT."""
    index = choice.columns.get("solution")
    if index is None:
        return False
    profile = choice.profiles[index]
    return profile.filled_n >= _ALL * profile.rows_n and not profile.kinds["no"]


def _rivals(
    table: Table,
    rows: Sequence[Row],
    column: str,
    could_be: Callable[[Choice, int, Sequence[Row]], bool],
    meaning: Callable[[Row, int], object],
) -> Iterator[Note]:
    choice = table.choice
    taken = choice.columns.get(column)
    if taken is None or (choice.status_strength > 1 and column == "status"):
        return
    used = {*choice.columns.values(), *choice.wide.columns, *choice.of_school}
    for index in choice.titles:
        if index in used or not could_be(choice, index, rows):
            continue
        changed = sum(
            ours is not None and theirs is not None and ours != theirs
            for ours, theirs in ((meaning(row, taken), meaning(row, index)) for row in rows)
        )
        if changed > _FEW:
            names = {"taken": _named(table, taken), "rival": _named(table, index)}
            yield Note("rival-column", column=column, **names, changed_n=changed)


def _could_be_status(choice: Choice, index: int, rows: Sequence[Row]) -> bool:
    profile = choice.profiles[index]
    is_count = profile.kinds["number"] > profile.kinds["mark"]  # some figure is above 1
    is_class = profile.share("grade") > _MOSTLY  # "CM1", where each class has a row
    if profile.share("status") < _MOSTLY or is_count or is_class:
        return False
    likely, ours = ent_likelihood(choice.titles[index]), choice.columns["status"]
    if likely >= _RIVAL_TITLE:
        return likely >= ent_likelihood(choice.titles[ours]) - 0.2
    # A title that says nothing: its cells would have to agree with the rest better than ours do.
    weak = choice.status_strength < _RIVAL_TITLE
    return weak and likely >= 0 and agreement(choice, index, rows) >= agreement(choice, ours, rows)


def _could_be_solution(choice: Choice, index: int, _rows: Sequence[Row]) -> bool:
    profile, title = choice.profiles[index], choice.titles[index]
    if profile.share("solution") < _CLEAR or profile.share("status") > profile.share("solution"):
        return False
    # Its publisher, or the one before, or the one wished for, isn't the product.
    return not any(says(title.own, section) for section in ("other", "before", "past", "publisher"))


def _could_be_start(choice: Choice, index: int, rows: Sequence[Row]) -> bool:
    """Tell days that are as likely the opening's as those that were taken."""
    taken = choice.columns["start"]
    likely = [opening_likelihood(choice.titles[column]) for column in (index, taken)]
    if likely[0] < likely[1] or says(choice.titles[index].own, "other"):
        return False
    return start_fit(choice, index, rows) >= start_fit(choice, taken, rows) - _AS_LIKELY > 0


def _status_at(row: Row, index: int) -> object:
    cell = row[index] if index < len(row) else None
    status = status_of(cell if isinstance(cell, bool) else cell_text(cell))
    return None if status in {None, "unknown"} else status


def _solution_at(row: Row, index: int) -> object:
    names, known = solution_of(cell_text(row[index]) if index < len(row) else "")
    return names if names and known else None


def _start_at(row: Row, index: int) -> object:
    try:
        return dated(row[index] if index < len(row) else None)[0]
    except (ValueError, OverflowError):
        return None


def _named(table: Table, index: int) -> str | Note:
    return table.names.get(index) or Note("lettered-column", letters=letters(index))
