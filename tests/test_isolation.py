"""Tests reach this machine only, and know no operator's settings."""

import asyncio
import os
import socket

import anyio
import pytest
from anyio.abc import SocketAttribute
from pytest_socket import SocketConnectBlockedError

# pytest-socket warns before it raises, and warnings are errors here.
ignore_the_warning = pytest.mark.filterwarnings("ignore:A test tried to use:UserWarning")


@ignore_the_warning
def test_a_test_cannot_leave_the_machine() -> None:
    # 192.0.2.0/24 is kept for documentation: nothing answers there even without the guard.
    with socket.socket() as probe, pytest.raises(SocketConnectBlockedError):
        probe.connect(("192.0.2.1", 9))


@ignore_the_warning
@pytest.mark.anyio
async def test_an_asynchronous_test_cannot_either() -> None:
    with pytest.raises(SocketConnectBlockedError):
        await asyncio.open_connection("192.0.2.1", 9)


@pytest.mark.anyio
async def test_loopback_is_open() -> None:
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener:
        port = listener.listeners[0].extra(SocketAttribute.local_port)  # noqa: S610 - not SQL
        async with await anyio.connect_tcp("127.0.0.1", port):
            pass


def test_no_setting_of_an_operator_is_left() -> None:
    kept = {"ANBU_DATA", "ANBU_SEED", "ANBU_SEEDS", "ANBU_TEST_DATABASE_URL"}
    assert {name for name in os.environ if name.startswith("ANBU_")} <= kept
    assert os.environ["PTB_TIMEDELTA"] == "1"
