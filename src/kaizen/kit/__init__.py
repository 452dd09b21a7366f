"""Ground that knows no stage: clock, errors, ids, settings, logging, resilience, codecs."""
