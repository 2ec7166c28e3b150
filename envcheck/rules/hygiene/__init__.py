"""What no environment should hold, right as it may be in form."""

from envcheck.rules.hygiene import placeholders, references, switches, secrets, names  # noqa: F401, I001  in the order of the family
