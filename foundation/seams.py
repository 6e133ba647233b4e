"""The points at which a simulation may end the process."""

BEFORE_COMMIT = "before_commit"
AFTER_COMMIT = "after_commit"
BEFORE_SEND = "before_send"
AFTER_SEND = "after_send"
POINTS = (BEFORE_COMMIT, AFTER_COMMIT, BEFORE_SEND, AFTER_SEND)


class Crash(BaseException):
    """The process ends here, as if its power was cut.

    A BaseException, so that no ``except Exception`` can survive it. Whoever catches it must
    rebuild every object from what is on disk.
    """

    def __init__(self, point: str) -> None:
        super().__init__(point)
        self.point = point


class Seams:
    """Told about each point as it is reached; in production nothing happens."""

    def reach(self, point: str) -> None:
        """Pass ``point``. A simulation overrides this and raises Crash."""


QUIET = Seams()
"""The seams of production."""
