"""Column types keep instants and decimals exactly, on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen.storage.database import Database
from kaizen.storage.types import Exact, Instant

samples = sa.Table("samples", sa.MetaData(), sa.Column("at", Instant), sa.Column("number", Exact))


@pytest.fixture
def table(database: Database) -> Database:
    with database.writing() as connection:
        samples.create(connection)
    return database


def back(database: Database, at: datetime, number: Decimal) -> tuple[datetime, Decimal]:
    """What is read after writing."""
    with database.writing() as connection:
        connection.execute(sa.delete(samples))
        connection.execute(sa.insert(samples), [{"at": at, "number": number}])
        row = connection.execute(sa.select(samples)).one()
    return row.at, row.number


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.datetimes(
        datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(timezone(timedelta(hours=5, minutes=45)))
    ),
    number=st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**20), max_value=10**20),
)
def test_what_was_written_is_read(table: Database, at: datetime, number: Decimal) -> None:
    moment, value = back(table, at, number)

    assert moment == at
    assert moment.tzinfo is UTC
    assert value == number


def test_a_time_without_zone_is_refused(table: Database) -> None:
    with pytest.raises(Exception, match="needs a time zone"):
        back(table, datetime(2026, 1, 1), Decimal(1))


def test_instants_sort_as_time_goes(table: Database) -> None:
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=step) for step in (5, 1, 100_000, 99)]
    with table.writing() as connection:
        connection.execute(sa.insert(samples), [{"at": each, "number": None} for each in moments])
        read = [row.at for row in connection.execute(sa.select(samples).order_by(samples.c.at))]

    assert read == sorted(moments)
