"""The committed fixtures are what Keras computes today."""

import importlib
import json

import pytest

from fixtures import NAMES
from truth.compare import faults, fixture


@pytest.mark.parametrize("name", NAMES)
def test_keras_still_computes_the_committed_fixture(name):
    computed = getattr(importlib.import_module(f"truth.{name}"), name)()
    computed = json.loads(json.dumps(computed))
    assert faults(fixture(name), computed) == []
