"""One foreign format each, with the same two names: `read` and `write`."""
