"""The bounds of the classes that maps, legends and tables put zones in."""

import math

# Equal classes and not quantiles: a colour means the same share on every map and at every date.
FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Of shares."""

NUMBERS = (0.0, 1.0, 5.0, 10.0, 20.0, math.inf)
"""Of numbers of schools."""

# Around nought a class of its own: within 5 points, few schools more would turn the gap over.
GAPS = (-100.0, -20.0, -5.0, 5.0, 20.0, 100.0)
"""Of gaps, in percentage points."""
