"""Reading tensors back, and agreement within a tolerance of the largest value."""

import json
from pathlib import Path

import numpy as np

FIXTURES = Path(__file__).resolve().parents[3] / "packages" / "testing" / "fixtures"


def fixture(name):
    return json.loads((FIXTURES / f"{name}.json").read_text())


def decoded(value):
    """A NumPy array from { dtype?, shape, data }."""
    dtype = value.get("dtype", "float32")
    data = [float(item) for item in value["data"]] if dtype.startswith("float") else value["data"]
    return np.array(data, dtype=dtype).reshape(value["shape"])


def assert_close(ours, theirs, tolerance=1e-5, about=""):
    """Equal shapes, NaN and infinities in the same places, the rest within tolerance times the largest value of theirs."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, f"{about}: shape {ours.shape} against {theirs.shape}"
    if ours.dtype == bool or np.issubdtype(ours.dtype, np.integer):
        assert np.array_equal(ours, theirs), f"{about}: {ours} against {theirs}"
        return
    finite = np.isfinite(theirs)
    assert np.array_equal(ours[~finite], theirs[~finite], equal_nan=True), f"{about}: infinities or NaN differ"
    largest = np.abs(theirs[finite]).max(initial=0.0)
    difference = np.abs(ours[finite].astype("float64") - theirs[finite]).max(initial=0.0)
    assert difference <= tolerance * max(largest, 1e-3), f"{about}: off by {difference:.3g}, largest value {largest:.3g}"


def faults(ours, theirs, path="", tolerance=1e-5):
    """Where two fixture contents disagree: tensors and lists of numbers by tolerance, all else exactly."""
    if is_numbers(theirs) and is_numbers(ours):
        try:
            assert_close(np.array(ours, dtype=float), np.array(theirs, dtype=float), tolerance, path)
        except AssertionError as error:
            return [str(error)]
        return []
    if isinstance(theirs, dict) and isinstance(ours, dict) and theirs.keys() == ours.keys():
        return [fault for key in theirs for fault in faults(ours[key], theirs[key], f"{path}/{key}", tolerance)]
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        return [fault for index, pair in enumerate(zip(ours, theirs)) for fault in faults(*pair, f"{path}/{index}", tolerance)]
    if is_number(theirs) and is_number(ours):
        return faults([ours], [theirs], path, tolerance)
    return [] if ours == theirs else [f"{path}: {ours!r} against {theirs!r}"]


def is_numbers(value):
    return isinstance(value, list) and len(value) > 0 and all(is_number(item) for item in value)


def is_number(value):
    return (isinstance(value, (int, float)) and not isinstance(value, bool)) or value in ("NaN", "Infinity", "-Infinity")
