from tests.runtime.fixtures import everywhere, here, logged

__all__ = ["everywhere", "here", "logged"]
