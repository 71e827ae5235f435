"""Numbers from inputs (pure): one module a domain; F1 to F99 are the ids used in code, tests and method notes."""
