"""A saved model opens with Python's safetensors, and its weights give the same predictions in Keras."""

import numpy as np
from safetensors import safe_open

from truth.compare import assert_close, decoded, fixture
from truth.encode import camel
from truth.training import built, networks


def test_its_weights_give_the_same_predictions_in_keras(ours, saved_model):
    """keys[i] maps the weights of layer i (kernel, bias, movingMean …) to names of tensors in the file."""
    network = next(entry for entry in networks() if entry["name"] == saved_model["network"])
    model = built(network)
    with safe_open(ours / saved_model["file"], framework="np") as file:
        assert file.metadata()["format"] == "tidu-model"
        for key in file.keys():
            assert np.isfinite(file.get_tensor(key)).all(), key
        for layer, names in zip(model.layers, saved_model["keys"], strict=True):
            assign(layer, {name: file.get_tensor(key) for name, key in names.items()})
    rows = np.array(decoded(recorded(network["name"])["x"]))
    assert_close(decoded(saved_model["predictions"]), model.predict(rows, verbose=0), 1e-5, saved_model["name"])


def assign(layer, values):
    assert {camel(weight.name) for weight in layer.weights} == set(values)
    for weight in layer.weights:
        weight.assign(values[camel(weight.name)])


def recorded(name):
    return next(entry for entry in fixture("training")["networks"] if entry["name"] == name)
