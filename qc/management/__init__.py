"""Commands: thin wrappers over one action each."""
