"""The office's desk for sails, one module for each table; what is saved goes through the verbs."""
