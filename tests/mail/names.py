"""A name server of the tests' own: TXT records over UDP on this machine."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

Zone = dict[str, list[str]]


def _answer(asked: bytes, zone: Zone, code: int) -> bytes:
    """The answer to one question."""
    question = dns.message.from_wire(asked)
    answer = dns.message.make_response(question)
    name = question.question[0].name.to_text(omit_final_dot=True)
    if code:
        answer.set_rcode(code)
    elif name not in zone:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif zone[name]:
        quoted = ['"' + '" "'.join(text[at : at + 40] for at in range(0, len(text), 40)) + '"' for text in zone[name]]
        answer.answer.append(dns.rrset.from_text(question.question[0].name, 60, "IN", "TXT", *quoted))
    return answer.to_wire()


@contextmanager
def open_names(zone: Zone, *, code: int = 0):
    """A resolver that asks this server alone, until the block ends; with a `code` it answers nothing else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))

        def serve():
            while (visit := door.recvfrom(4096))[0] != b"end":
                door.sendto(_answer(visit[0], zone, code), visit[1])

        thread = threading.Thread(target=serve)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], door.getsockname()[1]
        try:
            yield resolver
        finally:
            door.sendto(b"end", door.getsockname())
            thread.join()
