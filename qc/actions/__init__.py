"""Verbs: the only writers, one public action a file. Each checks, does, and records an event."""
