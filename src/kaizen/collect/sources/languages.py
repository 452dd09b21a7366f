"""The language of a file by its name, and how large a file of it may be."""

MEGABYTE = 1 << 20
LIMIT = 2 * MEGABYTE
LIMITS = {"sql": 16 * MEGABYTE}

BY_SUFFIX = {
    "py": "python", "pyi": "python",
    "ts": "typescript", "mts": "typescript", "cts": "typescript", "tsx": "tsx",
    "js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "javascript",
    "sql": "sql", "prisma": "prisma", "go": "go", "rs": "rust",
    "yml": "yaml", "yaml": "yaml", "toml": "toml", "json": "json", "jsonc": "json", "json5": "json",
    "sh": "shell", "bash": "shell", "tf": "terraform", "ini": "ini", "cfg": "ini", "conf": "ini",
    "mk": "make", "just": "just", "service": "systemd",
}  # fmt: skip
BY_NAME = {
    "Makefile": "make", "makefile": "make", "GNUmakefile": "make",
    "justfile": "just", "Justfile": "just", ".justfile": "just",
    "Dockerfile": "dockerfile", "Containerfile": "dockerfile", "Procfile": "procfile",
    "CODEOWNERS": "codeowners",
}  # fmt: skip


def language_of(path: str) -> str | None:
    """Language of a posix path, None where the name says nothing."""
    name = path.rsplit("/", 1)[-1]
    known = BY_NAME.get(name)
    if known:
        return known
    if name.startswith(("Dockerfile.", "Containerfile.")) or name.endswith(".Dockerfile"):
        return "dockerfile"
    if name.startswith("Makefile.") and not name.endswith((".am", ".in", ".inc.in")):
        return "make"
    if name.startswith("Procfile."):
        return "procfile"
    return BY_SUFFIX.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None


def limit_of(language: str | None) -> int:
    """Largest size in bytes of a file that is read."""
    return LIMITS.get(language or "", LIMIT)
