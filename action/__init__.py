"""What the GitHub action runs."""
