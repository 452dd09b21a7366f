"""Reminders and the nightly stock count."""

from celery import Celery
from celery.schedules import crontab

app = Celery("shop", broker="redis://redis:6379/0")
app.conf.beat_schedule = {"count-stock": {"task": "count_stock", "schedule": crontab(hour=3, minute=0)}}


@app.task(name="count_stock")
def count_stock() -> None:
    """Compares the shelves with the books."""


@app.task
def remind(order_id: int) -> None:
    """Reminds a customer of an unpaid order."""
