import { expect, test } from "vitest";
import { nearest, unknownName } from "./nearest.ts";

const known = ["adam", "adamax", "sgd", "rmsprop"];

test.each([
  ["adamm", "adam"],
  ["ADAM", "adam"],
  ["ada_max", "adamax"],
  ["rms-prop", "rmsprop"],
  ["sgdd", "sgd"],
])("the name nearest to %s is %s", (name, expected) => {
  expect(nearest(name, known)).toBe(expected);
});

test("nothing is near to a name that has little in common", () => {
  expect(nearest("convolution", known)).toBeUndefined();
  expect(nearest("adam", [])).toBeUndefined();
});

test("of equally near names the first is taken", () => {
  expect(nearest("reluu", ["relu", "reluu6", "relu1"])).toBe("relu");
});

test("the message names what was received, the nearest name and all that are known", () => {
  expect(unknownName("optimizer", "adamm", ["adam", "sgd"])).toBe('optimizer "adamm": did you mean "adam"? Known: adam, sgd.');
  expect(unknownName("optimizer", "?", ["adam"])).toBe('optimizer "?": unknown optimizer. Known: adam.');
});
