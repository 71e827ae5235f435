"""Gunicorn's settings: `gunicorn -c python:scc_site.web_server scc_site.wsgi`."""

from __future__ import annotations

import gc
import os
import signal
from typing import Any

from gunicorn.http import message

from scc_site import access_log
from scc_site.embedded.signals import die_with_parent

proc_name = "scc-web"
# A link that is far too long is one that opens nothing, as the page says; gunicorn would cut at half of that.
message.MAX_REQUEST_LINE = limit_request_line = 16_384
worker_class = "gthread"
workers = 2
threads = 2
preload_app = True  # the workers share the memory of the code
max_requests = 5_000  # a worker that leaks does not live for ever
max_requests_jitter = 1_000
timeout = 60
graceful_timeout = 25
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat file, unlinked at once
forwarded_allow_ips = ""  # Django alone decides whom to believe: TRUSTED_PROXIES
control_socket_disable = True
accesslog = "-"
access_log_format = access_log.FORMAT
logger_class = access_log.AccessLog


def when_ready(server: Any) -> None:
    """Keep the code's objects out of the garbage collector, so that the workers go on sharing them."""
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """Let no worker outlive the master."""
    die_with_parent(signal.SIGTERM, parent=server.pid)
