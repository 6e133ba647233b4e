"""The MQTT listener: acknowledges a message once it is recorded, and never before.

The broker keeps what is not acknowledged, so it is the spool: while the database is away or the
queue is full we stop reading. What waited there is marked late, since it may be old.
"""

from plugs.line import TOPICS, Health, Line
from plugs.listener.listening import LINGER_SECONDS, Listener

__all__ = ["LINGER_SECONDS", "TOPICS", "Health", "Line", "Listener"]
