"""Ids: in order, of version 7, and never the same in two processes."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from omnistock.kernel.ids import uuid7


def test_they_are_in_order_and_of_version_7() -> None:
    made = [uuid7() for _ in range(2_000)]
    assert made == sorted(made)
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}


def test_threads_never_get_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [id for ids in pool.map(lambda _: [uuid7() for _ in range(500)], range(8)) for id in ids]
    assert len(set(made)) == 4_000


def test_a_forked_child_does_not_go_on_with_its_parents_random_bits() -> None:
    uuid7()  # what is drawn ahead now would be the child's as well
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"".join(uuid7().bytes[8:] for _ in range(50)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        theirs = pipe.read()
    os.waitpid(child, 0)
    ours = {uuid7().bytes[8:] for _ in range(50)}
    assert not ours & {theirs[at : at + 8] for at in range(0, len(theirs), 8)}
