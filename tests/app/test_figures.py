"""Business figures on /metrics: what is on record, by label, with a help text each."""

from pathlib import Path

from kaizen.app.figures import gauges
from kaizen.loop.turn import turn_loop
from kaizen.storage.jobs import enqueue
from kaizen.storage.work import Context


def test_every_gauge_reads_and_explains_itself_before_anything_is_on_record(here: Context) -> None:
    read = {name: gauge() for name, gauge in gauges(here).items()}

    assert read["kaizen_jobs:state"] == {}
    assert read["kaizen_inventory_items:kind"] == {}
    assert read["kaizen_findings_open:severity"] == {("critical",): 0.0, ("warning",): 0.0, ("info",): 0.0}
    assert all(gauge.__doc__ for gauge in gauges(here).values())


def test_the_gauges_tell_what_is_on_record(here: Context, tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text("import requests\nrequests.get('http://x')\n")
    (root / "Makefile").write_text("run:\n\ttrue\n")
    turn_loop(lambda: here, root, tmp_path / "cache")
    enqueue(here, "inventory.scan", {"path": str(root)})
    figures = gauges(here)

    assert figures["kaizen_inventory_items:kind"]() == {("script",): 1.0}
    assert figures["kaizen_jobs:state"]() == {("due",): 1.0}
    # No timeout, and neither a README nor a licence nor a .gitignore.
    assert figures["kaizen_findings_open:severity"]()["warning",] == 4.0
