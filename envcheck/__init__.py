"""Check the variables of a service against its schema before a deploy."""

__version__ = "0.1.0"
