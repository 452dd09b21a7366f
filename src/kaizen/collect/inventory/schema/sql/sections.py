"""Keeps of a migration only what it does on the way up: the part that takes it back is blanked out."""

import re

MARK = re.compile(
    r"""(?imx)^[ \t]*(?:
      (?:--|\#|//)[ \t]*(?:---[ \t]*)?(?:
          (?:\+?[ \t]*(?:goose|migrate|micrate)[ \t:]+|!)?(?P<word>up|down)s?[ \t]*(?:migration|transaction:\S+)?
        | //?@(?P<undo>undo)
      )
    | (?P<tern>----[ \t]*create[ \t]above[ \t]*/[ \t]*drop[ \t]below[ \t]*----)
    )[ \t\r]*(?:transaction:\w+[ \t\r]*)?$"""
)
QUICK = re.compile(r"down|undo|drop below", re.IGNORECASE)


def upward(text: str) -> str:
    """The script without the sections that undo it; lines keep their numbers.

    Knows the marks of dbmate, goose, sql-migrate, micrate, node-pg-migrate, tern, MyBatis and Play.
    """
    if not QUICK.search(text):
        return text
    kept: list[str] = []
    position, going_up = 0, True
    for mark in MARK.finditer(text):
        kept.append(_kept(text[position : mark.start()], going_up))
        position = mark.start()
        going_up = (mark["word"] or "").lower() == "up"
    kept.append(_kept(text[position:], going_up))
    return "".join(kept)


def _kept(text: str, going_up: bool) -> str:
    return text if going_up else "\n" * text.count("\n")
