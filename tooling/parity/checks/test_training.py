"""Ten training steps from the same weights and data: our losses against Keras and, where simple, plain PyTorch."""

import numpy as np
import pytest
import torch

from truth.compare import assert_close, decoded, fixture
from truth.engine import precision
from truth.training import networks, steps

# Ours compute in float32, Keras here in float64, so small differences grow over the steps.
TOLERANCE = 1e-4


def test_losses_equal_those_of_keras(training_run):
    network = next(entry for entry in networks() if entry["name"] == training_run["network"])
    with precision("float64"):
        theirs = steps(network)
    assert_close(training_run["losses"], np.array(theirs["losses"], dtype=float), TOLERANCE, "losses")
    for layer, expected in zip(training_run["after"], theirs["after"], strict=True):
        assert layer.keys() == expected.keys()
        for name in expected:
            assert_close(decoded(layer[name]), decoded(expected[name]), TOLERANCE, name)


def test_losses_equal_those_of_plain_pytorch(training_run):
    if training_run["network"] != "regression":
        pytest.skip("PyTorch's optimizer and penalties differ from Keras's for this network")
    assert_close(training_run["losses"], pytorch_regression(), TOLERANCE, "losses")


def pytorch_regression():
    """dense 6 tanh, dense 1, mean squared error, SGD with momentum, written directly in PyTorch."""
    network = next(entry for entry in fixture("training")["networks"] if entry["name"] == "regression")
    hidden, out = ({name: torch.tensor(decoded(value), dtype=torch.float64, requires_grad=True) for name, value in layer.items()} for layer in network["weights"])
    x, y = (torch.tensor(decoded(network[key]), dtype=torch.float64) for key in ("x", "y"))
    options = network["optimizer"]["options"]
    params = [*hidden.values(), *out.values()]
    optimizer = torch.optim.SGD(params, lr=options["learningRate"], momentum=options["momentum"])
    losses = []
    for start, end in network["steps"]["batches"]:
        prediction = torch.tanh(x[start:end] @ hidden["kernel"] + hidden["bias"]) @ out["kernel"] + out["bias"]
        loss = torch.nn.functional.mse_loss(prediction, y[start:end])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    return np.array(losses)
