"""What export.mjs wrote, and how two sets of numbers are compared."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def pytest_addoption(parser):
    parser.addoption("--ours", default=None, help="the folder that export.mjs wrote")


def pytest_generate_tests(metafunc):
    """One test per entry of the manifest for every test that takes onnx_file, saved_model or training_run."""
    for argument, key in [("onnx_file", "onnx"), ("saved_model", "safetensors"), ("training_run", "training")]:
        if argument in metafunc.fixturenames:
            entries = manifest_of(metafunc.config).get(key, [])
            metafunc.parametrize(argument, entries, ids=[entry["name"] for entry in entries])


@pytest.fixture
def ours(request):
    folder = request.config.getoption("--ours")
    if not folder or not (Path(folder) / "manifest.json").exists():
        pytest.skip("export.mjs wrote no manifest.json")
    return Path(folder)


@pytest.fixture
def manifest(ours):
    return json.loads((ours / "manifest.json").read_text())


def manifest_of(config):
    folder = config.getoption("--ours")
    path = Path(folder) / "manifest.json" if folder else None
    return json.loads(path.read_text()) if path and path.exists() else {}
