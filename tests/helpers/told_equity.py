"""The measures of inequality with their French words, as the command and the sheet tell them."""

from geo_ent.indicators.equity.groups import prepare
from geo_ent.indicators.equity.table import measure_groups
from geo_ent.telling.equity.measure_sentences import told_measures
from geo_ent.telling.language import language


def equity(frame, *, scale=1, favourable=True, reference=None, compat=None):
    """Measure a table of groups: `equity`'s columns, with `note` and `meaning` for `notes`."""
    groups = prepare(frame, scale=scale, favourable=favourable, reference=reference)
    return told_measures(measure_groups(groups, compat=compat), groups, language("fr"))
