"""A folder with a kaizen.yaml, and a clock that the test moves."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaizen.collect.probes.model import ProbeList, ProbeView
from kaizen.collect.probes.service import check_now, list_probes
from kaizen.collect.probes.sweeping import ProbeSweep
from kaizen.kit.actor import Actor
from kaizen.storage.work import Context

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        """Time goes on."""
        self.now += timedelta(seconds=seconds)


class Book:
    """What a workspace knows of one kaizen.yaml."""

    def __init__(self, here: Context, folder: Path) -> None:
        self.clock = Hands()
        self.here = Context(here.database, here.actor, self.clock)
        self.folder = folder
        self.file = folder / "kaizen.yaml"
        self.sweep = ProbeSweep({})

    def write(self, *entries: str) -> None:
        """kaizen.yaml lists these probes."""
        self.file.write_text("version: 1\nprobes:\n" + "".join(f"- {{{entry}}}\n" for entry in entries))

    def check(self, environment: Mapping[str, str] | None = None) -> dict[str, ProbeView]:
        """Runs them now."""
        return by_name(check_now(self.here, self.folder, environment=environment or {}))

    def tick(self, seconds: float = 0) -> None:
        """Time goes on, then the server's clock ticks, and the checks it began are done."""
        self.clock.pass_by(seconds)
        self.sweep.run(self.here)
        self.sweep.wait(30)

    def views(self) -> dict[str, ProbeView]:
        """What is known now."""
        return by_name(list_probes(self.here, self.file))

    def as_actor(self, actor: Actor) -> Context:
        """The same place and clock for somebody else."""
        return self.here.acting_as(actor)


def by_name(found: ProbeList) -> dict[str, ProbeView]:
    """Views by name."""
    return {view.name: view for view in found.probes}
