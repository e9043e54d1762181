"""What export.mjs wrote, and how checks are repeated for its parts."""

import json
import sys
from collections import defaultdict
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

# A test that takes one of these runs once per entry of the manifest under the key, named after the entry.
REPEATED = {
    "activation_run": ("activations", "engine"),
    "layer_run": ("layers", "engine"),
    "augmentation_run": ("augmentations", "engine"),
    "optimizer_run": ("optimizers", "engine"),
    "training_run": ("training", "name"),
    "fit_run": ("fits", "name"),
    "evaluation": ("evaluations", "name"),
    "saved_model": ("safetensors", "name"),
}


def pytest_addoption(parser):
    parser.addoption("--ours", required=True, help="the folder that export.mjs wrote")


def pytest_generate_tests(metafunc):
    manifest = manifest_of(metafunc.config)
    for argument in REPEATED.keys() & set(metafunc.fixturenames):
        key, name = REPEATED[argument]
        metafunc.parametrize(argument, manifest[key], ids=[entry[name] for entry in manifest[key]])
    if "onnx_group" in metafunc.fixturenames:
        groups = defaultdict(list)
        for entry in manifest["onnx"]:
            groups[entry["group"]].append(entry)
        metafunc.parametrize("onnx_group", groups.values(), ids=groups.keys())


@pytest.fixture
def ours(request):
    return folder_of(request.config)


@pytest.fixture
def manifest(request):
    return manifest_of(request.config)


def manifest_of(config):
    return json.loads((folder_of(config) / "manifest.json").read_text())


def folder_of(config):
    return Path(config.getoption("--ours"))
