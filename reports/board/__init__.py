"""The board of actions: what runs find becomes cards, people move them, and records tell what became of them."""
