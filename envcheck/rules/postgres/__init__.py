"""What is wrong with the address of a Postgres database."""

from envcheck.rules.postgres import endpoints, user_and_password, driver, pooling  # noqa: F401, I001  in the order of the documentation
