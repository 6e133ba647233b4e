"""Whose turn it is among threads that all want the same."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """First come, first served: a lock would go to whoever asks at the moment it is free.

    Somebody who writes again and again would hardly ever leave it to the others.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        """The first one's turn it is."""

    @contextmanager
    def mine(self, seconds: float) -> Iterator[None]:
        """Wait for one's turn, at most so many ``seconds``; then go on without."""
        turn = threading.Event()
        with self._guard:
            self._waiting.append(turn)
            self._waiting[0].set()
        turn.wait(seconds)
        try:
            yield
        finally:
            with self._guard:
                self._waiting.remove(turn)
                if self._waiting:
                    self._waiting[0].set()
