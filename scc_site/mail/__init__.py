"""Letters: outbox, pump and providers."""
