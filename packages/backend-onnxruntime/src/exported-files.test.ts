import type { Backend, DeviceTensor, TensorData } from "@tidu/core-tensor";
import { encodeModel, toOnnx } from "@tidu/onnx-export";
import { conformanceChecks, download } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { runOnnx } from "./run-onnx.ts";

/** Every graph as the file that an export writes, without the forms that this backend prefers. */
const files: Backend = {
  name: "exported files",
  loops: "native",
  upload: (data, spec) => held({ ...spec, shape: spec.shape.map(Number), data }),
  dispose: async () => {},
  compile: async (graph) => {
    const onnx = toOnnx(graph);
    const model = encodeModel(onnx);
    return {
      dispose: () => {},
      run: async (inputs) => {
        const fed = await Promise.all(inputs.map(download));
        const results = await runOnnx({ model }, Object.fromEntries(onnx.graph.inputs.map(({ name }, i) => [name, fed[i] ?? none])));
        return onnx.graph.outputs.map(({ name }) => held(results[name] ?? none));
      },
    };
  },
};

const none: TensorData = { dtype: "float32", shape: [0], data: new Float32Array() };

const held = ({ data, ...spec }: TensorData): DeviceTensor => ({ spec, data: async () => data, dispose: () => {} });

const noPromise =
  "ONNX promises nothing here: onnxruntime's MaxPool keeps NaN where all of a window is NaN, and starts at the lowest number";
const exceptions: Readonly<Record<string, string>> = {
  "maxPool: NaN wins": noPromise,
  "maxPool: nothing but minus infinity": noPromise,
  "adaptiveMaxPool: NaN reaches its windows only": noPromise,
  "resize: NaN reaches its neighbours only": "Resize weighs pixels with 0 that ours leaves out",
};

describe("files with images compute what the interpreter computes", () => {
  const checks = Object.values(conformanceChecks()).flat();
  const ofImages = checks.filter(({ name }) => /conv|pool|resize|image|batch norm|rows added/i.test(name));
  test.for(ofImages.map((check) => [check.name, check] as const))("%s", async ([name, check], { skip }) => {
    skip(name in exceptions, exceptions[name]);
    expect(await check.run(files)).toBeUndefined();
  });
  test("every exception names a check", () => {
    expect(Object.keys(exceptions).filter((name) => !ofImages.some((check) => check.name === name))).toEqual([]);
  });
});
