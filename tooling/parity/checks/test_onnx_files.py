"""Every exported file is valid ONNX of standard operators and computes the same numbers in other runtimes."""

import json

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx.reference import ReferenceEvaluator

from truth.compare import assert_close, decoded

TOLERANCE = 1e-5  # of the largest value
# What a runtime cannot run although the standard allows it, by its message.
ONNXRUNTIME_LIMITS = {
    "Invalid dim0_offset of 0. Dimension 0 is 0": "onnxruntime has no loops of no step; our backend answers these itself",
}
REFERENCE_LIMITS = {
    "Scan is not implemented for other output input_direction than 0": "the evaluator has no loops from the last step to the first",
    "Scan with zero scan-input length and scan outputs is not supported": "the evaluator has no loops of no step",
    "index can't contain negative values": "the evaluator has no negative padding",
    "(operator 'ConvTranspose')": "the evaluator has no transposed convolution of no images",
}
# Nodes that the evaluator gets wrong: a file that holds one is not compared.
REFERENCE_WRONG = {
    "the evaluator pads and counts wrongly in max pools with a stride of 1": lambda node: node.op_type == "MaxPool"
    and all(stride == 1 for stride in attribute(node, "strides", [1])),
    "the evaluator knows no activations of recurrent networks but the usual ones": lambda node: node.op_type in ("LSTM", "GRU", "RNN")
    and attribute(node, "activations", None) is not None,
    "the evaluator reads transposed convolutions in groups wrongly": lambda node: node.op_type == "ConvTranspose"
    and attribute(node, "group", 1) > 1,
}
# The standard does not say what becomes of NaN in a max pool, and the runtimes differ from what our backends keep.
POOLS_OF_NAN = {"maxPool: NaN wins", "adaptiveMaxPool: NaN reaches its windows only"}
# onnxruntime's max pool of nothing but minus infinity is the lowest number; its resize weighs pixels with 0 that others leave out.
ONNXRUNTIME_INEXACT = {*POOLS_OF_NAN, "maxPool: nothing but minus infinity", "resize: NaN reaches its neighbours only"}
# Files with numbers so far apart that the evaluator's logarithm of softmax is not exact or minus infinity.
REFERENCE_INEXACT = {"logSoftmax: large numbers", "logSoftmax {} extremes", *POOLS_OF_NAN, "averagePool: NaN and infinity reach their windows only"}


def test_the_checker_accepts_it(ours, onnx_group):
    for entry in onnx_group:
        onnx.checker.check_model(str(ours / entry["file"]), full_check=True)


def test_strict_shape_inference_agrees_with_the_declared_shapes(ours, onnx_group):
    for entry in onnx_group:
        onnx.shape_inference.infer_shapes(onnx.load(ours / entry["file"]), check_type=True, strict_mode=True, data_prop=True)


def test_it_uses_opset_21_of_the_standard_operators_only(ours, onnx_group):
    for entry in onnx_group:
        model = onnx.load(ours / entry["file"], load_external_data=False)
        assert model.ir_version == 10
        assert [(opset.domain, opset.version) for opset in model.opset_import] == [("", 21)]
        assert {node.domain for node in nodes_of(model.graph)} <= {""}


def test_python_onnxruntime_computes_the_same(ours, onnx_group):
    def session(path):
        return onnxruntime.InferenceSession(path, quiet(), providers=["CPUExecutionProvider"])

    entries = [entry for entry in onnx_group if entry["name"] not in ONNXRUNTIME_INEXACT]
    compare(ours, entries, session, ONNXRUNTIME_LIMITS)


def test_the_reference_evaluator_of_onnx_computes_the_same(ours, onnx_group):
    entries = [entry for entry in onnx_group if entry["name"] not in REFERENCE_INEXACT]
    compare(ours, entries, lambda path: ReferenceEvaluator(str(path)), REFERENCE_LIMITS, REFERENCE_WRONG)


def compare(ours, entries, session_of, limits, wrong={}):
    """Runs the files on their inputs. What the runtime cannot run is left out; a test is skipped when that is all there is."""
    compared, reasons = 0, set()
    for entry in entries:
        nodes = list(nodes_of(onnx.load(ours / entry["file"], load_external_data=False).graph)) if wrong else []
        if faults := {reason for reason, holds in wrong.items() if any(map(holds, nodes))}:
            reasons |= faults
            continue
        for run in json.loads((ours / entry["values"]).read_text()):
            expected = {name: decoded(value) for name, value in run["outputs"].items()}
            feeds = {name: decoded(value) for name, value in run["inputs"].items()}
            try:
                with np.errstate(all="ignore"):
                    found = session_of(ours / entry["file"]).run(list(expected), feeds)
            except Exception as error:
                reason = next((reason for message, reason in limits.items() if message in str(error)), None)
                if reason is None:
                    raise AssertionError(f"{entry['name']}: {error}") from error
                reasons.add(reason)
                continue
            compared += 1
            for (name, value), output in zip(expected.items(), found, strict=True):
                assert_close(output, value, entry.get("tolerance", TOLERANCE), f"{entry['name']}: {name}")
    if compared == 0:
        pytest.skip("; ".join(reasons))


def attribute(node, name, default):
    return next((onnx.helper.get_attribute_value(found) for found in node.attribute if found.name == name), default)


def nodes_of(graph):
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from nodes_of(attribute.g)


def quiet():
    """Errors come as exceptions; the log need not say them too."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    return options
