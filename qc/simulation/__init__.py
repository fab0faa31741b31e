"""The synthetic MRE scanner: a body, waves in it, an acquisition with its faults, and the truth about it."""
