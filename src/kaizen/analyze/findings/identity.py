"""Which detection is which known finding: a multiset of rule, normalised text and lineage."""

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kaizen.analyze.findings.model import Detection, Finding, Scan, State
from kaizen.analyze.findings.twins import align

ANCHOR_LIMIT = 300
COMMON_TEXT = 20
"""In more files than this a text says nothing about which file became which."""
Place = tuple[str, str, str]
"""Rule, anchor and lineage (the subject, or else the path)."""
Text = tuple[str, str]
"""Rule and anchor: what stays the same when a file is renamed."""
Sighting = Detection | Finding
Key = TypeVar("Key", bound=tuple[object, ...])


def normalise(text: str) -> str:
    """Text as identity sees it: one form of Unicode, no white space (formatters move it), long text cut and hashed."""
    folded = "".join(unicodedata.normalize("NFC", text).split())
    if len(folded) <= ANCHOR_LIMIT:
        return folded
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{folded[: ANCHOR_LIMIT - 17]}#{digest[:16]}"


def normalised(detection: Detection) -> Detection:
    """The detection with its anchor in the form that identity compares."""
    return replace(detection, anchor=normalise(detection.anchor))


def place_of(sighting: Sighting) -> Place:
    """Where a sighting belongs; equal places hold a multiset of indistinguishable findings."""
    return (sighting.rule, sighting.anchor, _lineage(sighting))


def _lineage(sighting: Sighting) -> str:
    return f"subject {sighting.subject}" if sighting.subject else f"path {sighting.path}"


@dataclass(frozen=True, slots=True)
class Match:
    """Known findings with the detection that shows each again, and what is left on either side."""

    pairs: tuple[tuple[Finding, Detection], ...]
    unseen: tuple[Finding, ...]
    fresh: tuple[Detection, ...]


def match(known: Sequence[Finding], detections: Sequence[Detection], scan: Scan) -> Match:
    """Pair known findings with detections, at most one to one; anchors are normalised already.

    First within the same place, after following ``scan.renames``; live findings go before resolved ones,
    so that a new twin of a fixed finding does not take over the life of an open one. Then whatever is
    left of files that are gone is looked for, by its text, in files that had no findings before.
    """
    at_home = {finding.id: _followed(finding, scan.renames) for finding in known}
    pairs: list[tuple[Finding, Detection]] = []
    fresh = list(detections)
    unseen: list[Finding] = []
    for wave in _waves(known):
        found, missed, fresh = _pair_up(
            wave, fresh, lambda one: place_of(at_home[one.id] if isinstance(one, Finding) else one)
        )
        pairs += found
        unseen += missed
    moved, unseen, fresh = _pair_renamed(unseen, fresh, known, scan)
    return Match(tuple(pairs + moved), tuple(unseen), tuple(fresh))


def _followed(finding: Finding, renames: Mapping[str, str]) -> Finding:
    target = renames.get(finding.path)
    return finding if target is None else replace(finding, path=target)


def _waves(known: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    live = [finding for finding in known if finding.state is not State.RESOLVED]
    ended = [finding for finding in known if finding.state is State.RESOLVED]
    ended.sort(key=lambda finding: (finding.last_detected, finding.id), reverse=True)
    return live, ended


Paired = tuple[list[tuple[Finding, Detection]], list[Finding], list[Detection]]


def _pair_up(known: Sequence[Finding], seen: Sequence[Detection], key: Callable[[Sighting], Key]) -> Paired:
    waiting: defaultdict[Key, list[Detection]] = defaultdict(list)
    for detection in seen:
        waiting[key(detection)].append(detection)
    groups: defaultdict[Key, list[Finding]] = defaultdict(list)
    for finding in known:
        groups[key(finding)].append(finding)
    pairs: list[tuple[Finding, Detection]] = []
    missed: list[Finding] = []
    for group, findings in groups.items():
        found, lost, left = _pair_twins(findings, waiting.pop(group, []))
        pairs += found
        missed += lost
        if left:
            waiting[group] = left
    return pairs, missed, [detection for rest in waiting.values() for detection in rest]


def _pair_twins(known: list[Finding], seen: list[Detection]) -> Paired:
    """Pair sightings of one place: first those in the same definition, then whatever is left."""
    if len(known) == len(seen) == 1:
        return [(known[0], seen[0])], [], []
    pairs: list[tuple[Finding, Detection]] = []
    for context in {finding.context for finding in known if finding.context}:
        found, _, _ = _in_line_order(
            [finding for finding in known if finding.context == context],
            [detection for detection in seen if detection.context == context],
        )
        pairs += found
    paired = {id(side) for pair in pairs for side in pair}
    found, missed, left = _in_line_order(
        [finding for finding in known if id(finding) not in paired],
        [detection for detection in seen if id(detection) not in paired],
    )
    return pairs + found, missed, left


def _in_line_order(known: list[Finding], seen: list[Detection]) -> Paired:
    known = sorted(known, key=_line_number)
    seen = sorted(seen, key=_line_number)
    old, new = [_line_number(one) for one in known], [_line_number(one) for one in seen]
    if len(known) <= len(seen):
        partners = align(old, new)
        pairs = [(finding, seen[index]) for finding, index in zip(known, partners, strict=True)]
        taken = set(partners)
        return pairs, [], [one for index, one in enumerate(seen) if index not in taken]
    partners = align(new, old)
    pairs = [(known[index], detection) for detection, index in zip(seen, partners, strict=True)]
    taken = set(partners)
    return pairs, [one for index, one in enumerate(known) if index not in taken], []


def _line_number(sighting: Sighting) -> int:
    return sighting.line or 0


def _pair_renamed(unseen: list[Finding], fresh: list[Detection], known: Sequence[Finding], scan: Scan) -> Paired:
    """Follow files that are gone to new files that show most of the same texts (renames git cannot know)."""
    familiar = {finding.path for finding in known}
    orphans = [f for f in unseen if _is_orphan(f, scan)]
    strays = [d for d in fresh if d.anchor and not d.subject and d.path not in familiar]
    target = _new_homes(orphans, strays)
    movers = [finding for finding in orphans if finding.path in target]
    pairs, _, _ = _pair_up(
        movers, strays, lambda one: (one.rule, one.anchor, target[one.path] if isinstance(one, Finding) else one.path)
    )
    settled = {finding.id for finding, _ in pairs}
    taken = {id(detection) for _, detection in pairs}
    left = [finding for finding in unseen if finding.id not in settled]
    return pairs, left, [detection for detection in fresh if id(detection) not in taken]


def _is_orphan(finding: Finding, scan: Scan) -> bool:
    live = finding.state is not State.RESOLVED
    return live and bool(finding.anchor) and not finding.subject and finding.path not in scan.present


def _new_homes(orphans: Iterable[Finding], strays: Iterable[Detection]) -> dict[str, str]:
    """Old path -> new path, one to one, for files that share enough texts; most shared texts first."""
    had = _texts_by_path(orphans)
    shows = _texts_by_path(strays)
    holders: defaultdict[Text, set[str]] = defaultdict(set)
    for path, texts in shows.items():
        for text in texts:
            holders[text].add(path)
    ballots: list[tuple[int, bool, str, str]] = []
    for old, texts in had.items():
        for new in _candidates(old, texts, holders):
            shared = (texts & shows[new]).total()
            renamed = _file_name(old) != _file_name(new)
            if not renamed or shared * 2 >= texts.total():
                ballots.append((-shared, renamed, old, new))
    homes: dict[str, str] = {}
    for *_, old, new in sorted(ballots):
        if old not in homes and new in shows:
            homes[old] = new
            del shows[new]
    return homes


def _texts_by_path(sightings: Iterable[Sighting]) -> dict[str, Counter[Text]]:
    texts: defaultdict[str, Counter[Text]] = defaultdict(Counter)
    for sighting in sightings:
        texts[sighting.path][sighting.rule, sighting.anchor] += 1
    return texts


def _candidates(old: str, texts: Iterable[Text], holders: Mapping[Text, set[str]]) -> set[str]:
    """Files that show one of the texts; of a text that many files show, only those of the same name."""
    found: set[str] = set()
    for text in texts:
        paths = holders.get(text, set())
        common = len(paths) > COMMON_TEXT
        found |= {path for path in paths if not common or _file_name(path) == _file_name(old)}
    return found


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
