"""The one place where parts are joined; ``main`` is the command ``kaizen``."""

import sys


def main() -> None:
    """Runs the command line; the version is told before anything else is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from kaizen import __version__

        sys.stdout.write(f"kaizen {__version__}\n")
        return
    from kaizen.app.terminal import run

    sys.exit(run())
