"""How many examples a property test takes: few where a change lands, many where some are sought."""

from hypothesis import settings

TIMES_MORE = 10


def examples(n):
    """Take n examples, the same at each run; ten times as many, new ones, when exploring.

    The weekly job explores (--hypothesis-profile=explore). For properties whose example costs a
    build, a file or a polygon, of which a hundred show no more than the first few kinds do.
    """
    return settings(max_examples=n if settings.default.derandomize else TIMES_MORE * n)
