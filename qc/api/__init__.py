"""The HTTP interface: validate, one call, serialise."""
