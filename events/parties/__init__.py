"""Who has booked: parties, their money, and what a cancellation gives back."""
