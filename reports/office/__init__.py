"""The office’s desks of the books: one module a domain."""
