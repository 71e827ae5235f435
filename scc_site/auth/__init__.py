"""Sign-in: magic links, typed codes and sessions."""
