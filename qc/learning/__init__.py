"""How an ensemble is made and served. Only what trains imports torch; `ensemble` serves without it."""
