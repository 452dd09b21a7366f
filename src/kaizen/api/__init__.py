"""The network as a door: REST under /api/v1, the live socket, health, metrics and the portal's files."""
