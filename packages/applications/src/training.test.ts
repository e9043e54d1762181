import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { sgd } from "@tidu/optimizers";
import { randomValues } from "@tidu/testing";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alexNet, leNet5, resNet18, resNet50, vgg16 } from "./index.ts";

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "tidu-applications-"))));
afterAll(() => rm(folder, { recursive: true }));

const engine = { backend: () => onnxruntime(), runOnnx, seed: 1 } as const;
const features = { ...engine, includeTop: false, pooling: "avg", inputShape: [32, 32, 3] } as const;

// Features only: the dense layers of AlexNet and VGG are large. MobileNetV2 and ResNet-20 train in transfer.test.ts.
// On six images that end as single pixels, ResNet-50's gradient is steep (PyTorch's in float32 is as far from the one in float64 as ours).
test.each([
  ["leNet5", 0.001, leNet5({ ...engine, classifierActivation: null })],
  ["alexNet", 0.001, alexNet({ ...features, inputShape: [63, 63, 3] })],
  ["vgg16", 0.001, vgg16(features)],
  ["resNet18", 0.001, resNet18(features)],
  ["resNet50", 0.00001, resNet50(features)],
])("%s takes two steps, the second with less loss, and is exported", async (_, learningRate, model) => {
  const [x, y] = [model.network.inputs, model.network.outputs].map(([value], i) =>
    randomValues([6, ...(value?.spec.shape.slice(1) ?? []).map(Number)], i),
  );
  if (x === undefined || y === undefined) throw new Error("no data");
  model.compile({ optimizer: sgd({ learningRate }), loss: "mse" });
  const { loss } = await model.trainOnBatch(x, y);
  expect(loss).toBeGreaterThan(0);
  expect((await model.trainOnBatch(x, y))["loss"]).toBeLessThan(loss ?? NaN);
  await model.export(join(folder, `${model.name}.onnx`)); // throws when the file gives something else
  await model.dispose();
});
