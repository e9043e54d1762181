import { expect, test } from "vitest";
import { readArguments } from "./command-line.ts";

const known = ["P1", "P4"];

test("without arguments every program runs on its own engines", () => {
  expect(readArguments([], known)).toEqual({ ids: [], backends: undefined, json: undefined, help: false });
});

test("programs, engines and a file can be chosen", () => {
  expect(readArguments(["p4", "--backend", "tfjs-cpu", "--json", "rows.json"], known)).toEqual({
    ids: ["P4"],
    backends: ["tfjs-cpu"],
    json: "rows.json",
    help: false,
  });
});

test("unknown options, programs and engines get the nearest; a missing value is said", () => {
  expect(() => readArguments(["--jsn", "x"], known)).toThrow('option "--jsn": did you mean "--json"?');
  expect(() => readArguments(["P5"], known)).toThrow('program "P5": did you mean "P1"?');
  expect(() => readArguments(["--backend", "tfjs-wsm"], known)).toThrow('did you mean "tfjs-wasm"?');
  expect(() => readArguments(["--json"], known)).toThrow("option --json: expected a value after it");
});
