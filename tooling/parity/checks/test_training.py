"""Training from the same weights and data: step by step and by fit, against Keras and plain PyTorch."""

import numpy as np

from truth.compare import assert_close, decoded, faults, fixture
from truth.pytorch import pytorch_losses

# Ours compute in float32, Keras in float64, so small differences grow over the steps.
TOLERANCE = 1e-4


def test_ten_steps_have_the_losses_and_weights_of_keras(training_run):
    theirs = recorded(training_run)["steps"]
    assert_close(training_run["losses"], np.array(theirs["losses"], dtype=float), TOLERANCE, "losses")
    assert_weights(training_run["after"], theirs["after"])


def test_ten_steps_have_the_losses_of_plain_pytorch(training_run):
    assert_close(training_run["losses"], np.array(pytorch_losses(recorded(training_run))), TOLERANCE, "losses")


def test_fit_has_the_history_and_weights_of_keras(fit_run):
    theirs = recorded(fit_run)["fit"][fit_run["index"]]
    assert faults(fit_run["history"], theirs["history"], tolerance=TOLERANCE) == []
    assert_weights(fit_run["after"], theirs["after"])


def test_evaluate_measures_what_keras_does(evaluation):
    theirs = recorded(evaluation)["evaluate"][evaluation["index"]]
    assert faults(evaluation["result"], theirs["result"]) == []


def recorded(run):
    return next(entry for entry in fixture("training")["networks"] if entry["name"] == run["network"])


def assert_weights(ours, theirs):
    """One record of weights per layer."""
    for layer, expected in zip(ours, theirs, strict=True):
        assert layer.keys() == expected.keys()
        for name in expected:
            assert_close(decoded(layer[name]), decoded(expected[name]), TOLERANCE, name)
