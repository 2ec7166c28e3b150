"""What no environment should hold, right as it may be in form: placeholders, keys of another stage, secrets that all see."""

from envcheck.rules.hygiene import placeholders, references, switches, secrets, names, keys, exposure  # noqa: F401, I001  in the order of the family
