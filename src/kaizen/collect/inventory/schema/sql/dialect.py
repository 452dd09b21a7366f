"""Guesses the dialect of a SQL script from what only one of them writes."""

import re

from kaizen.collect.inventory.schema.sql.statements import QUOTED

MYSQL = (
    r"\bAUTO_INCREMENT\b|\bENGINE\s*=\s*\w|^\s*DELIMITER\s+\S|/\*!\d{5}|\bUNSIGNED\b",
    r"\bINT\s*\(\d+\)|\bON\s+UPDATE\s+(CURRENT_TIMESTAMP|NOW\(\))|(?<!\bas)(?<!\s)\s+ENUM\s*\(\s*'|\bCHARACTER\s+SET\s+utf8",
    r",\s*(UNIQUE\s+|FULLTEXT\s+)?(KEY|INDEX)\s+\w+\s*\(|\bCOMMENT\s*=?\s*'",
    r"\bALTER\s+TABLE\s+\S+\s+(CHANGE|MODIFY|ADD\s+(UNIQUE\s+)?(KEY|INDEX)|DROP\s+(KEY|INDEX|FOREIGN\s+KEY))\b",
    r"^\s*RENAME\s+TABLE\s",
)
MYSQL_SIGN = re.compile("|".join(MYSQL), re.I | re.M)
CLICKHOUSE = re.compile(r"\bENGINE\s*=\s*\w*(MergeTree|Log|Distributed|Memory|Kafka)\b", re.I)
LONGEST_SAMPLE = 400_000
SIGNS = (
    ("clickhouse", CLICKHOUSE),
    ("mysql", MYSQL_SIGN),
    ("sqlite", re.compile(r"\bAUTOINCREMENT\b|^\s*PRAGMA\s+\w|\bWITHOUT\s+ROWID\b|\bsqlite_sequence\b", re.I | re.M)),
    (
        "tsql",
        re.compile(
            r"^\s*GO\s*;?\s*$|\[dbo\]|\bdbo\.\w|\bNVARCHAR\s*\(|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bUNIQUEIDENTIFIER\b",
            re.I | re.M,
        ),
    ),
    ("oracle", re.compile(r"\bVARCHAR2\s*\(|\bNUMBER\s*\(|\bSYSDATE\b", re.I)),
)
BACKTICKED = re.compile(r"(create\s+table|alter\s+table|create\s+\w*\s*index)\s+(if\s+not\s+exists\s+)?`", re.I)
POSTGRES = re.compile(
    r"\$\$|\blanguage\s+'?(plpgsql|sql)\b|::\w|\bjsonb\b|\btimestamptz\b|\bbigserial\b|\bserial\b|\bbytea\b"
    r"|\bcreate\s+extension\b|\benable\s+row\s+level\b|\bpg_catalog\b|\btext\[\]|\bSET\s+search_path\b",
    re.I,
)
FAMILY = {"postgres": "postgres", "mysql": "mysql"}


def guess(text: str) -> str:
    """postgres unless the script carries the sign of another dialect, outside texts and comments, and none of its."""
    sample = text[:LONGEST_SAMPLE]
    if not BACKTICKED.search(sample) and not any(sign.search(sample) for _, sign in SIGNS):
        return "postgres"
    plain = QUOTED.sub(_emptied, sample)
    if BACKTICKED.search(plain):
        return "mysql" if MYSQL_SIGN.search(plain) else "clickhouse" if CLICKHOUSE.search(plain) else "sqlite"
    if POSTGRES.search(plain):
        return "postgres"
    return next((name for name, sign in SIGNS if sign.search(plain)), "postgres")


def _emptied(match: re.Match[str]) -> str:
    """Texts keep their quotes and MySQL's conditional comments stay: both tell of the dialect."""
    written = match.group()
    if written.startswith(("'", "/*!")):
        return "''" if written.startswith("'") else written
    return written if written.startswith(('"', "$")) else " "


def family(dialect: str) -> str:
    """Which way of cutting statements a dialect needs: postgres, mysql or other."""
    return FAMILY.get(dialect, "other")
