"""What is wrong with an address, whatever it leads to."""

from envcheck.rules.address.parts import DATABASE_SCHEMES, INSECURE_SCHEMES, POSTGRES_SCHEMES, READING, base_scheme, is_list

__all__ = ["DATABASE_SCHEMES", "INSECURE_SCHEMES", "POSTGRES_SCHEMES", "READING", "base_scheme", "is_list"]
