from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

from lises_teach.server.frames import is_message

HEADER = b'{"msg_type": "comm_msg"}'


def frame(header: bytes = HEADER, channel: str = "shell", *buffers: bytes) -> bytes:
    """A message as Jupyter's own pages frame it."""
    framed: bytes = serialize_msg_to_ws_v1([header, b"{}", b"{}", b"{}", *buffers], channel)
    return framed


def counted(count: int, *starts: int, rest: bytes = b"") -> bytes:
    """A frame that says it has `count` offsets, with those given."""
    return b"".join(number.to_bytes(8, "little") for number in (count, *starts)) + rest


@pytest.mark.parametrize(
    "message",
    [frame(), frame(channel="control"), frame(HEADER, "shell", b"\x00\xff", b"")],
    ids=["plain", "control", "with buffers"],
)
def test_what_jupyters_pages_send_is_a_message(message: bytes) -> None:
    assert is_message(message)


STRANGE = {
    "nothing": b"",
    "text": '{"header": {"msg_type": "comm_msg"}}',
    "an endless count": counted(2**63),
    "a count without offsets": counted(7),
    "offsets that go back": counted(6, 100, 60, 70, 80, 90, 100, rest=b"x" * 44),
    "offsets beyond the end": counted(6, 56, 61, 63, 65, 67, 1000, rest=b"shell{}{}{}"),
    "an offset into the offsets": counted(6, 0, 5, 7, 9, 11, 69, rest=b"shell{}{}{}{}"),
    "too few parts": serialize_msg_to_ws_v1([HEADER, b"{}", b"{}"], "shell"),
    "another channel": frame(channel="iopub"),
    "no JSON": frame(b"{"),
    "no object": frame(b"[]"),
    "nested too deep": frame(b"[" * 100_000),
    "no kind": frame(b"{}"),
    "a kind that is no word": frame(b'{"msg_type": ["comm_msg"]}'),
    "no text": frame(b"\xff"),
}


@pytest.mark.parametrize("message", STRANGE.values(), ids=STRANGE)
def test_anything_else_is_none(message: object) -> None:
    assert not is_message(message)


@given(
    st.binary(max_size=200)
    | st.lists(st.integers(0, 300), max_size=10).map(lambda all_: counted(*all_ or [0]))
)
def test_whatever_comes_is_told_at_once(message: bytes) -> None:
    assert is_message(message) in (True, False)


@given(st.lists(st.binary(max_size=20), max_size=5))
def test_what_passes_is_read_by_jupyter_as_it_was_meant(buffers: list[bytes]) -> None:
    message = frame(HEADER, "shell", *buffers)
    assert is_message(message)
    channel, parts = deserialize_msg_from_ws_v1(message)
    assert (channel, json.loads(parts[0])["msg_type"]) == ("shell", "comm_msg")
    assert [bytes(part) for part in parts[4:]] == buffers
