"""``python -m kaizen``: the same as the command ``kaizen``."""

from kaizen.app import main

main()
