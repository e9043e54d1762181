import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime, runOnnx } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend } from "@tidu/core-tensor";
import { batchNormalization, conv2d, convLstm2d, dense, flatten, maxPooling2d, timeDistributed } from "@tidu/layers";
import { printOnnx } from "@tidu/onnx-export";
import { sgd } from "@tidu/optimizers";
import { differenceOf, randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { load } from "../saving/load.ts";
import { sequential } from "../sequential.ts";
import type { Sequential } from "../sequential.ts";

const interpreter = async (): Promise<Backend> => interpreterBackend();

/** Pictures one by one, then the film that they are. */
const modelOn = (backend: () => Promise<Backend>): Sequential =>
  sequential(
    [
      timeDistributed({ layer: conv2d({ filters: 2, kernelSize: 3, padding: "same", activation: "relu" }), inputShape: ["time", 6, 6, 1] }),
      timeDistributed({ layer: batchNormalization() }),
      convLstm2d({ filters: 2, kernelSize: 3, padding: "same", returnSequences: true }),
      timeDistributed({ layer: maxPooling2d({ poolSize: 2 }) }),
      convLstm2d({ filters: 2, kernelSize: 2, goBackwards: true, dropout: 0.2, recurrentDropout: 0.2 }),
      flatten(),
      dense({ units: 1 }),
    ],
    { backend, seed: 2, name: "film" },
  ).compile({ optimizer: sgd({ learningRate: 0.1 }), loss: "meanSquaredError" });

const x = randomValues([6, 4, 6, 6, 1], 1);
const y = randomValues([6, 1], 2);

describe.each([
  ["onnxruntime", () => onnxruntime()],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const)("a network for films on %s", (_, backend) => {
  test("trains as on the interpreter, is loaded as it was, and exported for films of any length", async () => {
    const [model, reference] = [modelOn(backend), modelOn(interpreter)];
    const histories = [];
    for (const each of [model, reference]) histories.push((await each.fit(x, y, { batchSize: 3, verbose: 0 })).history["loss"]?.[0] ?? NaN);
    expect(histories[0]).toBeCloseTo(histories[1] ?? NaN, 5);

    const folder = await mkdtemp(join(tmpdir(), "tidu-film-"));
    await model.save(join(folder, "film.safetensors"));
    const loaded = await load(join(folder, "film.safetensors"), { backend });
    expect(await (await loaded.predict(x)).array()).toEqual(await (await model.predict(x)).array());

    await model.export(join(folder, "film.onnx"), { verifyWith: runOnnx, tolerance: 1e-5 });
    const bytes = new Uint8Array(await readFile(join(folder, "film.onnx")));
    expect(printOnnx(bytes)).toContain("float32[batch, time, 6, 6, 1]");
    for (const [rows, time] of [
      [1, 1],
      [2, 7],
    ] as const) {
      const film = randomValues([rows, time, 6, 6, 1], time);
      const [found] = Object.values(await runOnnx({ model: bytes }, { input: film }));
      expect(found && differenceOf(found, await (await model.predict(film)).value(), { relative: 1e-5 })).toBeUndefined();
    }
    await Promise.all([model, reference, loaded].map((each) => each.dispose()));
  });
});
