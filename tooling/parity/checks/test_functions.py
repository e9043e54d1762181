"""Activations, optimizers and initializers of this build, run on a backend, against Keras's numbers."""

import numpy as np

from truth.compare import assert_close, decoded, fixture


def test_activations_and_their_gradients_equal_those_of_keras(manifest):
    """activations[i] is { output, gradient } for case i of activations.json."""
    theirs, ours = fixture("activations")["cases"], manifest["activations"]
    assert len(ours) == len(theirs)
    for case, found in zip(theirs, ours):
        about = f"{case['name']} {case['options']}"
        assert_close(decoded(found["output"]), decoded(case["output"]), 1e-5, about)
        assert_close(decoded(found["gradient"]), decoded(case["gradient"]), 1e-5, f"gradient of {about}")


def test_optimizers_equal_those_of_keras_over_twelve_steps(manifest):
    """optimizers[i] is the list of parameter trees after each step for case i of optimizers.json."""
    theirs, ours = fixture("optimizers")["cases"], manifest["optimizers"]
    assert len(ours) == len(theirs)
    for case, found in zip(theirs, ours):
        for step, (tree, expected) in enumerate(zip(found, case["after"], strict=True)):
            for name in expected:
                assert_close(decoded(tree[name]), decoded(expected[name]), 2e-5, f"{case['name']} {case['options']} step {step + 1} {name}")


def test_initializers_follow_the_distributions_of_keras(ours, manifest):
    """initializers[i] is { file } with the raw float32 numbers for random case i of initializers.json."""
    truth, found = fixture("initializers"), manifest["initializers"]
    assert len(found) == len(truth["random"])
    for case, entry in zip(truth["random"], found):
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
