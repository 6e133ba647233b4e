"""One person's Telegram in a story. Whatever appears on it has to be expected."""

from collections.abc import Callable, Mapping

from locales.model import Language
from locales.texts import placeholders, say
from town.servers.telegram import BotApi, Delivered, Toast

Known = Callable[["Phone"], Mapping[str, str]]
"""Whose phone → values that the story knows: names, numbers, what a task is."""


class Phone:
    """The screen of one chat, read in order. `expects` and `shows` take the next thing off it."""

    def __init__(self, owner: str, chat_id: int, telegram: BotApi, known: Known) -> None:
        self.owner = owner
        self.chat_id = chat_id
        self.task_id: str | None = None
        """The task of the newest card."""
        self._telegram = telegram
        self._known = known
        self._read = 0
        self.tells_of_nights = False
        """Whether what leads read of every night without cover belongs to the story."""

    def expects(self, key: str, *buttons: str, **values: str) -> Delivered:
        """A new message has come: exactly this text, with exactly these buttons (text keys)."""
        return self._take(key, buttons, values, edited=False)

    def shows(self, key: str, *buttons: str, **values: str) -> Delivered:
        """An earlier message reads differently now: exactly this text, these buttons."""
        return self._take(key, buttons, values, edited=True)

    def reads(self, words: str, *labels: str) -> None:
        """A new message has come that says exactly this; below it are exactly these buttons."""
        shown = self._next(words)
        assert isinstance(shown, Delivered)
        assert (shown.text, shown.edited, _labels(shown)) == (words, False, list(labels))

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The commands that this chat offers."""
        return self._telegram.profile.menu_of(self.chat_id, Language.ko)

    def lists(self, words: str, *buttons: str) -> None:
        """A new message has come that says exactly this, with exactly these buttons.

        Work that came in one instant stands in it in any order.
        """
        shown = self._next(words)
        assert isinstance(shown, Delivered)
        head, *lines = words.split("\n\n")
        first, *others = shown.text.split("\n\n")
        assert (first, sorted(others), shown.edited) == (head, sorted(lines), False)
        labels = [button.label for row in shown.buttons for button in row]
        assert sorted(labels) == sorted(buttons)

    def skips_the_summary(self) -> None:
        """The lead's weekly message has come; its figures are another story."""
        shown = self._next("the weekly summary")
        assert "주간 요약" in shown.text

    def skips(self, count: int) -> None:
        """So many things have come that are not of this story."""
        assert self.has(count)
        self._read += count

    def flashes(self, key: str) -> None:
        """A line has flashed up after a press."""
        shown = self._next(f"the line {key}")
        assert isinstance(shown, Toast), (
            f"{self.owner} should see a line flash up, and sees {shown}"
        )
        assert shown.text == say(key, Language.ko)

    def expects_nothing(self) -> None:
        """Nothing has come that was not looked at yet."""
        assert self.unread == []

    def has(self, count: int) -> bool:
        """Whether so many things have come that were not looked at yet."""
        return len(self._history) - self._read >= count

    def button(self, label: str, **values: str) -> tuple[int, str]:
        """The newest message that carries this button (a text key), and what is behind it."""
        return self.button_saying(say(label, Language.ko, **values))

    def button_saying(self, wanted: str) -> tuple[int, str]:
        """The newest message that carries a button of these words, and what is behind it."""
        for shown in reversed(self._telegram.screen(self.chat_id)):
            for button in (button for row in shown.buttons for button in row):
                if button.label == wanted:
                    return shown.message_id, button.data or button.url or ""
        message = f"there is no button {wanted!r} on the phone of {self.owner}"
        raise AssertionError(message)

    @property
    def unread(self) -> list[str]:
        """What nobody expected."""
        return [f"{self.owner}: {shown.text}" for shown in self._history[self._read :]]

    @property
    def everything(self) -> list[str]:
        """Every text this phone has ever shown, and every label of a button."""
        labels = [
            button.label
            for shown in self._history
            if isinstance(shown, Delivered)
            for row in shown.buttons
            for button in row
        ]
        return [shown.text for shown in self._history] + labels

    def _take(
        self, key: str, buttons: tuple[str, ...], values: Mapping[str, str], *, edited: bool
    ) -> Delivered:
        shown = self._next(key)
        assert isinstance(shown, Delivered), f"{self.owner} should read {key}, and sees {shown}"
        self.task_id = _task_behind(shown) or self.task_id
        known = {**self._known(self), **values}
        wanted = {name: known[name] for name in placeholders(key) if name in known}
        assert shown.text == say(key, Language.ko, **wanted)
        assert shown.edited is edited, f"{key} on the phone of {self.owner}: edited {shown.edited}"
        assert _labels(shown) == [say(label, Language.ko) for label in buttons]
        return shown

    def _next(self, wanted: str) -> Delivered | Toast:
        assert self.has(1), f"nothing has come to {self.owner}, who should read {wanted}"
        self._read += 1
        return self._history[self._read - 1]

    @property
    def _history(self) -> tuple[Delivered | Toast, ...]:
        shown = self._telegram.history(self.chat_id)
        every = self.tells_of_nights
        return shown if every else tuple(one for one in shown if not _is_of_nights(one))


def _is_of_nights(shown: Delivered | Toast) -> bool:
    return shown.text == say("night.uncovered", Language.ko)


def _labels(shown: Delivered) -> list[str]:
    return [button.label for row in shown.buttons for button in row]


def _task_behind(shown: Delivered) -> str | None:
    """The id in the data of an offer's or a result's button."""
    for row in shown.buttons:
        for button in row:
            verb, _, rest = (button.data or "").partition(":")
            if verb in {"a", "rw", "cw"}:
                return rest.partition(":")[0]
    return None
