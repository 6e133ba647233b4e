"""What commands print on."""

from rich.console import Console

WIDTH = 110
"""Columns where the terminal does not say: in a file, in a mail."""


def console() -> Console:
    """Standard output, without colours of its own for numbers and words."""
    found = Console(highlight=False, markup=False)
    return found if found.is_terminal else Console(highlight=False, markup=False, width=WIDTH)
