"""What is wrong with the address of a Postgres database."""
