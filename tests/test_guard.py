"""No test leaves this machine."""

import socket

import pytest
from pytest_socket import SocketBlockedError


def test_a_connection_raises() -> None:
    with pytest.warns(UserWarning, match=r"socket"), pytest.raises(SocketBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_an_event_loop_still_gets_its_sockets() -> None:
    first, second = socket.socketpair()
    with first, second:
        first.sendall(b"x")
        assert second.recv(1) == b"x"
