"""Activations, layers, optimizers and initializers of this build, on each engine, against Keras's numbers."""

import numpy as np

from truth.compare import assert_close, decoded, fixture
from truth.sparsemax import sparsemax, sparsemax_gradient


def test_activations_and_their_gradients_equal_those_of_keras(activation_run):
    """cases[i] is { output, gradient } for case i of activations.json."""
    for case, found in zip(fixture("activations")["cases"], activation_run["cases"], strict=True):
        output, gradient = expected(case)
        about = f"{case['name']} {case['options']}"
        assert_close(decoded(found["output"]), output, 1e-5, about)
        assert_close(decoded(found["gradient"]), gradient, 1e-5, f"gradient of {about}")


def expected(case):
    if case["name"] != "sparsemax":
        return decoded(case["output"]), decoded(case["gradient"])
    z, axis = decoded(case["input"]), case["options"].get("axis", -1)
    return sparsemax(z, axis), sparsemax_gradient(z, decoded(case["cotangent"]), axis)


def test_layers_and_their_gradients_equal_those_of_keras(layer_run):
    """cases[i] is { output, inputGradients, weightGradients } for case i of layers.json, convolution.json and pooling.json."""
    cases = [case for name in ("layers", "convolution", "pooling") for case in fixture(name)["cases"]]
    for case, found in zip(cases, layer_run["cases"], strict=True):
        about = f"{case['name']} {case['options']}"
        assert_close(decoded(found["output"]), decoded(case["output"]), 1e-5, about)
        for index, (gradient, expected) in enumerate(zip(found["inputGradients"], case["inputGradients"], strict=True)):
            assert_close(decoded(gradient), decoded(expected), 2e-5, f"gradient of input {index} of {about}")
        for name, expected in case.get("weightGradients", {}).items():
            assert_close(decoded(found["weightGradients"][name]), decoded(expected), 2e-5, f"gradient of {name} of {about}")


def test_image_layers_equal_those_of_keras_where_factors_pin_what_they_draw(augmentation_run):
    """cases[i] is { output } for `pinned` case i of augmentation.json."""
    for case, found in zip(fixture("augmentation")["pinned"], augmentation_run["cases"], strict=True):
        assert_close(decoded(found["output"]), decoded(case["output"]), 1e-5, f"{case['name']} {case['options']}")


def test_optimizers_equal_those_of_keras_over_twelve_steps(optimizer_run):
    """cases[i] is the list of parameter trees after each step for case i of optimizers.json."""
    for case, found in zip(fixture("optimizers")["cases"], optimizer_run["cases"], strict=True):
        for step, (tree, expected) in enumerate(zip(found, case["after"], strict=True)):
            for name in expected:
                about = f"{case['name']} {case['options']} step {step + 1} {name}"
                assert_close(decoded(tree[name]), decoded(expected[name]), 2e-5, about)


def test_initializers_follow_the_distributions_of_keras(ours, manifest):
    """initializers[i] is { file } with the raw float32 numbers for random case i of initializers.json."""
    truth = fixture("initializers")
    for case, entry in zip(truth["random"], manifest["initializers"], strict=True):
        values = np.fromfile(ours / entry["file"], dtype="<f4").astype("float64")
        about = f"{case['name']} {case['options']}"
        deviation = case["stddev"]
        assert values.size == np.prod(case["shape"]), about
        assert abs(values.mean() - case["mean"]) < 5 * deviation / np.sqrt(values.size), about
        assert abs(values.std() / deviation - 1) < 5 / np.sqrt(values.size), about
        if case["low"] is not None:
            margin = 1e-6 * (case["high"] - case["low"])
            assert case["low"] - margin <= values.min() and values.max() <= case["high"] + margin, about
        quantiles = np.quantile(values, truth["probabilities"])
        assert np.abs(quantiles - case["quantiles"]).max() < 0.04 * deviation, about
