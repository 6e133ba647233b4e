"""What outlives the processes of a run, and runs: the way to a file, not what is in it.

A process makes every object anew. Its engine holds nothing but connections, which end with it, and
statements that were compiled before, which would be most of what a new life does.
"""

import sys
from functools import cache

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from admin_api import api as officials
from foundation import engines

_make = engines.make_engine


@cache
def kept_engine(url: str, *, durable: bool, statement_seconds: int) -> Engine:
    """One engine for a file, for as long as the tests run."""
    return _make(url, durable=durable, statement_seconds=statement_seconds)


def keep_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let databases share the engine of their file, and spare httpx a search for each request.

    Nobody of a town signs in: the officials' routes, most of what a web application is made of,
    are left out.
    """
    monkeypatch.setattr(officials, "api", lambda *_parts: Starlette())
    monkeypatch.setitem(sys.modules, "sniffio", None)
    monkeypatch.setattr("foundation.database.make_engine", kept_engine)
