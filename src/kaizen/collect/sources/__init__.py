"""Sources: the files of a folder and the facts readers find in them, read once and remembered by content."""

from kaizen.collect.sources.cache import replace_file
from kaizen.collect.sources.gathering import gather, read_all
from kaizen.collect.sources.languages import language_of
from kaizen.collect.sources.model import Facts, Reader, Skipped, SourceFile, Tree, Unreadable
from kaizen.collect.sources.patterns import Matcher, matcher
from kaizen.collect.sources.walking import walk

__all__ = [
    "Facts",
    "Matcher",
    "Reader",
    "Skipped",
    "SourceFile",
    "Tree",
    "Unreadable",
    "gather",
    "language_of",
    "matcher",
    "read_all",
    "replace_file",
    "walk",
]
