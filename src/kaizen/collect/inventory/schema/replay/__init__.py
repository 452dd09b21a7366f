"""Applies schema operations in order and knows what is left at the end."""

from kaizen.collect.inventory.schema.replay.apply import applied
from kaizen.collect.inventory.schema.replay.database import Database
from kaizen.collect.inventory.schema.replay.state import Place, Relation, Routine, Trigger

__all__ = ["Database", "Place", "Relation", "Routine", "Trigger", "applied"]
