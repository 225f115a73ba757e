"""A port in use is a clear error."""

import asyncio
import socket

import pytest

from adapters.settings import Settings
from stack.embedded_settings import throw_away_settings
from stack.ports import LOOPBACK, PortInUse, check_ports, free_ports, is_free, is_listening


def test_a_port_in_use_is_named_with_its_variable_in_both_languages(settings: Settings) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        ours = throw_away_settings(settings.var).model_copy(update={"api_port": port})
        with pytest.raises(PortInUse) as refusal:
            check_ports(ours)
    message = str(refusal.value)
    assert f"端口 {port}（接口与页面）已被占用" in message
    assert f"Port {port} (API) is in use" in message
    assert "DUIXIAN_API_PORT" in message
    assert "DUIXIAN_SMTP_PORT" not in message


def test_every_port_in_use_is_named_at_once(settings: Settings) -> None:
    with socket.create_server((LOOPBACK, 0)) as one, socket.create_server((LOOPBACK, 0)) as other:
        ports = {"temporal_port": one.getsockname()[1], "smtp_port": other.getsockname()[1]}
        with pytest.raises(PortInUse, match=r"(?s)DUIXIAN_TEMPORAL_PORT.*DUIXIAN_SMTP_PORT"):
            check_ports(throw_away_settings(settings.var).model_copy(update=ports))


def test_two_settings_may_not_name_one_port(settings: Settings) -> None:
    [port] = free_ports(1)
    ours = throw_away_settings(settings.var).model_copy(update={"api_port": port, "smtp_port": port})
    with pytest.raises(PortInUse, match="DUIXIAN_API_PORT and DUIXIAN_SMTP_PORT are both"):
        check_ports(ours)


def test_free_ports_are_free_and_different(settings: Settings) -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    assert all(is_free(port) for port in ports)
    check_ports(throw_away_settings(settings.var))


async def test_a_port_listens_only_while_someone_does() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    assert await is_listening(port)
    server.close()
    await server.wait_closed()
    assert not await is_listening(port)
