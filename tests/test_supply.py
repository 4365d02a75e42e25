"""What the locks install: its licences, and what is said of known vulnerabilities."""

import re

import pytest

from tests.audit import describe
from tests.licences import TABLE, format_table, read_pins, read_table

FREE = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|Zlib|CNRI|CC0|HPND")


def test_the_table_of_licences_is_that_of_the_locks():
    assert TABLE.read_text(encoding="utf-8") == format_table(), "run `make golden`"
    assert {(name, version) for name, version in read_table()} == set(read_pins().items())


def test_every_package_may_be_used_without_making_the_workbook_copyleft():
    assert not [key for key, licence in read_table().items() if not FREE.search(licence)]


@pytest.mark.parametrize(
    ("asked", "why", "code", "last"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], "", 0, "audit: x.lock: 1 packages, 0 known vulnerabilities"),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}],
            "",
            1,
            "audit: x.lock: 1 packages, 1 known vulnerabilities",
        ),
        ([], "no answer", 2, "audit: x.lock could not be audited here (no answer); run make audit where the"),
    ],
)
def test_the_audit_says_what_it_found_or_that_it_could_not_ask(asked, why, code, last):
    lines, found = describe("x.lock", asked, why)
    assert found == code
    assert lines[-1].startswith(last)
    assert code != 1 or lines[0] == "a 1: CVE-1; mended in 2"
