"""Files of other programs are taken as they are: AWS cost files and SARIF, with invented values.

Layouts as in the AWS Cost Management User Guide (“Downloading the cost data CSV file”), the data dictionaries of the
AWS Data Exports User Guide (CUR and CUR 2.0), OASIS SARIF 2.1.0 with GitHub Docs’ “SARIF support for code scanning”,
and the reports that CodeQL, Semgrep, Trivy and gitleaks keep in their own repositories.
"""

import gzip
import json
from datetime import date

import pytest

from reports.importing import engine
from reports.importing.engine import FileRefused
from reports.importing.kinds import ALL
from reports.models import CloudCost, DataCoverage, SecurityFinding, TechComponent
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db

EXPLORER = """"Service","EC2-Instances($)","EC2-Other($)","Tax($)","S3($)","Cost Explorer($)","Total costs($)"
"Service total","93.1","21.90005","6.2","4.0000017765","","125.2000517765"
"2026-09-01","45.05","10.90005","3.1","2.0","","61.05005"
"2026-10-01","48.05","11","3.1","2.0000017765","","64.1500017765"
"""
DAILY = """"Service","EC2-Instances($)","S3($)","Total costs($)"
"Service total","3.01","0.015","3.025"
"2026-11-01","1.505","0.005","1.51"
"2026-11-02","1.505","0.005","1.51"
"2026-11-03","","0.005","0.005"
"""
ACROSS = """Service,Service total,2026-09-01,2026-10-01
Total costs,$7.55,$3.55,$4.00
S3,$4.55,$2.55,$2.00
Tax,$3.00,$1.00,$2.00
"""
CUR = """identity/LineItemId,bill/PayerAccountId,bill/BillingPeriodStartDate,bill/BillingPeriodEndDate,\
lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/ProductCode,\
lineItem/UsageType,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedRate,lineItem/UnblendedCost,\
lineItem/LineItemDescription,product/ProductName,resourceTags/user:Name,resourceTags/user:Unit
a1,111122223333,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,111122223333,Usage,2026-10-01T00:00:00Z,\
2026-10-01T01:00:00Z,AmazonEC2,BoxUsage:t3.small,1,USD,0.0208,0.0208,"$0.0208 per hour, Linux",\
Amazon Elastic Compute Cloud,web-1,jada
a2,111122223333,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,111122223333,Usage,2026-10-31T23:00:00Z,\
2026-11-01T00:00:00Z,AmazonEC2,BoxUsage:t3.small,700,USD,0.0208,14.56,"$0.0208 per hour, Linux",\
Amazon Elastic Compute Cloud,web-1,jada
a3,111122223333,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,111122223333,Usage,2026-10-02T00:00:00Z,\
2026-10-03T00:00:00Z,AmazonS3,TimedStorage-ByteHrs,3,USD,0.023,0.069,storage,Amazon Simple Storage Service,,marketing
a4,111122223333,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,111122223333,Credit,2026-10-01T00:00:00Z,\
2026-11-01T00:00:00Z,AmazonEC2,BoxUsage:t3.small,0,USD,,-5.00,promotion,Amazon Elastic Compute Cloud,,jada
a5,111122223333,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,111122223333,Tax,2026-10-01T00:00:00Z,\
2026-11-01T00:00:00Z,AmazonEC2,,1,USD,,1.20,Tax for product code AmazonEC2,,,
"""
CUR_2 = """bill_billing_period_start_date,bill_payer_account_id,line_item_usage_account_id,line_item_line_item_type,\
line_item_usage_start_date,line_item_product_code,line_item_currency_code,line_item_unblended_cost,product,resource_tags
2026-11-01T00:00:00.000Z,111122223333,111122223333,Usage,2026-11-01T00:00:00.000Z,AmazonS3,USD,0.4000000000,\
"{""product_name"":""Amazon Simple Storage Service""}","{""user_business_unit"":""jada""}"
2026-11-01T00:00:00.000Z,111122223333,111122223333,Usage,2026-11-09T00:00:00.000Z,AmazonS3,USD,0.6000000000,\
"{""product_name"":""Amazon Simple Storage Service""}","{""user_business_unit"":""jada""}"
"""


def costs():
    rows = CloudCost.objects.order_by("month", "service", "unit")
    return [
        (str(row.month), row.service, row.unit and row.unit.slug, row.amount_cents, row.credit_cents, row.tax_cents)
        for row in rows
    ]


def taken(kind, content, filename="export.csv", **options):
    content = content if isinstance(content, bytes) else content.encode()
    return engine.take(kind=ALL[kind], content=content, filename=filename, at=factories.NOW, **options)


def words_of(kind, content, **options):
    with pytest.raises(FileRefused) as refused:
        taken(kind, content, **options)
    return [fault.words for fault in refused.value.found]


def test_cost_explorer_months_come_in_by_service_with_tax_apart():
    unit = books.unit()

    taken("cloud_costs", EXPLORER, unit=unit)
    again = taken("cloud_costs", EXPLORER, unit=unit)

    assert costs() == [
        ("2026-09-01", "EC2-Instances", None, 4505, 0, 0),
        ("2026-09-01", "EC2-Other", None, 1090, 0, 0),
        ("2026-09-01", "S3", None, 200, 0, 0),
        ("2026-09-01", "Tax", None, 0, 0, 310),
        ("2026-10-01", "EC2-Instances", None, 4805, 0, 0),
        ("2026-10-01", "EC2-Other", None, 1100, 0, 0),
        ("2026-10-01", "S3", None, 200, 0, 0),
        ("2026-10-01", "Tax", None, 0, 0, 310),
    ]
    assert (again.created_count, again.changed_count) == (0, 0)
    said = DataCoverage.objects.get(unit=unit, domain="cloud_costs")
    assert (said.starts_on, said.ends_on, said.level) == (date(2026, 9, 1), date(2026, 11, 1), "partial")


def test_days_of_cost_explorer_add_up_to_whole_cents_and_say_until_when():
    books.unit()

    taken("cloud_costs", DAILY)

    assert costs() == [("2026-11-01", "EC2-Instances", None, 301, 0, 0), ("2026-11-01", "S3", None, 2, 0, 0)]
    assert {row.through_on for row in CloudCost.objects.all()} == {date(2026, 11, 3)}


def test_cost_explorer_with_months_across_is_read_too():
    taken("cloud_costs", ACROSS)

    assert [row[1:] for row in costs()] == [
        ("S3", None, 255, 0, 0), ("Tax", None, 0, 0, 100), ("S3", None, 200, 0, 0), ("Tax", None, 0, 0, 200),
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())])
def test_a_usage_report_comes_in_by_tag_with_credits_apart(pack):
    books.unit()

    batch = taken("cloud_costs", pack(CUR), "cur-00001.csv.gz")

    assert costs() == [
        ("2026-10-01", "Amazon Elastic Compute Cloud", "jada", 1458, 500, 0),
        ("2026-10-01", "Amazon Simple Storage Service", None, 7, 0, 0),
        ("2026-10-01", "AmazonEC2", None, 0, 0, 120),
    ]
    assert batch.warnings == ["The tag “marketing” names no unit: its costs are kept without one."]


def test_a_usage_report_2_reads_its_maps_and_the_days_counted():
    books.unit()

    taken("cloud_costs", CUR_2)

    assert costs() == [("2026-11-01", "Amazon Simple Storage Service", "jada", 100, 0, 0)]
    assert CloudCost.objects.get().through_on == date(2026, 11, 9)


def test_one_month_is_never_counted_from_two_kinds_of_bill():
    books.unit()
    taken("cloud_costs", EXPLORER)

    assert [words[:63] for words in words_of("cloud_costs", CUR)] == [
        "October 2026 is in the books already, from Cost Explorer: it wo"
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('"Linked account","house (1)($)"\n"Linked account total","2"\n', "Its costs are grouped by “Linked account”."),
        (EXPLORER.replace("45.05", "lots"), "“lots” is no amount."),
        (EXPLORER.replace("2026-09-01", "soon"), "“soon” is no day:"),
        (CUR.replace("USD", "EUR"), "Costs are in EUR;"),
        (gzip.compress(CUR.encode())[:-20], "The packed file is cut short"),
        (lambda: gzip.compress(CUR.encode() + bytes(300_000_000), 1), "The packed file unpacks to more"),
    ],
)
def test_a_bill_that_cannot_be_counted_is_refused_in_words(content, words):
    content = content() if callable(content) else content  # what takes a second to make is not made by whoever collects

    assert [found[: len(words)] for found in words_of("cloud_costs", content)] == [words]


def sarif(*runs, version="2.1.0"):
    return json.dumps({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": version, "runs": runs})


def place(uri, line, **region):
    return {"physicalLocation": {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
                                 "region": {"startLine": line} | region}}  # fmt: skip


def codeql(*results):
    rules = [
        {"id": "py/sql-injection", "name": "py/sql-injection", "shortDescription": {"text": "SQL from user input"},
         "defaultConfiguration": {"level": "error"},
         "properties": {"tags": ["security", "external/cwe/cwe-089"], "security-severity": "8.8"}},
        {"id": "py/stack-trace", "shortDescription": {"text": "Stack trace shown"},
         "properties": {"security-severity": "5.4"}},
    ]  # fmt: skip
    return {
        "tool": {"driver": {"name": "CodeQL", "semanticVersion": "2.19.0"},
                 "extensions": [{"name": "queries", "rules": rules}]},
        "versionControlProvenance": [{"repositoryUri": "https://github.com/House/Booking-Page.git", "branch": "main"}],
        "invocations": [{"endTimeUtc": "2026-10-02T09:00:00Z", "executionSuccessful": True}],
        "results": list(results),
    }  # fmt: skip


def injection(line=12, **more):
    return {
        "ruleId": "py/sql-injection", "rule": {"id": "py/sql-injection", "index": 0, "toolComponent": {"index": 0}},
        "message": {"text": "This query depends on a user-provided value."}, "locations": [place("app/db.py", line)],
        "partialFingerprints": {"primaryLocationLineHash": "39fa2ee980eb94b0:1",
                                "primaryLocationStartColumnFingerprint": "4"},
    } | more  # fmt: skip


def trace(**more):
    return {"ruleId": "py/stack-trace", "message": {"text": "Error information."},
            "locations": [place("app/views.py", 3)]} | more  # fmt: skip


SEMGREP = {
    "tool": {"driver": {"name": "Semgrep OSS", "semanticVersion": "1.95.0", "rules": [
        {"id": "python.flask.debug", "name": "python.flask.debug", "shortDescription": {"text": "Debug mode is on"},
         "defaultConfiguration": {"level": "warning"}, "properties": {"tags": ["CWE-489", "LOW CONFIDENCE"]}}]}},
    "results": [
        {"ruleId": "python.flask.debug", "fingerprints": {"matchBasedId/v1": "requires login"},
         "message": {"text": "Debug."},
         "locations": [place("app.py", line)]} for line in (4, 9)
    ],
}  # fmt: skip
TRIVY = {
    "tool": {"driver": {"name": "Trivy", "version": "0.57.0", "rules": [
        {"id": "CVE-2026-1111", "name": "LanguageSpecificPackageVulnerability",
         "shortDescription": {"text": "jinja2: sandbox escape"}, "defaultConfiguration": {"level": "error"},
         "properties": {"security-severity": "9.8", "tags": ["vulnerability", "security", "CRITICAL"]}},
        {"id": "DS002", "name": "Misconfiguration", "shortDescription": {"text": "Image user is root"},
         "properties": {"security-severity": "3.0", "tags": ["misconfiguration", "security", "LOW"]}}]}},
    "results": [
        {"ruleId": "CVE-2026-1111", "ruleIndex": 0, "level": "error", "message": {"text": "Package: jinja2"},
         "locations": [place("requirements.txt", 7)]},
        {"ruleId": "DS002", "ruleIndex": 1, "level": "note", "message": {"text": "Root"},
         "locations": [place("Dockerfile", 1)]},
    ],
}  # fmt: skip
GITLEAKS = {
    "tool": {"driver": {"name": "gitleaks", "semanticVersion": "v8.0.0", "rules": [
        {"id": "stripe", "name": "Stripe API key", "shortDescription": {"text": "(?i)[sr]k_live_[0-9a-zA-Z]{24}"}}]}},
    "results": [
        {"message": {"text": "stripe has detected secret for file pay.py at commit 0f1e."}, "ruleId": "stripe",
         "locations": [place("pay.py", line, snippet={"text": f"sk_live_51abcdefghijklmn{line}"})],
         "partialFingerprints": {"commitSha": "0f1e", "email": "a@b.c", "author": "A", "date": "d",
                                 "commitMessage": "m"}}
        for line in (1, 2)
    ],
}  # fmt: skip


@pytest.fixture
def page():
    columns = {"unit": books.unit(), "name": "Booking page", "repo": "git@github.com:house/booking-page"}
    TechComponent.objects.create(unit=columns["unit"], name="Ledger")
    return TechComponent.objects.create(**columns)


def findings():
    return list(SecurityFinding.objects.order_by("pk").values_list("title", "category", "severity", "status"))


def test_codeql_names_its_repository_and_its_severity(page):
    taken("security", sarif(codeql(injection(), trace())), "results.sarif")

    assert findings() == [
        ("SQL from user input: app/db.py", "code", "high", "open"),
        ("Stack trace shown: app/views.py", "code", "medium", "open"),
    ]
    first = SecurityFinding.objects.get(severity="high")
    assert (first.component, first.source, first.found_on) == (page, "CodeQL 2.19.0", date(2026, 10, 2))
    assert first.evidence == "app/db.py:12\nThis query depends on a user-provided value."


def test_a_finding_whose_line_moved_is_the_same_and_an_absent_one_is_fixed(page):
    taken("security", sarif(codeql(injection())), "results.sarif")
    moved = taken("security", sarif(codeql(injection(line=40))), "results.sarif")
    taken("security", sarif(codeql(injection(line=40, baselineState="absent"))), "results.sarif")

    assert (moved.created_count, moved.changed_count) == (0, 1)
    found = SecurityFinding.objects.get()
    assert (found.status, found.fixed_on) == ("fixed", date(2026, 10, 2))


def test_what_was_suppressed_is_accepted_and_what_a_person_decided_stays(page):
    accepted = {"suppressions": [{"kind": "external", "status": "accepted", "justification": "Shown to staff only"}]}
    doubted = {"suppressions": [{"kind": "external", "status": "underReview"}]}
    taken("security", sarif(codeql(injection(**doubted), trace(**accepted))), "results.sarif")

    assert [row[3] for row in findings()] == ["open", "accepted"]
    SecurityFinding.objects.filter(severity="high").update(status="false")
    taken("security", sarif(codeql(injection(), trace(**accepted))), "results.sarif")
    assert [row[3] for row in findings()] == ["false", "accepted"]


def test_semgrep_trivy_and_gitleaks_are_read_as_they_write(page):
    content = sarif(SEMGREP, TRIVY, GITLEAKS)

    taken("security", content, "booking-page.sarif")
    again = taken("security", content, "booking-page.sarif")

    assert findings() == [
        ("Debug mode is on: app.py", "code", "medium", "open"),
        ("Debug mode is on: app.py", "code", "medium", "open"),
        ("jinja2: sandbox escape: requirements.txt", "dependency", "critical", "open"),
        ("Image user is root: Dockerfile", "configuration", "low", "open"),
        ("Stripe API key: pay.py", "secret", "critical", "open"),
        ("Stripe API key: pay.py", "secret", "critical", "open"),
    ]
    assert (again.created_count, again.changed_count, again.unchanged_count) == (0, 0, 6)
    assert sorted(SecurityFinding.objects.filter(category="secret").values_list("evidence", flat=True)) == [
        "pay.py:1", "pay.py:2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (sarif(TRIVY), "the report says not which component it is of: write its repository’s address into one, or name "
                       "the file for one, like booking-page.sarif. There is Booking page, Ledger"),
        (sarif(version="2.0.0"), "The report is SARIF 2.0.0; 2.1.0 is read."),
        ('{"runs": 3}', "The file is JSON, but no scanner’s report: it has no “runs”."),
        ('{"version": "2.1.0", "runs": [', "The file is no whole JSON: fetch it from the scanner again."),
        ('{"runs":' + "[" * 200_000, "The file is nested too deep to be a scanner’s report."),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_placed_is_refused_in_words(page, content, words):
    assert words_of("security", content, filename="results.sarif")[0] == words


def test_signs_that_no_text_may_hold_are_left_out_of_a_report():
    TechComponent.objects.create(unit=books.unit(), name="Site")
    result = {"ruleId": "\\ud800a", "message": {"text": "b\\u0000c"}}
    tool = {"driver": {"name": "x\\ud800\\u0000"}}
    report = json.dumps({"version": "2.1.0", "runs": [{"tool": tool, "results": [result]}]}).replace("\\\\u", "\\u")

    taken("security", report, "site.sarif")

    found = SecurityFinding.objects.get()
    assert (found.title, found.source, found.evidence) == ("a", "x", "b c")
