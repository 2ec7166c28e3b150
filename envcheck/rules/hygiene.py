"""What no environment should hold, right as it may be in form."""
