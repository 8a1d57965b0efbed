from __future__ import annotations

import pytest

from lises_teach.server.policy import Marks, content_policy, new_nonce


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


def test_scripts_come_from_here_or_carry_the_nonce() -> None:
    scripts = directives(content_policy("abc", "localhost:1"))["script-src"]
    assert scripts == ["'self'", "'nonce-abc'", "blob:"]


@pytest.mark.parametrize("host", ["localhost:8866", "[::1]:8866", "lises.kp.dk", "127.0.0.1:1"])
def test_sockets_go_to_the_same_host(host: str) -> None:
    assert directives(content_policy("n", host))["connect-src"] == ["'self'", f"ws://{host}", f"wss://{host}"]


@pytest.mark.parametrize("host", ["a; script-src *", "", "a b", "x'y", "evil.example/*"])
def test_a_host_that_is_none_cannot_widen_the_policy(host: str) -> None:
    assert directives(content_policy("n", host))["connect-src"] == ["'self'"]


def test_nonces_differ() -> None:
    assert new_nonce() != new_nonce()


def test_marks_are_filled_and_cannot_be_guessed() -> None:
    marks = Marks()
    assert marks.fill(f"{marks.nonce} {marks.lang}", "n", "en") == "n en"
    assert marks != Marks()
