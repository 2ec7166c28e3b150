"""Rules that hold one environment of a service against another."""
