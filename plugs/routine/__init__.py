"""What a home's plugs usually tell of a day, and how unusual its silence is. Pure.

Numpy over arrays: time runs in slots of ten minutes from a local midnight on, `SLOTS` a day; arrays
over slots have an entry for each slot of whole days, arrays over days one a day. Everything about a
day is learnt from the days before it alone.
"""

SLOTS = 144
"""Ten-minute slots of a day."""
