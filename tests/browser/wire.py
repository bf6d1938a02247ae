"""A visitor without a browser: Streamlit's own messages over its socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.browser.running import PATIENCE


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """Begin a session at a running server."""
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(
        stream, origin=address, subprotocols=["streamlit"], max_size=None, proxy=None, open_timeout=PATIENCE
    ) as socket:  # type: ignore[arg-type,list-item]
        yield Visitor(socket)


class Visitor:
    """One session of a running server."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def open(self, page: str = "", query: str = "", timeout: float = PATIENCE) -> list[ForwardMsg]:
        """Ask for a page as a deep link does and return every message up to the end of its script."""
        ask = BackMsg()
        ask.rerun_script.page_name = page
        ask.rerun_script.query_string = query
        self.socket.send(ask.SerializeToString())
        got: list[ForwardMsg] = []
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=timeout))
            got.append(message)
            if message.WhichOneof("type") == "script_finished":
                return got


def elements(messages: list[ForwardMsg]) -> list[str]:
    """Return the kinds of the elements that a script drew."""
    drawn = [
        m.delta.new_element
        for m in messages
        if m.WhichOneof("type") == "delta" and m.delta.HasField("new_element")
    ]
    return [str(element.WhichOneof("type")) for element in drawn]
