"""The portal in a real browser on a served Kaizen."""
