"""The house's settings, with the pump that STORM_DISCIPLINE names: the storm's controls must be able to fail."""

import os

from scc_site.settings import *  # noqa: F403 - all of them

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.apps.DisciplinesConfig"]  # noqa: F405 - comes with the star
STORM_DISCIPLINE = os.environ["STORM_DISCIPLINE"]
