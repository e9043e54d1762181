import { interpreterBackend } from "@tidu/core-tensor";
import { dense, layer } from "@tidu/layers";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.ts";
import type { SafetensorsFile } from "../safetensors.ts";
import { sequential } from "../sequential.ts";
import { fromBytes, load } from "./load.ts";

const backend = async () => interpreterBackend();
const bytes = await sequential([dense({ units: 2, inputShape: [3] })], { backend }).toBytes();
const file = decodeSafetensors(bytes);

/** The file with something changed. */
const changed = (change: Partial<SafetensorsFile>): Uint8Array => encodeSafetensors({ ...file, ...change });
const withMetadata = (more: Readonly<Record<string, string>>): Uint8Array => changed({ metadata: { ...file.metadata, ...more } });
const withModel = (edit: (model: string) => string): Uint8Array => withMetadata({ model: edit(file.metadata["model"] ?? "") });
const withKernel = (kernel: SafetensorsFile["tensors"][string] | undefined): Uint8Array => {
  const { "dense/kernel": _, ...others } = file.tensors;
  return changed({ tensors: kernel === undefined ? others : { ...others, "dense/kernel": kernel } });
};
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

test.each([
  ["an empty file", new Uint8Array(), /^model file: not a readable model file: not a safetensors file: it has 0 bytes/],
  [
    "a file of another kind",
    text("PK\u0003\u0004 and more of a Keras archive"),
    /^model file: not a readable model file: not a safetensors file/,
  ],
  ["a web page", text("<!doctype html><html></html>"), /not a safetensors file/],
  [
    "a file cut short in its header",
    bytes.subarray(0, 100),
    /broken safetensors file: the header has \d+ bytes.*Was it downloaded or copied completely\?/,
  ],
  [
    "a file cut short in its numbers",
    bytes.subarray(0, bytes.length - 4),
    /broken safetensors file: tensor "dense\/\w+" lies at bytes.*copied completely\?/,
  ],
  [
    "a safetensors file of another program",
    encodeSafetensors({ tensors: file.tensors, metadata: { format: "pt" } }),
    'model file: a safetensors file, but not a Tidu model (its metadata name the format "pt"). Read its tensors with decodeSafetensors and pass them to setWeights.',
  ],
  ["a safetensors file without metadata", encodeSafetensors({ tensors: file.tensors }), /not a Tidu model \(its metadata name no format\)/],
  [
    "a file of a newer version",
    withMetadata({ version: "2" }),
    "model file: written by a newer Tidu (file version 2, known: 1). Update tidu.",
  ],
  [
    "a description that is no JSON",
    withModel((model) => model.slice(1)),
    "model file: its description of the model is broken. Save it again.",
  ],
  [
    "a description without layers",
    withModel((model) => model.replace('"layers"', '"strata"')),
    "model file: its description of the model is incomplete. Save it again.",
  ],
  [
    "an application that reads nothing",
    withModel((model) => model.replace('"inputs":[0]', '"inputs":[7]')),
    'model file: its description of the model is broken: the layer "dense" lacks an input. Save it again.',
  ],
  ["an output that nobody makes", withModel((model) => model.replace('"outputs":[1]', '"outputs":[7]')), "an output is missing"],
  ["an unknown layer", withModel((model) => model.replace('"kind":"dense"', '"kind":"denze"')), /layer "denze".*"dense"/],
  ["a missing weight", withKernel(undefined), 'load: the file has no weight "dense/kernel".'],
  [
    "a weight of another shape",
    withKernel({ dtype: "F32", shape: [2, 2], data: new Float32Array(4) }),
    'load: "dense/kernel" expects float32[3, 2], received float32[2, 2].',
  ],
  [
    "a weight too many",
    changed({ tensors: { ...file.tensors, "dense/kernels": { dtype: "F32", shape: [1], data: new Float32Array(1) } } }),
    /load: weight "dense\/kernels".*"dense\/kernel"/,
  ],
])("%s is refused, saying so", (_, content, message) => {
  expect(() => fromBytes(content)).toThrow(message);
});

test("a file is named in errors; a missing one says what to do", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "tidu-load-")), "model.safetensors");
  await expect(load(path)).rejects.toThrow(`Could not read ${path}: no such file or folder.`);
  await writeFile(path, "{}");
  await expect(load(path)).rejects.toThrow(`${path}: not a readable model file`);
  await expect(load(tmpdir())).rejects.toThrow("it is a folder");
});

test("a layer of one's own needs its factory", async () => {
  const twice = (): ReturnType<typeof layer> => layer("twice", { options: {}, config: {}, apply: (_, x) => x.mul(2) });
  const own = await sequential([dense({ units: 1, inputShape: [1], kernelInitializer: "ones" }), twice()], { backend }).toBytes();
  expect(() => fromBytes(own)).toThrow(/layer "twice"/);
  const loaded = fromBytes(own, { backend, custom: { layers: { twice } } });
  expect(await (await loaded.predict([[3]])).array()).toEqual([[6]]);
});

test("a layer named optimizer would hide the optimizer's state", async () => {
  const model = sequential([dense({ units: 1, inputShape: [1], name: "optimizer" })], { backend });
  await expect(model.toBytes()).rejects.toThrow(
    'save: a layer is named "optimizer", which the file needs for the optimizer\'s state. Rename it.',
  );
});
