"""Who holds which role on which sail."""
