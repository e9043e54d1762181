"""The committed fixtures are what Keras computes today."""

import importlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures import NAMES, ON_TENSORFLOW
from truth.compare import faults, fixture


@pytest.mark.parametrize("name", NAMES)
def test_keras_still_computes_the_committed_fixture(name):
    computed = getattr(importlib.import_module(f"truth.{name}"), name)()
    computed = json.loads(json.dumps(computed))
    assert faults(fixture(name), computed) == []


@pytest.mark.parametrize("name", ON_TENSORFLOW)
def test_keras_on_tensorflow_still_computes_the_committed_fixture(name, tmp_path):
    """In a process of its own: Keras keeps the backend that it started with."""
    if importlib.util.find_spec("tensorflow") is None:
        pytest.skip("needs TensorFlow: .venv/bin/python -m pip install tensorflow-cpu")
    script = Path(__file__).resolve().parents[1] / "fixtures.py"
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow"}
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path), name], check=True, env=environment)
    assert faults(fixture(name), json.loads((tmp_path / f"{name}.json").read_text())) == []
