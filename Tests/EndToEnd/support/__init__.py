"""What the tests that drive the binary from outside have in common."""
