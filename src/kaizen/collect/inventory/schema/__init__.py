"""The final database schema of a repository, found by replaying its migrations."""

from kaizen.collect.inventory.schema.items import schema_items
from kaizen.collect.inventory.schema.readers import SCHEMA_READERS

__all__ = ["SCHEMA_READERS", "schema_items"]
