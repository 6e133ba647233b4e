"""Settings become a running service: every object is made and connected here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.application import TelegramBot, build_bot
from bot.channel import TelegramChannel
from bot.edge import TelegramEdge
from bot.polling import PollingLine
from bot.supervisor import Supervisor, WebhookLine
from bot.toast import Toaster
from care import policy as contact_policies
from care.enrolment import Enrolment
from care.plug_changes import PlugChanges
from care.service import HumanContacts
from checkins import policy as checkin_policies
from checkins import service as checkins_service
from checkins.festivals import Festivals
from checkins.service import Campaigns, Checkins, Means, Sources
from checkins.watch import Watch
from escalation import policy as case_policies
from escalation.service import Escalation
from foundation.database import Database
from foundation.seams import QUIET
from foundation.spool import Spool
from messaging import service as messaging_service
from messaging.postmark import Postmark
from messaging.sender import Sender
from messaging.service import Replies
from phone import links
from phone.addresses import Addresses
from phone.answers import AnswerPageEdge
from phone.channels import CallChannel, SmsChannel
from phone.client import TwilioAccount
from phone.edge import TwilioEdge
from phone.outbox import claims_of
from plugs import service as plugs_service
from plugs.listener import LINGER_SECONDS, Line, Listener
from plugs.service import Plugs
from plugs.service.forgetting import Forgetting, Keeping
from plugs.service.left_on import LeftOn
from plugs.service.noting import Noting
from reports.guide.service import Guides, no_bot
from reports.weekly import WeeklySummary
from residents.calendar import Calendar
from residents.model import ChannelName
from runtime.auditor import Auditor
from runtime.backlog import Backlog
from runtime.dispatch import Dispatch
from runtime.worker import Poke, Worker
from signals.intake import Intake
from signals.model import Source
from tasks import disclosure
from tasks import service as tasks_service
from tasks.chat import Chat
from tasks.leave import Leave
from tasks.nights import Nights
from tasks.roster import Roster
from tasks.service import Tasks
from vendors.drop import Drop
from vendors.service import VendorEdge, Vendors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import httpx

    from care.model import ContactPolicy
    from checkins.model import CheckinPolicy
    from escalation.model import Policy, Urgency
    from foundation.clock import Clock
    from foundation.ids import Ids
    from foundation.keyring import KeyRing
    from foundation.seams import Seams
    from foundation.settings import Settings
    from foundation.unit_of_work import UnitOfWork
    from messaging.channel import Channel
    from runtime.dispatch import Actor

SENDS_AT_ONCE = 16
STALE_CYCLE = timedelta(minutes=2)
INLINE_LINGER_SECONDS = 0.005
"""Real time, in which the plugs of one simulated instant come together."""
EDGES = {
    Source.TELEGRAM: TelegramEdge(tasks_service.subject_of).receive,
    Source.TWILIO: TwilioEdge(messaging_service).receive,
    Source.ANSWER_PAGE: AnswerPageEdge(checkins_service.checkin).receive,
    Source.VENDORS: VendorEdge.receive,
}
"""Who reads what comes from where."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What differs between production, demo and simulation.

    `inline` runs everything in one thread and sends one message at a time, so that a run can be
    repeated. `transport` replaces the network towards providers.
    """

    clock: Clock
    ids: Ids
    keyring: KeyRing
    seams: Seams = QUIET
    inline: bool = False
    durable: bool = True
    transport: httpx.AsyncBaseTransport | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One process of Anbu."""

    settings: Settings
    surroundings: Surroundings
    database: Database
    calendar: Calendar
    tasks: Tasks
    means: Means
    """What residents are asked with."""
    checkins: Checkins
    escalation: Escalation
    contacts: HumanContacts
    guides: Guides
    intake: Intake
    worker: Worker
    auditor: Auditor
    poke: Poke
    bot: TelegramBot | None
    telegram: Supervisor | None
    twilio: TwilioAccount | None
    calls: CallChannel | None
    plugs: Listener | None
    """Hears the plugs; whoever runs the process starts and stops it."""

    async def close(self) -> None:
        """Let go of connections and threads."""
        if self.bot is not None:
            await self.bot.disconnect()
        if self.twilio is not None:
            await self.twilio.close()
        self.auditor.close()
        self.database.close()


def goes_on(service: Service, *, works_here: bool) -> bool:
    """Whether worker and listener, if this process has them, do their part."""
    if not works_here:
        return True
    last, now = service.worker.last_cycle_at, service.surroundings.clock.now()
    return last is not None and now - last < STALE_CYCLE and _hears(service)


def _hears(service: Service) -> bool:
    """Whether the broker's messages would reach us; without a broker there are none."""
    if service.plugs is None:
        return True
    health = service.plugs.health()
    return health.connected and health.alive


def build(settings: Settings, around: Surroundings) -> Service:
    """Connect everything; nothing is sent and nothing listens yet.

    Raises PolicyError for a policy file of the city's own that does not fit.
    """
    calendar = Calendar(settings.city().zone)
    database = _database(settings, around)
    bot, twilio = _bot(settings, around), _twilio(settings, around)
    channels = _channels(settings, database, bot, twilio)
    tasks = Tasks(calendar, channels, texts_answered=settings.twilio_sms_answered)
    means = Means(
        calendar=calendar,
        policy=checkin_policy(settings),
        tasks=tasks,
        channels=frozenset(channels),
        has_informative_plug=plugs_service.has_informative_plug,
    )
    checkins, escalation = Checkins(means), Escalation(calendar, case_policy(settings), tasks)
    poke = Poke()
    intake = _intake(settings, around, database, poke)
    contacts = HumanContacts(calendar, contact_policy(settings), tasks)
    plugs, vendors = Plugs(tasks, settings.city()), Vendors(calendar, tasks)
    others = (plugs, escalation, contacts, Festivals(calendar), Sources(means), vendors)
    dispatch = Dispatch(
        database,
        consumers=(Enrolment(), Replies(), tasks, checkins, *others, Chat(calendar, tasks)),
        actors=(checkins, tasks, *others, *_citys_own(means, settings)),
    )
    sender = _sender(settings, around, database, channels)
    return Service(
        settings=settings,
        surroundings=around,
        database=database,
        calendar=calendar,
        tasks=tasks,
        means=means,
        checkins=checkins,
        escalation=escalation,
        contacts=contacts,
        guides=Guides(means, settings.city(), no_bot if bot is None else bot.name_or_none),
        intake=intake,
        worker=Worker(database, around.clock, intake, dispatch, sender, poke),
        auditor=_auditor(settings, around, database, intake),
        poke=poke,
        bot=bot,
        telegram=_supervised(settings, bot, intake, around.clock),
        twilio=twilio,
        plugs=_listener(settings, around, database, poke),
        calls=calls if isinstance(calls := channels.get(ChannelName.CALL), CallChannel) else None,
    )


def _citys_own(means: Means, settings: Settings) -> tuple[Actor, ...]:
    """What has something to do for the city or its employees, and hears of nothing."""
    calendar = means.calendar
    campaigns = Campaigns(calendar, means.policy)
    leave = Leave(means.tasks.roster)
    weekly = WeeklySummary(calendar, PlugChanges(means, settings.city()))
    of_plugs = _of_plugs(settings, calendar)
    return weekly, Watch(), campaigns, leave, Nights(calendar), *of_plugs


def _of_plugs(settings: Settings, calendar: Calendar) -> tuple[Actor, ...]:
    """What is done for all homes with plugs, at night and every half hour."""
    keeping = Keeping(
        readings=timedelta(days=settings.plug_readings_days),
        slots=timedelta(days=settings.plug_slots_days),
    )
    return Forgetting(calendar, keeping), Noting(calendar), LeftOn()


def checkin_policy(settings: Settings) -> CheckinPolicy:
    """How this city asks. Raises PolicyError for a file of its own that does not fit."""
    own = settings.checkin_policy_file
    return checkin_policies.shipped() if own is None else checkin_policies.read(own)


def case_policy(settings: Settings) -> Mapping[Urgency, Policy]:
    """Who is asked about cases in this city. Raises PolicyError like `checkin_policy`."""
    own = settings.case_policy_file
    return case_policies.shipped() if own is None else case_policies.read(own)


def contact_policy(settings: Settings) -> ContactPolicy:
    """How often people meet residents of this city. Raises PolicyError like `checkin_policy`."""
    own = settings.contact_policy_file
    return contact_policies.shipped() if own is None else contact_policies.read(own)


def _intake(settings: Settings, around: Surroundings, database: Database, poke: Poke) -> Intake:
    spool = Spool(settings.spool_dir, around.keyring, "anbu", clock=around.clock)
    folder = settings.vendor_drop_dir
    drop = None if folder is None else Drop(folder, database, around.clock, poke)
    return Intake(database, spool, EDGES, poke, also=None if drop is None else drop.take)


def channel_names(settings: Settings) -> frozenset[ChannelName]:
    """The channels that these settings set up."""
    account = settings.twilio_account_sid is not None
    there = {
        ChannelName.TELEGRAM: settings.telegram_mode != "off",
        ChannelName.SMS: account and settings.twilio_sms_from is not None,
        ChannelName.CALL: account and settings.twilio_voice_from is not None,
    }
    return frozenset(channel for channel, known in there.items() if known)


def roster_of(settings: Settings) -> Roster:
    """Who can be told what, for whoever has no service around it."""
    answered = settings.twilio_sms_answered
    calendar = Calendar(settings.city().zone)
    return Roster(calendar, channel_names(settings), texts_answered=answered)


def _listener(
    settings: Settings, around: Surroundings, database: Database, poke: Poke
) -> Listener | None:
    if settings.mqtt_url is None:
        return None
    password = settings.mqtt_password
    line = Line(
        url=settings.mqtt_url,
        username=settings.mqtt_username,
        password=None if password is None else password.get_secret_value(),
        client_id=settings.mqtt_client_id,
        share=settings.mqtt_share,
        ca_file=_name(settings.mqtt_ca_file),
        certificate_file=_name(settings.mqtt_certificate_file),
        key_file=_name(settings.mqtt_certificate_key_file),
    )
    linger = INLINE_LINGER_SECONDS if around.inline else LINGER_SECONDS
    city = settings.city()
    return Listener(database, around.clock, city, line, poke=poke, linger_seconds=linger)


def _name(file: Path | None) -> str | None:
    return None if file is None else str(file)


def _bot(settings: Settings, around: Surroundings) -> TelegramBot | None:
    if settings.telegram_mode == "off":
        return None
    return build_bot(settings, transport=around.transport)


def _twilio(settings: Settings, around: Surroundings) -> TwilioAccount | None:
    if settings.twilio_account_sid is None:
        return None
    return TwilioAccount(settings, around.clock, transport=around.transport)


def _channels(
    settings: Settings,
    database: Database,
    bot: TelegramBot | None,
    twilio: TwilioAccount | None,
) -> dict[ChannelName, Channel]:
    """The channels that this installation has set up."""
    channels: dict[ChannelName, Channel] = {}
    if bot is not None:
        channels[ChannelName.TELEGRAM] = TelegramChannel(bot)
    if twilio is not None:
        addresses = Addresses(settings.public_base_url)
        claimed = claims_of(messaging_service, database)
        channels[ChannelName.SMS] = SmsChannel(twilio, addresses, claimed)
        channels[ChannelName.CALL] = CallChannel(twilio, addresses, claimed)
    known = channel_names(settings)  # an account without a number rings, or writes to, nobody
    return {name: channel for name, channel in channels.items() if name in known}


def _database(settings: Settings, around: Surroundings) -> Database:
    return Database(
        settings.database_url,
        clock=around.clock,
        ids=around.ids,
        keyring=around.keyring,
        seams=around.seams,
        inline=around.inline,
        durable=around.durable,
    )


def _auditor(
    settings: Settings, around: Surroundings, database: Database, intake: Intake
) -> Auditor:
    """With connections of its own, so that nothing that hangs holds it up."""
    own = database if around.inline else _database(settings, around)
    backlog = Backlog(Calendar(settings.city().zone), channel_names(settings))
    return Auditor(own, settings.heartbeat_url, intake.spooled_since, backlog)


def _sender(
    settings: Settings,
    around: Surroundings,
    database: Database,
    channels: Mapping[ChannelName, Channel],
) -> Sender:
    def page_url(uow: UnitOfWork, page: str) -> str:
        return disclosure.page_url(uow, settings.public_base_url, page)

    def answer_url(uow: UnitOfWork, checkin_id: str) -> str:
        return links.page_url(uow, settings.public_base_url, checkin_id)

    return Sender(
        database,
        channels,
        {
            ChannelName.TELEGRAM: settings.telegram_per_second,
            ChannelName.SMS: settings.calls_per_second,
            ChannelName.CALL: settings.calls_per_second,
        },
        Postmark(settings.city(), page_url, answer_url),
        seams=around.seams,
        concurrency=1 if around.inline else SENDS_AT_ONCE,
    )


def _supervised(
    settings: Settings, bot: TelegramBot | None, intake: Intake, clock: Clock
) -> Supervisor | None:
    """Telegram brings updates to our webhook, or, without a public address, we fetch them."""
    secret = settings.telegram_webhook_secret
    if bot is None:
        return None
    if settings.telegram_mode == "polling":
        return Supervisor(bot, PollingLine(bot, intake, Toaster(bot), clock), clock)
    if secret is None:
        return None
    return Supervisor(bot, WebhookLine(bot, settings.public_base_url, secret, clock), clock)
