import { expect, test } from "vitest";
import { readOptions } from "./command-line.ts";

test("everything has a default", () => {
  expect(readOptions([])).toEqual({ epochs: 60, seed: 1, backend: undefined, out: "out", help: false });
});

test("epochs, seed, engine and folder can be chosen", () => {
  const options = readOptions(["--epochs", "5", "--seed=9", "--backend", "tfjs-wasm", "--out", "elsewhere"]);
  expect(options).toEqual({ epochs: 5, seed: 9, backend: "tfjs-wasm", out: "elsewhere", help: false });
});

test("what does not fit is refused, unknown names with the nearest", () => {
  expect(() => readOptions(["--epoch", "3"])).toThrow('option "--epoch": did you mean "--epochs"?');
  expect(() => readOptions(["--backend", "tfjs-wsm"])).toThrow('backend "tfjs-wsm": did you mean "tfjs-wasm"?');
  expect(() => readOptions(["--epochs", "0"])).toThrow('option --epochs: expected a whole number from 1, received "0"');
  expect(() => readOptions(["--seed", "1.5"])).toThrow('received "1.5"');
  expect(() => readOptions(["--out"])).toThrow("option --out: expected a value after it");
  expect(() => readOptions(["fast"])).toThrow('expected options only, received "fast"');
});
