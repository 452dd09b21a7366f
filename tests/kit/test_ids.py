"""Ids sort by the moment they were made."""

import time
from uuid import RFC_4122

from kaizen.kit.ids import new_id


def test_an_id_is_a_version_7_uuid_of_now() -> None:
    made = new_id()

    assert (made.version, made.variant) == (7, RFC_4122)
    assert abs((made.int >> 80) / 1000 - time.time()) < 5


def test_ids_are_unique_and_sort_by_time() -> None:
    many = [new_id() for _ in range(1000)]
    time.sleep(0.002)

    assert len(set(many)) == 1000
    assert new_id() > max(many)
