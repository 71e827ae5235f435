"""The outbox's desk in the office: lists, finding, the page of a letter, acts."""
