"""Sockets of people, over a real uvicorn."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from focushub.accounts.models import User
from focushub.accounts.services import sessions
from tests.device import Device
from tests.end_to_end.conftest import address as address

DeviceOf = Callable[[User], Device]


@pytest.fixture
def device_of(address: str) -> Iterator[DeviceOf]:
    with ExitStack() as stack:

        def make(person: User) -> Device:
            pair = sessions.open_session(person=person, user_agent="tests")
            device = Device(address, pair.access_token)
            stack.callback(device.close)
            return device

        yield make
