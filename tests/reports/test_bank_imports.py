"""Bank statements as banks export them, every transaction once.

Heads as documented in public for Chase (checking), Bank of America (checking with its summary, and cards) and Capital
One (cards); OFX 1.0.2 and 2.x after the specification's own examples. The transactions are made up.
"""

import time
from datetime import date

import pytest

from reports.importing.engine import FileRefused
from reports.models import BankTransaction, DataCoverage
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db

CHASE = """Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #
DEBIT,10/15/2026,"SHELTER ISLAND FUEL 0123 SAN DIEGO CA",-310.50,DEBIT_CARD,4210.55,,
CREDIT,10/16/2026,"STRIPE TRANSFER ST-X1",1500.00,ACH_CREDIT,5710.55,,
CHECK,10/17/2026,"CHECK 1088",-200.00,CHECK_PAID,,1088,
"""
BANK_OF_AMERICA = """Description,,Summary Amt.
Beginning balance as of 10/01/2026,,"1,300.00"
Total credits,,"3,350.00"
Total debits,,"-150.00"
Ending balance as of 10/31/2026,,"4,500.00"

Date,Description,Amount,Running Bal.
10/01/2026,Beginning balance as of 10/01/2026,,"1,300.00"
10/14/2026,"BKOFAMERICA BC 10/14 WITHDRWL","-150.00","1,150.00"
10/15/2026,"ZELLE PAYMENT FROM A GUEST","3,350.00","4,500.00"
"""
BANK_OF_AMERICA_CARD = """Posted Date,Reference Number,Payee,Address,Amount
10/14/2026,24445726072300602934358,"KROGER #539 800-853-3033 VA","800-853-3033  VA ",-41.76
10/20/2026,31286000000379455331189,"PAYMENT - THANK YOU","",41.76
"""
CAPITAL_ONE = """Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit
2026-10-30,2026-10-31,5158,ISLAND GRILL,Dining,15.98,
2026-11-02,2026-11-03,5158,CAPITAL ONE AUTOPAY PYMT,Payment/Credit,,100.00
"""
OFX_1 = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261101</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD
<BANKACCTFROM><BANKID>121099999<ACCTID>999988<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20261004120000[-8:PST]<TRNAMT>-200.00<FITID>00002<CHECKNUM>1000</STMTTRN>
<STMTTRN>
<TRNTYPE>DEBIT
<DTPOSTED>20261005
<TRNAMT>-300,25
<FITID>00003
<NAME>Rope &amp; Sail
<MEMO>Halyards
<BANKACCTTO><BANKID>1<ACCTID>4321<ACCTTYPE>CHECKING</BANKACCTTO>
</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
OFX_2 = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><BANKACCTFROM><ACCTID>999988</ACCTID></BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261004120000.000[0:GMT]</DTPOSTED><TRNAMT>200</TRNAMT>
<FITID>A-1</FITID><NAME>Ma&#241;ana caf&#xE9;</NAME></STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


@pytest.fixture(autouse=True)
def _house(db):
    books.unit()
    books.chart()


def taken(text):
    return books.taken("bank", text, unit=books.unit(), account=books.chart()["1000"])


def counted(batch):
    return batch.created_count, batch.changed_count, batch.unchanged_count


def told():
    found = BankTransaction.objects.order_by("on", "pk")
    return [(f"{row.on:%m-%d}", row.amount_cents, row.text, row.balance_cents) for row in found]


def refused(text):
    with pytest.raises(FileRefused) as found:
        taken(text)
    return [fault.sentence() for fault in found.value.found]


FUEL = "SHELTER ISLAND FUEL 0123 SAN DIEGO CA"
EXPORTS = {
    "chase": (CHASE, [
        ("10-15", -31_050, FUEL, 421_055), ("10-16", 150_000, "STRIPE TRANSFER ST-X1", 571_055),
        ("10-17", -20_000, "CHECK 1088", None),
    ]),
    "bank_of_america": (BANK_OF_AMERICA, [
        ("10-14", -15_000, "BKOFAMERICA BC 10/14 WITHDRWL", 115_000),
        ("10-15", 335_000, "ZELLE PAYMENT FROM A GUEST", 450_000),
    ]),
    "bank_of_america_card": (BANK_OF_AMERICA_CARD, [
        ("10-14", -4_176, "KROGER #539 800-853-3033 VA", None), ("10-20", 4_176, "PAYMENT - THANK YOU", None),
    ]),
    "capital_one": (CAPITAL_ONE, [
        ("10-31", -1_598, "ISLAND GRILL", None), ("11-03", 10_000, "CAPITAL ONE AUTOPAY PYMT", None),
    ]),
    "ofx_1": (OFX_1, [("10-04", -20_000, "", None), ("10-05", -30_025, "Rope & Sail · Halyards", None)]),
    "ofx_2": (OFX_2, [("10-04", 20_000, "Mañana café", None)]),
}  # fmt: skip


@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_comes_in_as_it_is_and_once(export):
    text, wanted = EXPORTS[export]

    first, second = taken(text), taken(text)

    assert told() == wanted
    assert (first.created_count, counted(second)[:2]) == (len(wanted), (0, 0))
    assert DataCoverage.objects.get(domain="bank").starts_on == min(row.on for row in BankTransaction.objects.all())


def test_two_equal_payments_stay_two_in_every_export():
    row = "10/15/2026,Ice,-5.00\n"
    one, both = f"Date,Description,Amount\n{row}", f"Date,Description,Amount\n{row}10/20/2026,Fuel,-9.00\n{row}"

    assert [counted(taken(text)) for text in (one, both, both)] == [(1, 0, 0), (2, 0, 1), (0, 0, 3)]


def test_what_is_settled_with_the_ledger_keeps_its_amount():
    taken(OFX_1)
    BankTransaction.objects.filter(fitid="00002").update(
        status="ignored", why="twice", settled_at=factories.NOW, settled_by=factories.admin()
    )

    assert refused(OFX_1.replace("-200.00", "-210.00")) == [
        "line 15, amount: “-210.00” is another amount than the one settled with the ledger: open it there first"
    ]
    assert counted(taken(OFX_1.replace("-300,25", "-301"))) == (0, 1, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Date,Description\n2026-10-01,Ice\n", "The column is missing: amount or debit or credit. The file begins"),
        ("Description,Amount\nIce,5\n", "The column is missing: posted or date. The file begins with"),
        ("Date,Description,Debit,Credit\n2026-10-01,Ice,5,5\n", "line 2, debit: “5” stands beside a credit"),
        ("Date,Description,Amount\n2026-10-01,Ice,\n", "line 2, amount: is missing"),
        (OFX_1.replace("<OFX>", "<!DOCTYPE x [<!ENTITY a 'b'>]><OFX>"), "The file declares a document type"),
        (OFX_1.replace("</BANKTRANLIST>", "<ACCTID>777"), "The file holds statements of several accounts"),
        (OFX_1[: OFX_1.index("<NAME>")], "The file ends within a transaction"),
        (OFX_1.replace("20261005", "20261399"), "line 16, posted: “2026-13-99” is no day of the calendar"),
        (OFX_1.replace("<NAME>", "\0<NAME>"), "The file holds a NUL"),
    ],
)
def test_what_cannot_be_a_statement_is_refused_in_words(text, words):
    assert words in refused(text)[0]
    assert BankTransaction.objects.count() == 0


def test_a_file_made_to_hurt_is_refused_at_once():
    began = time.perf_counter()
    hurtful = ["OFXHEADER:100\n<OFX>" + "<STMTTRN" * 400_000, "OFXHEADER:100\n" + "<" * 3_000_000]

    assert all(refused(text) for text in hurtful[1:])
    assert taken(hurtful[0]).created_count == 0
    assert time.perf_counter() - began < 5


def test_the_day_a_bank_counts_is_the_day_of_the_books():
    taken(CAPITAL_ONE)

    assert BankTransaction.objects.earliest("on").on == date(2026, 10, 31)
