"""Tests that drive the pages in a real Chromium, against the whole running product."""
