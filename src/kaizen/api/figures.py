"""Business figures on ``/metrics``, read when Prometheus asks."""

import logging
from collections.abc import Callable, Iterable, Mapping

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kaizen.kit.errors import KaizenError

log = logging.getLogger(__name__)
Gauges = Mapping[str, Callable[[], Mapping[tuple[str, ...], float]]]


class OwnFigures(Collector):
    """Each gauge is named ``name:label,label``; its function returns values by label values."""

    def __init__(self, gauges: Gauges) -> None:
        self.gauges = gauges

    def describe(self) -> Iterable[Metric]:
        """Nothing up front: the values are read at each scrape."""
        return []

    def collect(self) -> Iterable[Metric]:
        """The gauges as they are now."""
        for title, read in self.gauges.items():
            name, _, labels = title.partition(":")
            family = GaugeMetricFamily(
                name, (read.__doc__ or name).splitlines()[0], labels=labels.split(",") if labels else []
            )
            try:
                figures = read()
            except KaizenError as error:
                log.warning("figure not read", extra={"figure": name, "sentence": str(error)})
                continue
            for values, figure in figures.items():
                family.add_metric(list(values), figure)
            yield family
