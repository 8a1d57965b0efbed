"""Whether what came over a page's line is a message at all. What it may ask for is not decided here.

Jupyter reads frames as its own pages send them: a number in the first eight bytes is how many offsets it
counts, unless somebody looks first, and eight bytes can keep it counting until the memory is full.
"""

from __future__ import annotations

import json
from itertools import pairwise

FRAMES = "v1.kernel.websocket.jupyter.org"
"""The name of the way in which messages are framed on a line to a kernel."""

CHANNELS = frozenset({b"shell", b"control"})
"""The channels a page may speak on."""

MOST_PARTS = 64
_NUMBER = 8  # bytes
_OBJECTS = 4  # a message's header, parent header, metadata and content, before its buffers


def is_message(frame: object) -> bool:
    """Whether `frame` is a whole message on a channel that a page may speak on.

    >>> is_message((2**62).to_bytes(8, "little"))
    False
    """
    parts = _parts(frame)
    if parts is None or len(parts) <= _OBJECTS or parts[0] not in CHANNELS:
        return False
    try:
        objects = [json.loads(part) for part in parts[1 : _OBJECTS + 1]]
    except (ValueError, RecursionError):
        return False
    return all(isinstance(found, dict) for found in objects) and isinstance(objects[0].get("msg_type"), str)


def _parts(frame: object) -> list[bytes] | None:
    """The channel, the four objects and the buffers in `frame`; None if its offsets do not fit it."""
    if not isinstance(frame, bytes):
        return None
    count = _number(frame, 0)
    if not _OBJECTS + 2 <= count <= MOST_PARTS or len(frame) < _NUMBER * (count + 1):
        return None
    starts = [_number(frame, n) for n in range(1, count + 1)]
    if starts != sorted(starts) or starts[0] < _NUMBER * (count + 1) or starts[-1] != len(frame):
        return None
    return [frame[start:end] for start, end in pairwise(starts)]


def _number(frame: bytes, place: int) -> int:
    return int.from_bytes(frame[_NUMBER * place : _NUMBER * (place + 1)], "little")
