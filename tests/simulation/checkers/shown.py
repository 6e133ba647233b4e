"""What a phone shows is the newest that was sent: an older card never comes back over it.

But for one: a process that stood still in the middle of a request, for longer than its lease, may
wake and finish it. Nobody can call that request back. What is newer still may be shown, too: a
provider that did it and said otherwise, and refuses it when it is asked once more.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import col, select, text

from messaging.sender import LEASE
from messaging.store import IN_BUNDLE
from messaging.tables import OutboxRow
from tests.simulation.world import World


def check(world: World, _now: datetime) -> Iterator[str]:
    """Compare every card with the last of its messages that was sent. For the end of a run."""
    people = _everybody(world)
    texts = {call.outbox_id: call.text for call in world.journal.calls if call.text}
    late = {
        (call.to, call.text.strip())
        for call in world.journal.calls
        if call.known_at is not None and call.known_at - call.at > LEASE
    }
    on_phones = {
        (one.chat_id, one.message_id): one.text
        for chat in people.values()
        for one in world.telegram.screen(chat)
    }
    for row, *newer in _newest_of_each_card(world):
        shown = on_phones.get((people.get(row.to_ref, 0), int(row.provider_id or 0)))
        may_be = [texts[one.id] for one in (row, *newer) if one.id in texts]
        newest = shown in {None, *(each.strip() for each in may_be)}
        if not newest and (row.to_ref, shown) not in late:
            yield f"the card {row.card} does not show its newest message, {row.template}"


def _everybody(world: World) -> dict[str, int]:
    """Ref → chat of whoever has one."""
    cast, refs = world.cast, world.enrolled.refs
    chats = {refs[one.key]: one.chat_id or 0 for one in cast.residents}
    chats |= {refs[one.key]: one.chat_id for one in cast.helpers}
    return chats | {refs[one.key]: one.chat_id for one in cast.staff}


def _newest_of_each_card(world: World) -> list[list[OutboxRow]]:
    """Of each card the newest that was sent, and whatever newer was called for in vain."""
    of_cards: dict[str, list[OutboxRow]] = {}
    called = select(OutboxRow).where(
        col(OutboxRow.card).is_not(None),
        col(OutboxRow.channel) == "telegram",
        col(OutboxRow.called_at).is_not(None),
    )
    with world.database.read() as uow:
        # Ids of one millisecond have no order; SQLite counts rows as they are inserted.
        for row in uow.session.exec(called.order_by(text("outbox.rowid"))):
            if row.state == "sent":
                of_cards[row.card or ""] = [row]
            elif row.card in of_cards:
                of_cards[row.card].append(row)
    return [rows for rows in of_cards.values() if _is_on_a_phone(rows[0])]


def _is_on_a_phone(row: OutboxRow) -> bool:
    return row.provider_id is not None and not row.provider_id.startswith(IN_BUNDLE)
