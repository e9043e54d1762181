import { expect, test } from "vitest";
import { configOf, unserializable, unserializableParts } from "./config.ts";

test("a config holds every option that is set", () => {
  expect(configOf("dense", { units: 3 }, { units: 3, useBias: true, activation: undefined })).toEqual({
    kind: "dense",
    options: { units: 3, useBias: true },
  });
});

test("what cannot be saved is found wherever it is", () => {
  const config = {
    kind: "dense",
    options: { activation: unserializable("a function"), list: [{ deep: unserializable("another") }], units: 3, none: null },
  };
  expect(unserializableParts(config)).toEqual(["a function", "another"]);
});
