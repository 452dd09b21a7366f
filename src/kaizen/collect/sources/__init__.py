"""Sources: the files of a folder and the facts readers find in them, read once and remembered by content."""

from kaizen.collect.sources.gathering import gather, read_all
from kaizen.collect.sources.model import Facts, Reader, Skipped, SourceFile, Tree, Unreadable
from kaizen.collect.sources.walking import walk

__all__ = ["Facts", "Reader", "Skipped", "SourceFile", "Tree", "Unreadable", "gather", "read_all", "walk"]
