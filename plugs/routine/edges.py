"""How large a change is a sign of life, and from which nights that is learnt. Pure."""

from datetime import time

EDGE_WATTS, EDGE_SHARE = 8.0, 0.15
"""A person changes the mean power of a slot by more, in watts and as a share of the higher one."""
STEP_LUX, STEP_SHARE = 5.0, 0.25
"""A lamp changes the light of a dark room by more, in lux and as a share of the brighter side."""
NIGHT_FROM, NIGHT_UNTIL = time(2), time(5)
NIGHTS_KEPT = 28
QUANTILE, MARGIN = 0.97, 1.25
"""And by more than these of the changes of its nights, when nobody does."""
