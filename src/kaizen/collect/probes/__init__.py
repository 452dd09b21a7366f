"""Probes: checks of what a system depends on, three states, history; nothing is green by default."""

from kaizen.collect.probes.model import Health, History, Point, ProbeList, ProbeView, State

__all__ = ["Health", "History", "Point", "ProbeList", "ProbeView", "State"]
