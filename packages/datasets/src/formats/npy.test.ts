import { loadFixture } from "@tidu/testing";
import { expect, test } from "vitest";
import { parseNpy, parseNpz } from "./npy.ts";
import { parseZip } from "./zip.ts";

interface Fixture {
  readonly imdb: { readonly npz: string };
  readonly reuters: { readonly npz: string };
  readonly harmful: string;
}
const fixture = loadFixture<Fixture>("datasets");
const stored = Buffer.from(fixture.imdb.npz, "base64");
const packed = Buffer.from(fixture.reuters.npz, "base64");

test("arrays of numbers and of lists are read, as NumPy 1 and 2 write them, packed or not", async () => {
  const older = await parseNpz("ids.npz", stored);
  expect([...older].map(([name, { shape }]) => [name, shape])).toEqual([
    ["x_train", [12]],
    ["y_train", [12]],
    ["x_test", [9]],
    ["y_test", [9]],
  ]);
  const newer = await parseNpz("ids.npz", packed);
  expect([...newer].map(([name, { shape }]) => [name, shape])).toEqual([
    ["x", [25]],
    ["y", [25]],
  ]);
});

test("a file that would run a command is refused, by its name, and runs nothing", async () => {
  await expect(parseNpz("ids.npz", Buffer.from(fixture.harmful, "base64"))).rejects.toThrow(
    /^ids\.npz: x\.npy: the file asks for (posix|nt)\.system, which is no data: it is refused\.$/,
  );
});

test("archives that are none, cut off or damaged are refused", async () => {
  await expect(parseZip("page", new TextEncoder().encode("<html>".repeat(20)))).rejects.toThrow("page: expected a zip archive");
  await expect(parseZip("empty", new Uint8Array())).rejects.toThrow("empty: expected a zip archive");
  await expect(parseZip("cut", packed.subarray(0, packed.length - 40))).rejects.toThrow("this is none, or cut off.");
  await expect(parseZip("cut", stored.subarray(1000))).rejects.toThrow("cut: the zip archive is damaged");
  for (const [bytes, at] of [
    [stored, 600],
    [packed, 200],
  ] as const) {
    const damaged = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 255 : byte));
    await expect(parseZip("damaged", damaged)).rejects.toThrow(/damaged: .*\.npy: the zip (archive is|data is cut off or) damaged/);
  }
});

test("arrays that are no lists of whole numbers are refused", async () => {
  const [[, labels] = ["", new Uint8Array()]] = [...(await parseZip("ids", stored))].slice(1);
  expect(() => parseNpy("y.npy", labels.subarray(0, labels.length - 3))).toThrow("expected 96 bytes of numbers, received 93");
  expect(() => parseNpy("y.npy", new Uint8Array(20))).toThrow("y.npy: expected a NumPy array.");
  const floats = new TextDecoder("latin1").decode(labels).replace("<i8", "<f8");
  expect(() =>
    parseNpy(
      "y.npy",
      Uint8Array.from(floats, (letter) => letter.charCodeAt(0)),
    ),
  ).toThrow("received numbers of type <f8.");
  const [[, lists] = ["", new Uint8Array()]] = [...(await parseZip("ids", stored))];
  expect(() => parseNpy("x.npy", lists.subarray(0, 400))).toThrow("x.npy: the pickled data is cut off or damaged. Fetch it again.");
});
