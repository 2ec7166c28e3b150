"""Tests of the GitHub action, the hooks, and the workflows that the documents show."""
