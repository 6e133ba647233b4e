"""What the bot is called and says about itself."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from town.servers.telegram.messages import Method
from town.servers.telegram.model import Json, bad_request
from town.servers.telegram.params import Params

_COMMAND: Final = re.compile("[a-z0-9_]{1,32}")
_LONGEST_DESCRIPTION: Final = 256
_SETTINGS: Final = {
    "MyCommands": "commands",
    "MyDescription": "description",
    "MyShortDescription": "short_description",
    "MyName": "name",
}


class Profile:
    """Keeps what was last set per language (and, for commands, per scope)."""

    def __init__(self, bot: Json) -> None:
        self._bot = bot
        self._kept: dict[tuple[str, str, str], Any] = {}

    def methods(self) -> Mapping[str, Method]:
        methods: dict[str, Method] = {
            "getMe": self._get_me,
            "setChatMenuButton": lambda _params: True,
            "deleteMyCommands": self._delete_commands,
        }
        for name, field in _SETTINGS.items():
            methods[f"set{name}"] = self._setter(name, field)
            methods[f"get{name}"] = self._getter(name, field)
        return methods

    def commands(self, language: str = "", scope: str = "default") -> list[tuple[str, str]]:
        """What the menu of the chat shows: (command, description)."""
        kept = self._kept.get(("MyCommands", language, scope), [])
        return [(item["command"], item["description"]) for item in kept]

    def menu_of(self, chat_id: int, language: str = "") -> list[tuple[str, str]]:
        """What a private chat shows: its own commands, else all private chats', else anybody's."""
        own = _scope({"type": "chat", "chat_id": chat_id})
        for scope in (own, "all_private_chats", "default"):
            for spoken in (language, ""):
                if ("MyCommands", spoken, scope) in self._kept:
                    return self.commands(spoken, scope)
        return []

    def _get_me(self, _params: Params) -> Json:
        return {
            **self._bot,
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _setter(self, name: str, field: str) -> Method:
        def keep(params: Params) -> bool:
            is_list = name == "MyCommands"
            value = _commands(params.json(field)) if is_list else params.text(field)
            self._kept[_key(name, params)] = value
            return True

        return keep

    def _getter(self, name: str, field: str) -> Method:
        def kept(params: Params) -> object:
            if name == "MyCommands":
                return self._kept.get(_key(name, params), [])
            default = self._bot["first_name"] if name == "MyName" else ""
            return {field: self._kept.get(_key(name, params), default)}

        return kept

    def _delete_commands(self, params: Params) -> bool:
        self._kept.pop(_key("MyCommands", params), None)
        return True


def _commands(value: object) -> list[Json]:
    """The commands that were given. Raises ApiError for what the Bot API does not take."""
    given = value if isinstance(value, list) else []
    for each in given:
        if not _COMMAND.fullmatch(each["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= _LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return given


def _key(name: str, params: Params) -> tuple[str, str, str]:
    scope = params.json("scope")
    kind = _scope(scope) if isinstance(scope, dict) else "default"
    return name, params.text("language_code"), kind


def _scope(scope: Json) -> str:
    return scope["type"] if len(scope) == 1 else json.dumps(scope, sort_keys=True)
