"""The roof and the keel: settings, URL map, people, sign-in, mail and jobs."""
