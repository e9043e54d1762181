"""Every exported file is valid ONNX of standard operators and computes the same numbers in other runtimes."""

import json

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx.reference import ReferenceEvaluator

from truth.compare import assert_close, decoded


def test_the_checker_accepts_it(ours, onnx_file):
    onnx.checker.check_model(str(ours / onnx_file["file"]), full_check=True)


def test_strict_shape_inference_agrees_with_the_declared_shapes(ours, onnx_file):
    onnx.shape_inference.infer_shapes(onnx.load(ours / onnx_file["file"]), check_type=True, strict_mode=True, data_prop=True)


def test_it_uses_opset_21_of_the_standard_operators_only(ours, onnx_file):
    model = onnx.load(ours / onnx_file["file"])
    assert model.ir_version == 10
    assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 21)]


def test_python_onnxruntime_computes_the_same(ours, onnx_file):
    session = onnxruntime.InferenceSession(ours / onnx_file["file"], providers=["CPUExecutionProvider"])
    compare(ours, onnx_file, session)


def test_the_reference_evaluator_of_onnx_computes_the_same(ours, onnx_file):
    if onnx_file.get("reference") is False:
        pytest.skip(onnx_file.get("reason", "left out by export.mjs"))
    compare(ours, onnx_file, ReferenceEvaluator(str(ours / onnx_file["file"])))


def compare(ours, onnx_file, session):
    values = json.loads((ours / onnx_file["values"]).read_text())
    feeds = {name: decoded(value) for name, value in values["inputs"].items()}
    names = list(values["outputs"])
    with np.errstate(all="ignore"):
        found = session.run(names, feeds)
    for name, output in zip(names, found):
        assert_close(output, decoded(values["outputs"][name]), onnx_file.get("tolerance", 1e-5), name)
