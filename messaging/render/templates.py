"""Which buttons each template carries. The words themselves are in `locales/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from messaging.render.buttons import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

Layout: TypeAlias = "tuple[tuple[tuple[Verb | str, str], ...], ...]"
"""Rows of (verb or name of a link, text key of the label)."""

PAGE = "page"
"""A button that opens the page behind `Message.values["page"]`."""

LINK = "link"
"""The place in a text message for the address of the page of `Message.values["link"]`."""

FINE_OR_HELP: Layout = (((Verb.FINE, "button.fine"),), ((Verb.HELP, "button.help"),))

PRACTISE: Layout = (((Verb.PRACTISE, "button.fine"),), ((Verb.PRACTISE, "button.help"),))

ACCEPT_OR_DECLINE: Layout = (((Verb.ACCEPT, "button.accept"), (Verb.DECLINE, "button.decline")),)

WHY_DECLINED: Layout = (
    ((Verb.NOT_NOW, "button.declined.not_now"),),
    ((Verb.TOO_FAR, "button.declined.too_far"),),
    ((Verb.UNWELL, "button.declined.unwell"),),
    ((Verb.SOMEBODY_ELSE, "button.declined.somebody_else"),),
)

KEEP_OR_GIVE_BACK: Layout = (
    ((Verb.KEEP, "button.keep"),),
    ((Verb.GIVE_BACK, "button.give_back"),),
)

UNTIL_WHEN: Layout = (
    ((Verb.AWAY_TODAY, "button.away.today"), (Verb.AWAY_TOMORROW, "button.away.tomorrow")),
    ((Verb.AWAY_WEEK, "button.away.week"),),
    ((Verb.AWAY_OPEN, "button.away.open"),),
)

BACK: Layout = (((Verb.BACK, "button.back"),),)

IN_TOWN: Layout = (
    ((Verb.IN_TOWN, "button.in_town"),),
    ((Verb.OUT_OF_TOWN, "button.out_of_town"),),
)

HOW_SHE_IS: Layout = (
    ((Verb.CONTACT_WELL, "button.contact.well"),),
    ((Verb.CONTACT_UNREACHED, "button.contact.unreached"),),
    ((Verb.CONTACT_WORRIED, "button.contact.worried"),),
    ((Verb.CONTACT_REFUSES, "button.contact.refuses"),),
)

_FOUND: Layout = (
    ((PAGE, "button.open_page"),),
    ((Verb.SEEN_WELL, "button.result.well"),),
    ((Verb.SPOKEN_WELL, "button.result.spoken"),),
    ((Verb.SEEN_ELSEWHERE, "button.result.elsewhere"), (Verb.AWAY, "button.result.away")),
)
_BACK: Layout = (
    ((Verb.BACK_IN_30, "button.back.30"), (Verb.BACK_IN_60, "button.back.60")),
    ((Verb.BACK_IN_120, "button.back.120"),),
)
_SILENT: Layout = (((Verb.NO_ANSWER, "button.result.no_answer"),),)
_GRAVE: Layout = (
    ((Verb.NEEDS_HELP, "button.result.needs_help"),),
    ((Verb.DANGER, "button.result.danger"),),
)
_STAFF: Layout = (
    ((Verb.HELPED, "button.result.helped"), (Verb.NEEDS_HELP, "button.result.needs_help")),
    ((Verb.DANGER, "button.result.danger"), (Verb.HANDED_OVER, "button.result.handed_over")),
    ((Verb.DIED, "button.result.died"),),
)

ON_THE_PAGE: Layout = (((PAGE, "button.open_page"),),)
"""Of several people each result is given where their names stand."""

_TURNED_BACK: Layout = (((Verb.TURNED_BACK, "button.result.turned_back"),),)

RESULTS: Layout = (*_FOUND, *_BACK, *_SILENT, *_GRAVE, *_TURNED_BACK)
STAFF_RESULTS: Layout = (*_FOUND, *_BACK, *_SILENT, *_STAFF)
ONCE_BACK: Layout = (*_FOUND, *_SILENT, *_GRAVE, *_TURNED_BACK)
STAFF_ONCE_BACK: Layout = (*_FOUND, *_SILENT, *_STAFF)

IN_DANGER: Layout = (
    ((PAGE, "button.open_page"),),
    ((Verb.HANDED_OVER, "button.result.handed_over"),),
    ((Verb.HELPED, "button.result.helped"),),
    ((Verb.SEEN_WELL, "button.result.well"),),
    ((Verb.DIED, "button.result.died"),),
)

DECISIONS: Layout = (
    ((PAGE, "button.open_page"),),
    ((Verb.VISIT_TODAY, "button.result.visit_today"),),
    ((Verb.ON_DUTY, "button.result.on_duty"),),
    ((Verb.SPOKEN_WELL, "button.result.spoken"),),
    ((Verb.HELPED, "button.result.helped"), (Verb.AWAY, "button.result.away")),
    ((Verb.HANDED_OVER, "button.result.handed_over"),),
)

WAYS_FOUND: Layout = (
    ((PAGE, "button.open_page"),),
    ((Verb.PLAN_MADE, "button.result.plan_made"),),
    ((Verb.PERSON_CALLS, "button.result.person_calls"),),
    ((Verb.CARE_ENDED, "button.result.care_ended"),),
    ((Verb.DANGER, "button.result.danger"), (Verb.HANDED_OVER, "button.result.handed_over")),
    ((Verb.DIED, "button.result.died"),),
)

APPOINTMENT: Layout = (
    ((PAGE, "button.open_page"),),
    ((Verb.HELPED, "button.result.done"),),
    ((Verb.NO_ANSWER, "button.result.not_met"),),
    ((Verb.NEEDS_HELP, "button.result.needs_help"), (Verb.DANGER, "button.result.danger")),
)

HEARD: Layout = (((PAGE, "button.open_page"),), ((Verb.HELPED, "button.result.helped"),))

LOOKED_INTO: Layout = (((PAGE, "button.open_page"),), ((Verb.HELPED, "button.result.done"),))

OF_SEVERAL_HOMES: Layout = (((Verb.HELPED, "button.result.looked_into"),),)

AFTER_NEWS_OF_A_DEATH: Layout = (
    ((PAGE, "button.open_page"),),
    ((Verb.DIED, "button.result.died"),),
    ((Verb.SPOKEN_WELL, "button.result.spoken"),),
    ((Verb.SEEN_WELL, "button.result.well"),),
    ((Verb.NO_ANSWER, "button.result.not_known_yet"),),
)

AFTER_A_WISH_TO_END: Layout = (
    ((PAGE, "button.open_page"),),
    ((Verb.CARE_ENDED, "button.result.care_ended"),),
    ((Verb.SPOKEN_WELL, "button.result.goes_on"),),
    ((Verb.NO_ANSWER, "button.result.not_known_yet"),),
    ((Verb.NEEDS_HELP, "button.result.needs_help"), (Verb.DANGER, "button.result.danger")),
)

LAYOUTS: Mapping[str, Layout] = {
    "checkin.ask.1": FINE_OR_HELP,
    "checkin.ask.2": FINE_OR_HELP,
    "checkin.ask.3": FINE_OR_HELP,
    "checkin.ask.4": FINE_OR_HELP,
    "checkin.ask.quiet_home": FINE_OR_HELP,
    "checkin.ask.device_fault": FINE_OR_HELP,
    "checkin.ask.left_on": FINE_OR_HELP,
    "checkin.ask.power_cut": FINE_OR_HELP,
    "checkin.ask.return": FINE_OR_HELP,
    "checkin.ask.heat": FINE_OR_HELP,
    "checkin.ask.cold": FINE_OR_HELP,
    "checkin.ask.typhoon": FINE_OR_HELP,
    "checkin.ask.practice": PRACTISE,
    "checkin.remind": FINE_OR_HELP,
    "reply.unclear.ask": FINE_OR_HELP,
    "task.offer": ACCEPT_OR_DECLINE,
    "staff.offer": ACCEPT_OR_DECLINE,
    "contact.ask": HOW_SHE_IS,
    "festival.helper": IN_TOWN,
    "task.back": ONCE_BACK,
    "task.back.now": ONCE_BACK,
    "staff.back": STAFF_ONCE_BACK,
    "staff.back.now": STAFF_ONCE_BACK,
    "task.mine.both": ON_THE_PAGE,
    "task.remind.both": ON_THE_PAGE,
    "staff.mine.both": ON_THE_PAGE,
    "staff.remind.both": ON_THE_PAGE,
    "task.declined": WHY_DECLINED,
    "task.keep": KEEP_OR_GIVE_BACK,
    "helper.away": UNTIL_WHEN,
    "helper.away.until": BACK,
    "helper.away.until.again": BACK,
    "helper.away.open": BACK,
    "helper.away.rests": BACK,
    "helper.back.rests": BACK,
    "task.mine": RESULTS,
    "task.remind": RESULTS,
    "staff.mine": STAFF_RESULTS,
    "staff.remind": STAFF_RESULTS,
    "staff.danger": IN_DANGER,
    "staff.mine.decision": DECISIONS,
    "staff.remind.decision": DECISIONS,
    "staff.mine.not_watched": WAYS_FOUND,
    "staff.remind.not_watched": WAYS_FOUND,
    "staff.mine.appointment": APPOINTMENT,
    "staff.remind.appointment": APPOINTMENT,
    "staff.mine.words": HEARD,
    "staff.remind.words": HEARD,
    "staff.mine.hazard": LOOKED_INTO,
    "staff.remind.hazard": LOOKED_INTO,
    "staff.mine.end": AFTER_A_WISH_TO_END,
    "staff.remind.end": AFTER_A_WISH_TO_END,
    "staff.mine.power_cut": OF_SEVERAL_HOMES,
    "staff.remind.power_cut": OF_SEVERAL_HOMES,
    "staff.mine.deceased": AFTER_NEWS_OF_A_DEATH,
    "staff.remind.deceased": AFTER_NEWS_OF_A_DEATH,
}
"""Templates that are not named here are plain text."""

RESIDENTS_MENU = (("ok", "menu.resident.ok"), ("help", "menu.resident.help"))
"""Stop is understood as well, and no slip of the finger away from it."""
HELPERS_MENU = (
    ("tasks", "menu.tasks"),
    ("away", "menu.away"),
    ("back", "menu.back"),
    ("help", "menu.help"),
)
STAFFS_MENU = (("tasks", "menu.tasks"), ("help", "menu.help"))

MENUS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "enrol.welcome": RESIDENTS_MENU,
    "enrol.welcome.helper": HELPERS_MENU,
    "enrol.welcome.staff": STAFFS_MENU,
    "helper.help": HELPERS_MENU,
    "staff.help": STAFFS_MENU,
}
"""Texts with which the chat's menu of commands changes: (command, text key of what it does)."""
