import { expect, test } from "vitest";
import { readOptions } from "./command-line.ts";

const defaults = {
  data: "digits",
  dataDir: undefined,
  images: undefined,
  epochs: undefined,
  seed: 1,
  backend: undefined,
  out: "out",
  help: false,
};

test("everything has a default", () => {
  expect(readOptions([])).toEqual(defaults);
});

test("data, images, epochs, seed, engine and folder can be chosen", () => {
  const chosen = ["--data", "mnist", "--images=500", "--epochs", "5", "--seed=9", "--backend", "tfjs-wasm", "--out", "elsewhere"];
  expect(readOptions(chosen)).toEqual({
    ...defaults,
    data: "mnist",
    images: 500,
    epochs: 5,
    seed: 9,
    backend: "tfjs-wasm",
    out: "elsewhere",
  });
});

test("a folder of data means MNIST, and does not go with drawn digits", () => {
  expect(readOptions(["--data-dir", "here"])).toEqual({ ...defaults, data: "mnist", dataDir: "here" });
  expect(() => readOptions(["--data-dir", "here", "--data", "digits"])).toThrow("option --data-dir: drawn digits are read from nowhere");
});

test("what does not fit is refused, unknown names with the nearest", () => {
  expect(() => readOptions(["--epoch", "3"])).toThrow('option "--epoch": did you mean "--epochs"?');
  expect(() => readOptions(["--backend", "tfjs-wsm"])).toThrow('backend "tfjs-wsm": did you mean "tfjs-wasm"?');
  expect(() => readOptions(["--data", "mnst"])).toThrow('data "mnst": did you mean "mnist"?');
  expect(() => readOptions(["--epochs", "0"])).toThrow('option --epochs: expected a whole number from 1, received "0"');
  expect(() => readOptions(["--images", "5"])).toThrow('option --images: expected a whole number from 10, received "5"');
  expect(() => readOptions(["--seed", "1.5"])).toThrow('received "1.5"');
  expect(() => readOptions(["--out"])).toThrow("option --out: expected a value after it");
  expect(() => readOptions(["fast"])).toThrow('expected options only, received "fast"');
});
