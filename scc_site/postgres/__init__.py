"""Django's Postgres back end, which brings the embedded server along and limits how long a statement may take."""
