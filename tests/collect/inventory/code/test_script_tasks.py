"""Queues and schedules of TypeScript in their documented ways."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "package.json": '{"name":"x","dependencies":{"bullmq":"1"}}',
            "a.ts": """
                import { Worker, Queue, QueueScheduler } from "bullmq";
                import * as bull from "bullmq";
                import Bull from "bull";
                const NAME = "emails";
                new Worker(NAME, f);
                new bull.Worker("b2", f);
                const q = new Bull("legacy");
                q.process(async (job) => {});
                q.process("named", async () => {});
                const queue = new Queue("emails");
                await queue.add("nightly", {}, { repeat: { pattern: "0 0 * * *" } });
                await queue.upsertJobScheduler("sched", { every: 1000 }, {});
                """,
            "b.ts": """
                import { schedules, task } from "@trigger.dev/sdk/v3";
                export const t = task({ id: "one", run: async () => {} });
                export const s = schedules.task({ id: "two", cron: "0 * * * *", run: async () => {} });
                """,
            "c.ts": """
                import { inngest } from "./client";
                export default inngest.createFunction({ id: "fn" }, { cron: "0 0 * * *" }, async () => {});
                export const g = inngest.createFunction({ id: "gg" }, { event: "x" }, async () => {});
                """,
            "client.ts": """
                import { Inngest } from "inngest";
                export const inngest = new Inngest({ id: "app" });
                """,
            "d.ts": """
                import cron from "node-cron";
                import { CronJob } from "cron";
                import { Cron } from "croner";
                import schedule from "node-schedule";
                cron.schedule("* * * * *", () => {}, { name: "named-cron" });
                const job = new CronJob("0 0 * * *", tick);
                new Cron("* * * * *", go);
                schedule.scheduleJob("sj", "0 0 * * *", f);
                """,
            "e.ts": """
                import { Injectable } from "@nestjs/common";
                import { Cron, Interval, CronExpression } from "@nestjs/schedule";
                import { Processor, Process, WorkerHost } from "@nestjs/bullmq";
                @Injectable()
                export class T {
                  @Cron(CronExpression.EVERY_HOUR)
                  hourly() {}
                  @Interval("poll", 1000)
                  poll() {}
                }
                @Processor("audio")
                export class A extends WorkerHost {}
                """,
        },
        ["audio", "b2", "emails", "fn", "gg", "legacy", "named", "one", "two"],
        ["fn", "go", "hourly", "named-cron", "nightly", "poll", "sched", "sj", "tick", "two"],
        id="ts tasks",
    ),
]


@pytest.mark.parametrize(("files", "tasks", "schedules"), CASES)
def test_script_tasks(
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
