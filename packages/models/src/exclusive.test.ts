import { expect, test } from "vitest";
import { Exclusive } from "./exclusive.ts";

const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 5));

test("a run refuses all others until it ends, well or not", async () => {
  const runs = new Exclusive("net");
  const fit = runs.run("fit", () => later(1));
  await expect(runs.run("fit", () => later(2))).rejects.toThrow("net: fit was called while fit is running. Await fit first.");
  await expect(runs.join("predict", () => later(2))).rejects.toThrow("predict was called while fit is running");
  expect(await fit).toBe(1);
  await expect(runs.run("fit", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await runs.run("fit", () => later(3))).toBe(3);
});

test("work that changes nothing waits its turn", async () => {
  const runs = new Exclusive("net");
  const order: string[] = [];
  const job = (name: string) => async () => {
    order.push(`${name} begins`);
    await later(0);
    order.push(`${name} ends`);
    if (name === "b") throw new Error("b broke");
    return name;
  };
  const all = Promise.allSettled(["a", "b", "c"].map((name) => runs.join("predict", job(name))));
  await expect(runs.run("fit", () => later(0))).rejects.toThrow("fit was called while predict is running. Await predict first.");
  expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(await runs.run("fit", () => later(1))).toBe(1);
});

test("a paused run lets others join, and goes on when they have ended", async () => {
  const runs = new Exclusive("net");
  const result = await runs.run("fit", async (pause) => {
    await pause(async () => {
      expect(await runs.join("predict", () => later("seen"))).toBe("seen");
      await expect(runs.run("fit", () => later(1))).rejects.toThrow("A callback cannot do that: do it when fit has ended.");
    });
    return "done";
  });
  expect(result).toBe("done");
});

test("a callback that does not wait for what it began is told", async () => {
  const runs = new Exclusive("net");
  const hasty = runs.run("fit", (pause) => pause(() => void runs.join("predict", () => later(1))));
  await expect(hasty).rejects.toThrow("net: a callback of fit left predict running. Await it in the callback.");
  await later(0);
  await later(0);
  expect(() => runs.check("fit")).not.toThrow();
});
