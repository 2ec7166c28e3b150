"""What is known of the world: tables, each row with its source and examples."""
