"""Benchmarks: `script/bench` lists them, `script/bench NAME [--json FILE]` runs one and prints a table."""
