"""Benchmarks: plain scripts, run by hand, that print ratios of one run."""
