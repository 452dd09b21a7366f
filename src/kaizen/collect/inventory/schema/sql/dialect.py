"""Guesses the dialect of a SQL script from what only one of them writes."""

import re

SIGNS = (
    ("clickhouse", re.compile(r"\bENGINE\s*=\s*\w*(MergeTree|Log|Distributed|Memory|Kafka)\b", re.I)),
    (
        "mysql",
        re.compile(r"\bAUTO_INCREMENT\b|\bENGINE\s*=\s*\w|^\s*DELIMITER\s+\S|/\*!\d{5}|\bUNSIGNED\b", re.I | re.M),
    ),
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
    """postgres unless the script carries the sign of another dialect and none of PostgreSQL's."""
    sample = text[:400_000]
    if BACKTICKED.search(sample):
        return "mysql" if SIGNS[1][1].search(sample) else "clickhouse" if SIGNS[0][1].search(sample) else "sqlite"
    if POSTGRES.search(sample):
        return "postgres"
    return next((name for name, sign in SIGNS if sign.search(sample)), "postgres")


def family(dialect: str) -> str:
    """Which way of cutting statements a dialect needs: postgres, mysql or other."""
    return FAMILY.get(dialect, "other")
