"""Lets export.mjs write what this project computes, runs the checks on it, and prints the sum as the last line."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


class Counts:
    """A pytest plugin that counts tests by outcome; an error outside of a test counts as a failure."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed += 1
        elif report.skipped:
            self.skipped += 1
        elif report.when == "call":
            self.passed += 1

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed += 1


def main():
    counts = Counts()
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        if exported(folder):
            arguments = ["-q", "-rs", "--rootdir", str(HERE), "-p", "no:cacheprovider", "-W", "ignore::DeprecationWarning"]
            arguments += ["-o", "empty_parameter_set_mark=fail_at_collect", "--ours", folder, str(HERE / "checks")]
            code = pytest.main([*arguments, *sys.argv[1:]], plugins=[counts])
            if code not in (0, 1) and counts.failed == 0:
                counts.failed += 1
        else:
            counts.failed += 1
            print("export.mjs failed: build the packages first (npm run build), and see the message above.")
    print(f"parity: {counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped")
    sys.exit(1 if counts.failed or not counts.passed else 0)


def exported(folder):
    """Whether export.mjs ran to its end."""
    return subprocess.run(["node", str(HERE / "export.mjs"), folder], check=False).returncode == 0


if __name__ == "__main__":
    main()
