import { expect, expectTypeOf, test } from "vitest";
import { helpText, readOptions } from "./command-line.ts";

const line = {
  command: "npm run cook --",
  about: "Cooks something.\nIt takes a while.",
  options: {
    dish: { kind: "choice", of: ["soup", "salad"], default: "soup", about: "what to cook" },
    minutes: { kind: "whole", least: 1, default: 20, about: "how long" },
    salt: { kind: "number", least: 0, about: "in grams" },
    out: { kind: "text", default: "plate", about: "where it goes" },
    spicy: { kind: "flag", about: "with pepper" },
  },
} as const;

test("everything has its default; what has none is undefined", () => {
  const { values, help } = readOptions(line, []);
  expect(values).toEqual({ dish: "soup", minutes: 20, salt: undefined, out: "plate", spicy: false });
  expect(help).toBe(false);
  expectTypeOf(values).toEqualTypeOf<{
    readonly dish: "soup" | "salad";
    readonly minutes: number;
    readonly salt: number | undefined;
    readonly out: string;
    readonly spicy: boolean;
  }>();
});

test("options are read with and without an equals sign", () => {
  const { values } = readOptions(line, ["--dish", "salad", "--minutes=5", "--salt", "0.5", "--out=bowl", "--spicy"]);
  expect(values).toEqual({ dish: "salad", minutes: 5, salt: 0.5, out: "bowl", spicy: true });
});

test("words are taken where they mean something, and refused elsewhere", () => {
  expect(readOptions({ ...line, words: "[GUEST …]" }, ["Ann", "--spicy", "Bob"]).words).toEqual(["Ann", "Bob"]);
  expect(() => readOptions(line, ["Ann"])).toThrow('expected options only, received "Ann". See --help.');
});

test("what does not fit is refused, unknown names with the nearest", () => {
  expect(() => readOptions(line, ["--minute", "3"])).toThrow('option "--minute": did you mean "--minutes"?');
  expect(() => readOptions(line, ["--dish", "sop"])).toThrow('dish "sop": did you mean "soup"?');
  expect(() => readOptions(line, ["--minutes", "0"])).toThrow('option --minutes: expected a whole number from 1, received "0"');
  expect(() => readOptions(line, ["--minutes", "1.5"])).toThrow('received "1.5"');
  expect(() => readOptions(line, ["--salt", "much"])).toThrow('option --salt: expected a number from 0, received "much"');
  expect(() => readOptions(line, ["--salt="])).toThrow('received ""');
  expect(() => readOptions(line, ["--out"])).toThrow("option --out: expected a value after it");
});

test("the help names options, choices and defaults", () => {
  expect(readOptions(line, ["-h"]).help).toBe(true);
  expect(helpText(line)).toBe(`npm run cook -- [options]

  Cooks something.
  It takes a while.

  --dish NAME  what to cook: soup, salad (default soup)
  --minutes N  how long (default 20)
  --salt X     in grams
  --out TEXT   where it goes (default plate)
  --spicy      with pepper
`);
});
