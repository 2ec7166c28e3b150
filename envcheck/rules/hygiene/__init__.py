"""What no environment should hold, right as it may be in form: placeholders, keys of another stage, secrets that all see."""
