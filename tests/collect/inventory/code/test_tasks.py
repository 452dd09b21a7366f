"""Background tasks and schedules are named by what they declare, else by their function."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "worker/app.py": """
                from celery import Celery
                from celery.schedules import crontab
                app = Celery("x", broker="redis://")
                app.conf.beat_schedule = {
                    "nightly": {"task": "worker.tasks.clean", "schedule": crontab(hour=3)},
                    **EXTRA,
                }
                app.conf.beat_schedule["weekly"] = {"task": "t", "schedule": 60.0}
                @app.on_after_configure.connect
                def setup(sender, **kw):
                    sender.add_periodic_task(10.0, clean.s(), name="every ten")
                    sender.add_periodic_task(20.0, clean.s())
                """,
            "worker/tasks.py": """
                from celery import shared_task, Task
                from worker.app import app
                @shared_task
                def clean(): ...
                @app.task(bind=True, name="pay.charge")
                def charge(self): ...
                @app.route("/x")
                def no_task(): ...
                """,
        },
        ["clean", "pay.charge"],
        ["clean", "every ten", "nightly", "weekly"],
        id="Celery tasks, tables, later entries and periodic registrations",
    ),
    pytest.param(
        {
            "lib.py": """
                import dramatiq
                def actor(**kw):
                    return dramatiq.actor(**kw)
                """,
            "jobs.py": """
                from lib import actor
                from apscheduler.schedulers.background import BackgroundScheduler
                from invoke import task
                @actor(actor_name="mail.send", cron_trigger=CronTrigger(hour=1))
                def send(): ...
                @actor(actor_name="mail.read")
                def read(): ...
                @task
                def release(c): ...
                scheduler = BackgroundScheduler()
                @scheduler.scheduled_job("cron", hour=1)
                def tick(): ...
                scheduler.add_job(read, "interval", minutes=5, id="reading")
                """,
            "arq_worker.py": """
                from arq import cron
                async def resize(ctx): ...
                async def sweep(ctx): ...
                class WorkerSettings:
                    functions = [resize]
                    cron_jobs = [cron(sweep, hour=1)]
                """,
        },
        ["mail.read", "mail.send", "resize"],
        ["mail.send", "reading", "sweep", "tick"],
        id="wrapped dramatiq actors, APScheduler, arq; invoke tasks are none",
    ),
    pytest.param(
        {
            "a.ts": """
                import { Worker } from "bullmq";
                import cron from "node-cron";
                import { Cron } from "@nestjs/schedule";
                new Worker("mails", async (job) => {});
                cron.schedule("0 * * * *", sweep);
                export class Jobs {
                  @Cron("0 0 * * *", { name: "nightly" })
                  run() {}
                }
                """,
            "vercel.json": '{"crons": [{"path": "/api/cron", "schedule": "0 5 * * *"}]}',
            "db/1.sql": "select cron.schedule('vacuum-all', '0 3 * * *', $$vacuum$$);\n",
        },
        ["mails"],
        ["/api/cron", "nightly", "sweep", "vacuum-all"],
        id="queues and schedules of TypeScript, Vercel and pg_cron",
    ),
]


@pytest.mark.parametrize(("files", "tasks", "schedules"), CASES)
def test_tasks_and_schedules(tmp_path: Path, files: dict[str, str], tasks: list[str], schedules: list[str]) -> None:
    found = found_in(tmp_path, files)
    assert names(found, Kind.TASK) == tasks
    assert names(found, Kind.SCHEDULE) == schedules
