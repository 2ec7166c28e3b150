"""What should not be where it is: placeholders, keys of another stage, secrets that everyone sees."""

from envcheck.rules.hygiene import keys, exposure  # noqa: F401, I001  in the order of product rules
