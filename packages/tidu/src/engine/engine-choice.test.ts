import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { EngineChoice } from "./engine-choice.ts";

const named = (name: string): Backend => ({ ...interpreterBackend(), name });
const works = (name: string) => async (): Promise<Backend> => named(name);
const fails = (message: string) => async (): Promise<Backend> => {
  throw new Error(message);
};
const notInstalled = "ort: the package ort is not installed. Install it with: npm install ort";

interface Setup {
  readonly fast?: () => Promise<Backend>;
  readonly middle?: () => Promise<Backend>;
  readonly wanted?: string;
}

function setup({ fast = works("fast"), middle = works("middle"), wanted }: Setup) {
  const said: string[] = [];
  const loaded: string[] = [];
  const engine = <Name extends string>(name: Name, load: () => Promise<Backend>) => ({
    name,
    about: "for the test",
    load: () => {
      loaded.push(name);
      return load();
    },
  });
  const engines = [engine("fast-one", fast), engine("middle-one", middle), engine("slow-one", works("slow"))] as const;
  const choice = new EngineChoice<"fast-one" | "middle-one" | "slow-one">({
    engines,
    wanted: () => wanted,
    say: (line) => said.push(line),
  });
  return { choice, said, loaded };
}

test("the best engine that works is chosen once, and said once with the reason", async () => {
  const { choice, said, loaded } = setup({});
  expect(loaded).toEqual([]);
  const [first, second] = await Promise.all([choice.current(), choice.current()]);
  expect(first.name).toBe("fast");
  expect(second).toBe(first);
  expect(loaded).toEqual(["fast-one"]);
  expect(said).toEqual(["tidu: using fast-one (for the test), the fastest engine."]);
});

test("without the best engine the next one is used, and the line holds the install command", async () => {
  const { choice, said } = setup({ fast: fails(notInstalled) });
  expect((await choice.current()).name).toBe("middle");
  expect(said).toEqual([`tidu: using middle-one (for the test). ${notInstalled}`]);
});

test("an installation that is broken says why, in one line", async () => {
  const { choice, said } = setup({
    fast: fails("ort is installed but does not load here:\n  libc.so.6 not found"),
    middle: fails("tfjs is not installed. Install it with: npm install tfjs"),
  });
  expect((await choice.current()).name).toBe("slow");
  expect(said).toEqual(["tidu: using slow-one (for the test). ort is installed but does not load here: libc.so.6 not found."]);
});

test("a broken second engine is not kept quiet because the first one is missing", async () => {
  const { choice, said } = setup({ fast: fails(notInstalled), middle: fails("tfjs does not load here: no wasm") });
  await choice.current();
  expect(said).toEqual([`tidu: using slow-one (for the test). ${notInstalled} tfjs does not load here: no wasm.`]);
});

test("an engine on a GPU is used when it is asked for only", async () => {
  const said: string[] = [];
  const choice = new EngineChoice<"gpu-one" | "plain">({
    engines: [
      { name: "gpu-one", about: "a GPU", device: "gpu", load: works("gpu") },
      { name: "plain", about: "for the test", load: works("plain") },
    ],
    wanted: () => undefined,
    say: (line) => said.push(line),
  });
  expect((await choice.current()).name).toBe("plain");
  expect((await choice.named("gpu-one")).name).toBe("gpu");
  expect(said).toEqual(["tidu: using plain (for the test), the fastest engine."]);
});

test("TIDU_BACKEND decides, whatever the separator and case", async () => {
  const { choice, said, loaded } = setup({ wanted: " Middle One " });
  expect((await choice.current()).name).toBe("middle");
  expect(loaded).toEqual(["middle-one"]);
  expect(said).toEqual(["tidu: using middle-one (for the test), as TIDU_BACKEND says."]);
});

test("an empty TIDU_BACKEND is none, an unknown one gives the nearest", async () => {
  expect((await setup({ wanted: "" }).choice.current()).name).toBe("fast");
  await expect(setup({ wanted: "fast-on" }).choice.current()).rejects.toThrow('TIDU_BACKEND "fast-on": did you mean "fast-one"?');
});

test("an engine that was asked for by name is not replaced by another one", async () => {
  const { choice, said } = setup({ fast: fails(notInstalled), wanted: "fast-one" });
  await expect(choice.current()).rejects.toThrow("npm install ort");
  await expect(choice.named("fast-one")).rejects.toThrow("npm install ort");
  await expect(choice.named("fast-on")).rejects.toThrow('backend "fast-on": did you mean "fast-one"?');
  expect(said).toEqual([]);
});

test("set makes an engine the default, by name or as a value, without a word", async () => {
  const { choice, said } = setup({ wanted: "middle-one" });
  await choice.current();
  choice.set("slow-one");
  expect((await choice.current()).name).toBe("slow");
  const own = named("own");
  choice.set(own);
  expect(await choice.current()).toBe(own);
  expect(said).toHaveLength(1);
  expect(() => choice.set("slw-one" as "slow-one")).toThrow('did you mean "slow-one"?');
});

test("a failed load is tried again the next time", async () => {
  let attempts = 0;
  const { choice } = setup({ wanted: "fast-one", fast: async () => (attempts++ === 0 ? fails("not yet")() : named("fast")) });
  await expect(choice.current()).rejects.toThrow("not yet");
  expect((await choice.current()).name).toBe("fast");
});
