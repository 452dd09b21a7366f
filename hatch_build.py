"""The packaging hook: a wheel or source archive always holds the built web pages."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def portal_build(root: Path) -> ModuleType | None:
    """The portal's own build script, or None in an archive that came with built pages and without their sources."""
    script = root / "portal" / "build.py"
    if not script.is_file():
        return None
    spec = importlib.util.spec_from_file_location("kaizen_portal_build", script)
    if spec is None or spec.loader is None:
        raise ImportError(f"{script} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class PortalHook(BuildHookInterface[Any]):
    """Builds the pages before packing; an editable install leaves them to ``make up``."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Asks for Node from PyPI only when there is something to build and no Node for it."""
        portal = portal_build(Path(self.root))
        if portal is None or portal.is_current() or portal.node_folder():
            return []
        return [portal.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds when the pages are missing or older than their sources."""
        portal = portal_build(Path(self.root))
        if version == "editable" or portal is None:
            return
        portal.build()
