"""The containers' files agree with the settings."""

import re
from pathlib import Path

from scc_site import settings

ROOT = Path(settings.BASE_DIR)
# Fixed by the containers themselves, aliases, or for one machine without containers.
NOT_PASSED_ON = {
    "ALLOW_EMBEDDED_DATABASE",
    "AWS_REGION",
    "AWS_SES_ENDPOINT_URL",
    "DEBUG",
    "EXEC_REPORT_RECIPIENT",
    "FROM_ADDRESS",
    "JWT_SECRET",
    "RECIPIENT_LIST",
    "SCC_DATA_DIR",
    "SES_ACCESS_KEY",
    "SES_REGION",
    "SES_SECRET_KEY",
    "SES_SENDER",
    "SES_VERIFIED_SENDER",
    "SNS_TEST_ORIGIN",
}


def test_compose_passes_every_setting_on():
    block = (ROOT / "docker-compose.yml").read_text().partition("x-settings:")[2].partition("x-house:")[0]

    assert set(re.findall(r"^  ([A-Z_]+):", block, re.MULTILINE)) == settings.env.names - NOT_PASSED_ON


def test_images_name_the_same_uv_everywhere():
    installed = re.search(r"^UV_VERSION=(.+)$", (ROOT / ".ci" / "install").read_text(), re.MULTILINE)[1]

    assert f"ghcr.io/astral-sh/uv:{installed} " in (ROOT / "Dockerfile").read_text()
