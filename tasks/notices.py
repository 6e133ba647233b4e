"""What people are told of their work, each by the device that she wishes or has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messaging.model import Priority
from messaging.render.voice import WORK_TAKEN_BACK, WORK_WITHDRAWN
from residents.model import ChannelName
from tasks import cards, decide, ringing, store
from tasks.model import TaskState, is_staff

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task
    from tasks.roster import Roster

TAKEN_BACK = "task.taken_back"
_OFFER, _OFFER_TO_RING = "sms.work.offer", "sms.work.offer.ring"
"""Texts that ask: one that can be answered, and one after which she rings the team."""


class Notices:
    """Cards, calls and texts about tasks, by the roster's ways."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def offered(self, uow: UnitOfWork, task: Task, to: Ref, *, beside: bool) -> None:
        """Somebody is asked for this. `beside`: somebody else is asked for it, too."""
        way = self._roster.told_by(uow, to)
        if way is ChannelName.SMS:
            template = _OFFER if self._roster.texts_answered else _OFFER_TO_RING
            ringing.write(uow, task, to, template, task.due_at)
        elif _reads_cards(way):
            cards.offer(uow, task, to, beside=beside)
        ringing.ring(uow, task, to, self._roster)

    def given(  # noqa: PLR0913 - what is shown to whom, and how it arrives
        self,
        uow: UnitOfWork,
        task: Task,
        to: Ref,
        template: str | None,
        page: str | None,
        *,
        on_the_phone: bool = False,
        priority: Priority = Priority.ANSWER,
    ) -> None:
        """The work is hers. `on_the_phone`: she took it in a call, in which she hears the rest.

        `template` is her card; None where the card of another at this door says it already.
        """
        way = self._roster.told_by(uow, to)
        if _reads_cards(way):
            if template is not None:
                cards.show(uow, task, to, template, page=page, priority=priority)
        elif on_the_phone:
            return
        elif self._roster.can_be_rung(uow, to):
            until = decide.page_until(task, uow.now)
            ringing.ring_where(uow, task, to, self._roster, until)
        else:
            ringing.write(uow, task, to, "sms.work.mine", decide.page_until(task, uow.now))

    def handed_over(self, uow: UnitOfWork, task: Task, to: Ref, page: str | None) -> None:
        """The work is hers without her being asked; in an emergency her telephone rings, too."""
        mine = cards.work_template(task, to, "mine")
        self.given(uow, task, to, mine, page, priority=Priority.FIRST)
        if task.new.emergency and is_staff(to) and _reads_cards(self._roster.told_by(uow, to)):
            until = decide.page_until(task, uow.now)
            ringing.ring_where(uow, task, to, self._roster, until)

    def reminded(self, uow: UnitOfWork, task: Task, to: Ref, template: str | None) -> None:
        """Her time runs out. By telephone she is asked at once how it went.

        `template` is her card; None where the card of another at this door says it already.
        """
        if _reads_cards(self._roster.told_by(uow, to)):
            page = store.link_of(uow, task.id, to)
            if template is not None:
                cards.show(uow, task, to, template, page=page)
        elif self._roster.can_be_rung(uow, to):
            ringing.ring_result(uow, task, to, self._roster)
        else:
            ringing.write(uow, task, to, "sms.work.remind", task.due_at)

    def not_yet(self, uow: UnitOfWork, task: Task, by: Ref) -> None:
        """She will say later how it went, and wants to be rung for it, if it is still hers."""
        if task.state is not TaskState.ACCEPTED or task.accepted_by != by:
            return
        ringing.ring_again(uow, task, by, self._roster)

    def freed(self, uow: UnitOfWork, task: Task, to: Ref, template: str) -> None:
        """The work is not hers any more. She may be on her way."""
        way = self._roster.told_by(uow, to)
        ringing.hush(uow, task, [to])
        if _reads_cards(way):
            cards.show(uow, task, to, template, priority=Priority.ANSWER)
        elif way is ChannelName.SMS:
            ringing.write(uow, task, to, "sms.work.freed", uow.now + cards.STALE_AFTER)
        else:
            script = WORK_TAKEN_BACK if template == TAKEN_BACK else WORK_WITHDRAWN
            ringing.ring_freed(uow, task, to, self._roster, script)

    def came_second(self, uow: UnitOfWork, task: Task, by: Ref) -> None:
        """Somebody wanted it whom a text tells that another was first; cards are edited."""
        if self._roster.told_by(uow, by) is ChannelName.SMS:
            ringing.write(uow, task, by, "sms.work.taken", uow.now + cards.STALE_AFTER)


def _reads_cards(way: ChannelName | None) -> bool:
    """Whom nothing reaches keeps her cards: she may open the bot."""
    return way in {ChannelName.TELEGRAM, None}
