"""Task libraries of Python: own wrappers, subclasses, class tasks and schedules of every sort."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "w/__init__.py": "",
            "w/app.py": """
                from celery import Celery
                app = Celery("x")
                def task(**kw):
                    return app.task(bind=True, **kw)
                def plain(f):
                    return app.task(f)
                """,
            "w/t.py": """
                from w.app import task, plain, app
                @task(name="a.b")
                def one(): ...
                @plain
                def two(): ...
                @app.task
                def three(): ...
                @app.task(name=f"x.{1}")
                def four(): ...
                """,
        },
        ["a.b", "four", "three", "two"],
        None,
        id="celery own wrapper",
    ),
    pytest.param(
        {
            "w/__init__.py": "",
            "w/app.py": """
                import celery
                class MyCelery(celery.Celery):
                    pass
                def make_celery():
                    c = MyCelery("x")
                    return c
                """,
            "w/inst.py": """
                from w.app import make_celery
                celery_app = make_celery()
                """,
            "w/t.py": """
                from w.inst import celery_app
                @celery_app.task(queue="q")
                def one(): ...
                @celery_app.on_after_finalize.connect
                def setup(sender, **kw):
                    sender.add_periodic_task(crontab(hour=1), one.s("x"), name="nightly one")
                    sender.add_periodic_task(30, one.s())
                """,
        },
        ["one"],
        ["nightly one", "one"],
        id="celery subclass + factory",
    ),
    pytest.param(
        {
            "a.py": """
                from celery import Celery
                from celery.schedules import crontab
                app = Celery()
                app.conf.update(timezone="UTC", beat_schedule={"u1": {"task":"t","schedule":1}})
                """,
            "b.py": """
                CELERY_BEAT_SCHEDULE = {"s1": {"task":"t"}, "s2": {"task":"t"}}
                CELERY_BEAT_SCHEDULE["s3"] = {"task": "x", "schedule": 2}
                CELERY_BEAT_SCHEDULE.update({"s4": {"task":"z"}})
                """,
            "c.py": 'beat_schedule = {"c1": {"task":"q"}}\n',
            "d.py": """
                class Config:
                    beat_schedule = dict(d1={"task": "q"}, d2=dict(task="z"))
                """,
            "e.py": """
                from celery import Celery
                from e2 import SCHEDULE
                app = Celery()
                app.conf.beat_schedule = SCHEDULE
                """,
            "e2.py": 'SCHEDULE = {"e1": {"task":"q"}}\n',
            "f.py": """
                from celery import Celery
                app=Celery()
                app.conf.beat_schedule = {**A, "f1": {"task": "x"}}
                """,
            "f2.py": "DJANGO_CELERY_BEAT_SCHEDULE = {}\n",
            "g.py": """
                app.conf["beat_schedule"] = {"g1": {"task":"q"}}
                app.conf.update({"beat_schedule": {"g2": {"task": "z"}}})
                """,
        },
        None,
        ["c1", "d1", "d2", "e1", "f1", "g1", "g2", "s1", "s2", "s3", "s4", "u1"],
        id="beat variants",
    ),
    pytest.param(
        {
            "t.py": """
                from celery import Celery, Task
                app = Celery()
                class Base(Task):
                    abstract = True
                class Import(Base):
                    name = "imp"
                    def run(self): ...
                app.register_task(Import())
                @app.task(base=Base)
                def x(): ...
                class V:
                    @app.task
                    def m(): ...
                """,
        },
        ["imp", "m", "x"],
        None,
        id="celery base classes & class tasks",
    ),
    pytest.param(
        {
            "t.py": """
                import dramatiq
                from dramatiq import actor
                from periodiq import cron, PeriodiqMiddleware
                from dramatiq_crontab import cron as dcron
                @dramatiq.actor
                def a(): ...
                @actor(queue_name="q", max_retries=3)
                def b(): ...
                @dramatiq.actor(periodic=cron("* * * * *"))
                def c(): ...
                class Clean(dramatiq.GenericActor):
                    class Meta: queue_name="x"
                    def perform(self): ...
                @dcron("*/5 * * * *")
                @dramatiq.actor
                def d(): ...
                @broker.actor
                def e(): ...
                """,
        },
        ["Clean", "a", "b", "c", "d", "e"],
        ["c", "d"],
        id="dramatiq",
    ),
    pytest.param(
        {
            "w/__init__.py": """
                from ._enqueue import x
                from .decorators import actor, TaskPriority
                __all__=["actor"]
                """,
            "w/_enqueue.py": "x=1\n",
            "w/decorators.py": """
                import dramatiq
                from typing import Any
                class TaskPriority: ...
                def actor(*, actor_name=None, cron_trigger=None, **kw):
                    def decorator(fn):
                        @wraps(fn)
                        async def wrapper(*a): ...
                        return dramatiq.actor(wrapper, actor_name=actor_name)
                    return decorator
                """,
            "orders/__init__.py": "",
            "orders/tasks.py": """
                from w import actor, TaskPriority
                @actor(actor_name="order.x", priority=TaskPriority.LOW)
                async def x(): ...
                @actor(actor_name="order.y", cron_trigger=CronTrigger(minute=1))
                async def y(): ...
                """,
        },
        ["order.x", "order.y"],
        ["order.y"],
        id="own wrapper with cron",
    ),
    pytest.param(
        {
            "w.py": """
                from arq import cron, func
                from jobs import a, b
                async def sweep(ctx): ...
                FUNCS = [a, func(b, name="bee")]
                class WorkerSettings:
                    functions = FUNCS + [sweep]
                    cron_jobs = [cron(sweep, hour=1), cron("jobs.a", minute=0, name="hourly")]
                """,
            "jobs.py": """
                async def a(ctx): ...
                async def b(ctx): ...
                """,
        },
        ["a", "bee", "sweep"],
        ["hourly", "sweep"],
        id="arq",
    ),
    pytest.param(
        {
            "h.py": """
                from huey import RedisHuey, crontab
                huey = RedisHuey()
                @huey.task()
                def h1(): ...
                @huey.periodic_task(crontab(minute="*"))
                def h2(): ...
                """,
            "r.py": """
                from rq.decorators import job
                from django_rq import job as djob
                @job("low", connection=c)
                def r1(): ...
                @djob
                def r2(): ...
                """,
            "q.py": """
                from taskiq_redis import ListQueueBroker
                broker = ListQueueBroker("x")
                @broker.task
                async def q1(): ...
                @broker.task(task_name="named", schedule=[{"cron":"* * * * *"}])
                async def q2(): ...
                """,
            "p.py": """
                import procrastinate
                app = procrastinate.App(connector=c)
                @app.periodic(cron="*/5 * * * *")
                @app.task(queue="x", name="pp")
                async def p1(ts): ...
                """,
        },
        ["h1", "h2", "named", "pp", "q1", "r1", "r2"],
        ["h2", "named", "pp"],
        id="huey rq taskiq procrastinate",
    ),
    pytest.param(
        {
            "s.py": """
                from apscheduler.schedulers.asyncio import AsyncIOScheduler
                from apscheduler.triggers.cron import CronTrigger
                import jobs
                scheduler = AsyncIOScheduler()
                def start():
                    scheduler.add_job(jobs.a, CronTrigger(hour=1))
                    scheduler.add_job(func=jobs.b, trigger="interval", seconds=3, id="bee")
                    scheduler.add_job("jobs:c", "cron", hour=3)
                @scheduler.scheduled_job("interval", minutes=1)
                def d(): ...
                class S:
                    def __init__(self):
                        self.scheduler = AsyncIOScheduler()
                        self.scheduler.add_job(self.tick, "interval", seconds=1)
                """,
            "sch.py": """
                import schedule
                schedule.every().day.at("10:30").do(job)
                schedule.every(10).minutes.do(other, x=1)
                """,
            "fu.py": """
                from fastapi_utils.tasks import repeat_every
                @repeat_every(seconds=60)
                async def rep(): ...
                """,
        },
        None,
        ["a", "bee", "c", "d", "job", "other", "rep", "tick"],
        id="apscheduler",
    ),
    pytest.param(
        {
            "t.py": """
                from invoke import task
                from airflow.decorators import task as atask
                from prefect import task as ptask
                @task
                def a(c): ...
                class Foo:
                    def job(self): ...
                @foo.task
                def b(): ...
                """,
        },
        [],
        [],
        id="none",
    ),
    pytest.param(
        {
            "p/__init__.py": """
                from .celery import app as celery_app
                __all__=("celery_app",)
                """,
            "p/celery.py": """
                import os
                from celery import Celery
                app = Celery("p")
                app.config_from_object("django.conf:settings", namespace="CELERY")
                app.autodiscover_tasks()
                @app.task(bind=True, ignore_result=True)
                def debug_task(self): ...
                """,
            "s/__init__.py": "",
            "s/tasks.py": """
                from p import celery_app
                from p.celery import app
                @celery_app.task
                def a(): ...
                @app.task(name="b.c")
                def b(): ...
                """,
        },
        ["a", "b.c", "debug_task"],
        None,
        id="celery app imported in django",
    ),
]


@pytest.mark.parametrize(("files", "tasks", "schedules"), CASES)
def test_task_patterns(
    tmp_path: Path,
    files: dict[str, str],
    tasks: list[str] | None,
    schedules: list[str] | None,
) -> None:
    found = found_in(tmp_path, files)
    if tasks is not None:
        assert names(found, Kind.TASK) == tasks
    if schedules is not None:
        assert names(found, Kind.SCHEDULE) == schedules
