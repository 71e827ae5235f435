#!/usr/bin/env python
"""The command line of Ship Captain Crew."""

import os
import sys


def main() -> None:
    """Run one management command; settings that cannot be used end it with one message."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scc_site.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        from scc_site.history import by_command

        with by_command(" ".join(sys.argv[1:2])):
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
