"""What scanners found, as SARIF 2.1.0 (pure): CodeQL, Semgrep, Trivy, gitleaks and what else writes the standard.

A result names its rule by id or index; the rule carries what it is called, its usual level and, where GitHub reads
it, `security-severity` (above 9.0 critical, from 7.0 high, from 4.0 medium). A result that was suppressed and not
rejected is accepted; one absent since the baseline is fixed. Sources: OASIS SARIF 2.1.0 sections 3.14 to 3.52;
GitHub Docs, "SARIF support for code scanning"; what gitleaks, Semgrep and Trivy export in their own tests.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from reports.importing.reading import NotReadable
from reports.importing.shapes import Layout

VERSION = "2.1.0"
LEVELS = {"error": "high", "warning": "medium", "note": "low", "none": "low"}
SCORES = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.0, "low"))
QUIET = {"pass", "notApplicable", "informational"}  # kinds of result that found nothing wrong
SECRETS = {"gitleaks", "trufflehog", "detect-secrets", "ggshield", "whispers"}
SECRET_WORDS = re.compile(r"\bsecrets?\b|cwe-(?:798|259|321|540)\b|hard-?coded[- ](?:credential|password|secret)")
DEPENDENCY_WORDS = re.compile(r"packagevulnerability|\bcve-\d{4}-|\bghsa-|cwe-(?:937|1035|1104)\b|\bdependenc")
SETTING_WORDS = re.compile(r"misconfiguration|\biac\b|dockerfile|terraform|kubernetes")
USELESS = {"requires login", ""}  # what Semgrep writes for a fingerprint without an account
MOST_TITLE, MOST_EVIDENCE = 190, 1900


def knows(head: bytes) -> bool:
    """Whether the file is JSON that speaks of runs or of SARIF."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bare.startswith(b"{") and (b'"runs"' in bare or b"sarif" in bare.lower() or b'"version"' in bare)


def rows(source: BinaryIO) -> Iterator[tuple[int, Mapping[str, str]]]:
    """A row a result, with its number in the file, from 1, for its line."""
    try:
        log = json.loads(source.read().decode("utf-8-sig"))
    except RecursionError:
        raise NotReadable("The file is nested too deep to be a scanner’s report.") from None
    except ValueError:
        raise NotReadable("The file is no whole JSON: fetch it from the scanner again.") from None
    runs = log.get("runs") if isinstance(log, dict) else None
    if not isinstance(runs, list):
        raise NotReadable("The file is JSON, but no scanner’s report: it has no “runs”.")
    if log.get("version") != VERSION:
        raise NotReadable(f"The report is SARIF {str(log.get('version'))[:20]}; {VERSION} is read.")
    number, seen = 0, Counter[str]()
    for run in filter(_is_map, runs):
        scan = Scan(run)
        for result in filter(_is_map, _list(run.get("results"))):
            number += 1
            if result.get("kind", "fail") not in QUIET:
                yield number, scan.texts(result, seen)


class Scan:
    """One run of one tool."""

    def __init__(self, run: Mapping[str, Any]) -> None:
        """What its results lean on: the tool, its rules, when and where it ran."""
        tool = _map(run.get("tool"))
        self.driver = _map(tool.get("driver"))
        self.extensions = [_map(one) for one in _list(tool.get("extensions"))]
        self.name = str(self.driver.get("name") or "scanner")
        version = self.driver.get("semanticVersion") or self.driver.get("version") or ""
        self.source = f"{self.name} {version}".strip()[:80]
        times = [_map(one) for one in _list(run.get("invocations"))]
        ended = (one.get("endTimeUtc") or one.get("startTimeUtc") for one in times)
        self.on = next((str(time)[:10] for time in ended if time), "")
        places = [_map(one) for one in _list(run.get("versionControlProvenance"))]
        self.repository = next((str(one["repositoryUri"])[:200] for one in places if one.get("repositoryUri")), "")
        self.artifacts = [_map(one) for one in _list(run.get("artifacts"))]

    def rule_of(self, result: Mapping[str, Any]) -> Mapping[str, Any]:
        """The rule that a result speaks of; an empty one where the tool does not describe it."""
        named = _map(result.get("rule"))
        place = named.get("index", result.get("ruleIndex", -1))
        part = _map(named.get("toolComponent")).get("index")
        owner = self.extensions[part] if isinstance(part, int) and 0 <= part < len(self.extensions) else self.driver
        known = [_map(rule) for rule in _list(owner.get("rules"))]
        if isinstance(place, int) and 0 <= place < len(known):
            return known[place]
        wanted = _rule_id(result)
        every = known + [_map(rule) for one in self.extensions for rule in _list(one.get("rules"))]
        fitting = (rule for rule in every if rule.get("id") in {wanted, wanted.rsplit("/", 1)[0]})
        return next(fitting, {})

    def texts(self, result: Mapping[str, Any], seen: Counter[str]) -> dict[str, str]:
        """The row: its title is the rule and the file; the evidence the line and what the tool says of it."""
        rule = self.rule_of(result)
        uri, line = self._place(result)
        category = self._category(rule, result)
        said = "" if category == "secret" else _said(rule.get("shortDescription"))  # there gitleaks keeps its pattern
        title = said or str(rule.get("name") or "") or _rule_id(result) or "finding"
        known = f"{_rule_id(result) or rule.get('id')}|{uri}|{_print(result, line)}"
        seen[known] += 1
        print_ = hashlib.sha256(f"{known}|{seen[known]}".encode(errors="replace")).hexdigest()[:40]
        is_absent = result.get("baselineState") == "absent"
        first = str(_map(result.get("provenance")).get("firstDetectionTimeUtc") or "")[:10]
        row = {
            "component": "", "title": _cut(f"{_cut(title, 110)}: {uri}" if uri else title, MOST_TITLE),
            "category": category, "severity": _severity(rule, result, category), "found_on": first or self.on,
            "status": "fixed" if is_absent else "accepted" if _is_suppressed(result) else "open",
            "fixed_on": self.on if is_absent else "", "source": self.source, "fingerprint": print_,
            "repository": self.repository, "evidence": _evidence(result, uri, line, category),
        }  # fmt: skip
        return {name: _cut(text, MOST_EVIDENCE) for name, text in row.items()}

    def _place(self, result: Mapping[str, Any]) -> tuple[str, str]:
        """The file, in the repository, and the line of the first location."""
        physical = _map(_map(next(iter(_list(result.get("locations"))), None)).get("physicalLocation"))
        artifact = _map(physical.get("artifactLocation"))
        uri, place = artifact.get("uri"), artifact.get("index")
        if not uri and isinstance(place, int) and 0 <= place < len(self.artifacts):
            uri = _map(self.artifacts[place].get("location")).get("uri")
        return _cut(str(uri or ""), 120), str(_map(physical.get("region")).get("startLine") or "")

    def _category(self, rule: Mapping[str, Any], result: Mapping[str, Any]) -> str:
        """`secret`, `dependency`, `configuration` or `code`, by what the rule is tagged with and called."""
        tags = _list(_map(rule.get("properties")).get("tags")) + _list(_map(result.get("properties")).get("tags"))
        words = " ".join(str(word) for word in (rule.get("id"), rule.get("name"), _rule_id(result), *tags)).lower()
        if self.name.lower().split()[0] in SECRETS or SECRET_WORDS.search(words):
            return "secret"
        if DEPENDENCY_WORDS.search(words):
            return "dependency"
        return "configuration" if SETTING_WORDS.search(words) else "code"


def _severity(rule: Mapping[str, Any], result: Mapping[str, Any], category: str) -> str:
    for bag in (result.get("properties"), rule.get("properties")):
        try:
            score = float(_map(bag).get("security-severity"))  # type: ignore[arg-type]  # none is a TypeError
        except (TypeError, ValueError):
            continue
        return next((word for least, word in SCORES if score >= least), "low")
    level = result.get("level") or _map(rule.get("defaultConfiguration")).get("level")
    if level is None and category == "secret":
        return "critical"
    return LEVELS.get(str(level or "warning"), "medium")


def _is_suppressed(result: Mapping[str, Any]) -> bool:
    """Whether somebody accepted it: suppressions of which none is rejected or still under review."""
    found = [_map(one) for one in _list(result.get("suppressions"))]
    return bool(found) and all(one.get("status", "accepted") == "accepted" for one in found)


def _print(result: Mapping[str, Any], line: str) -> str:
    """What tells one place from another when lines move: the tool's own fingerprint, else the line."""
    prints = _map(result.get("fingerprints")) | _map(result.get("partialFingerprints"))
    useful = {str(name): str(value) for name, value in prints.items() if str(value) not in USELESS}
    if "commitSha" in useful:  # gitleaks tells the commit, which several places share
        return f"{useful['commitSha']}:{line}"
    for name in sorted(useful):
        if name.startswith(("primaryLocationLineHash", "matchBasedId")):
            return useful[name]
    return json.dumps(useful, sort_keys=True) if useful else line


def _evidence(result: Mapping[str, Any], uri: str, line: str, category: str) -> str:
    """Where it stands and what the tool says. What a secret looks like is left out."""
    where = f"{uri}:{line}" if uri and line else uri
    if category == "secret":
        return where
    reasons = [str(_map(one).get("justification") or "") for one in _list(result.get("suppressions"))]
    said = [where, _said(result.get("message")), *(f"Accepted: {reason}" for reason in reasons if reason)]
    return _cut("\n".join(part for part in said if part), MOST_EVIDENCE)


def _rule_id(result: Mapping[str, Any]) -> str:
    return str(result.get("ruleId") or _map(result.get("rule")).get("id") or "")


def _said(message: Any) -> str:
    return " ".join(str(_map(message).get("text") or "").split())


def _cut(text: str, most: int) -> str:
    plain = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _is_map(found: Any) -> bool:
    return isinstance(found, dict)


def _map(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


LAYOUT = Layout("SARIF 2.1.0", knows, rows)
