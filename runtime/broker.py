"""The broker's accounts, as files that Mosquitto reads and a signal that it has to."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from plugs.service import BrokerFiles, Credentials, broker_files

if TYPE_CHECKING:
    from foundation.database import Database
    from foundation.settings import Settings

EVERYTHING = "#"
"""The listener hears whatever devices say: what it asks for follows from what is installed."""
PASSWORDS, RIGHTS = "passwords", "rights"
_OWNER_AND_GROUP = 0o640


class BrokerNotToldError(Exception):
    """The files are right, but the broker was not told to read them."""

    def __init__(self, pid_file: Path, why: str) -> None:
        super().__init__(
            f"The accounts were written, but the broker of {pid_file} was not told ({why}): "
            "reload it by hand, as with `systemctl reload mosquitto`."
        )


def publish_accounts(database: Database, settings: Settings) -> bool:
    """Write both files anew and have the broker read them; False where no folder is set.

    Raises OSError, BrokerNotToldError.
    """
    if settings.mqtt_accounts_dir is None:
        return False
    with database.read() as uow:
        files = broker_files(uow, listener_of(settings), (EVERYTHING,))
    _write(settings.mqtt_accounts_dir, files)
    if settings.mqtt_broker_pid_file is not None:
        _tell(settings.mqtt_broker_pid_file)
    return True


def listener_of(settings: Settings) -> Credentials | None:
    """Our own account at the broker."""
    name, password = settings.mqtt_username, settings.mqtt_password
    if name is None or password is None:
        return None
    return Credentials(name, password.get_secret_value())


def _write(folder: Path, files: BrokerFiles) -> None:
    """Rights first: an account without them may do nothing, rights without an account neither."""
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / RIGHTS, files.rights)
    _replace(folder / PASSWORDS, files.passwords)


def _replace(file: Path, text: str) -> None:
    """All of it or nothing: the broker may read at any moment."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            os.fchmod(out.fileno(), _OWNER_AND_GROUP)
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        made.replace(file)
    except BaseException:
        made.unlink()
        raise


def _tell(pid_file: Path) -> None:
    try:
        os.kill(int(pid_file.read_text(encoding="ascii")), signal.SIGHUP)
    except (OSError, ValueError) as error:
        raise BrokerNotToldError(pid_file, type(error).__name__) from error
