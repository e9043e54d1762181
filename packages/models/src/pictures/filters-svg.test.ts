import { inflateSync } from "node:zlib";
import { tensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { filtersSvg } from "./filters-svg.ts";

function linesIn(svg: string): number[][] {
  return [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, base64 = ""]) => {
    const png = Buffer.from(base64, "base64");
    const start = png.indexOf("IDAT");
    return [...inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)))];
  });
}

test("weights of one channel are blue or orange, as opaque as they are large beside the largest", () => {
  const svg = filtersSvg(tensorData([2, -0.5, 0, 1], [1, 2, 1, 2])); // filter 0 is [2, 0], filter 1 [-0.5, 1]
  expect(linesIn(svg)).toEqual([
    [0, 20, 125, 200, 255, 20, 125, 200, 0],
    [0, 235, 110, 20, 64, 20, 125, 200, 128],
  ]);
  expect(svg).toContain("blue: positive weights, orange: negative");
  expect(svg).toContain("<title>filter 2 of 2</title>");
});

test("filters of three channels are colours, each over its own range", () => {
  expect(linesIn(filtersSvg(tensorData([-1, 0, 1], [1, 1, 3, 1])))).toEqual([[0, 0, 128, 255]]);
});

test("weights that are all 0, or no numbers, still give a picture", () => {
  expect(linesIn(filtersSvg(tensorData([0, 0], [1, 1, 1, 2])))).toEqual([[0, 20, 125, 200, 0], [0, 20, 125, 200, 0]]); // prettier-ignore
  expect(linesIn(filtersSvg(tensorData([NaN, NaN, NaN], [1, 1, 3, 1])))).toEqual([[0, 0, 0, 0]]);
});

test("filters over channels that are no colours are refused", () => {
  expect(() => filtersSvg(tensorData(new Float32Array(3 * 3 * 16 * 2), [3, 3, 16, 2]))).toThrow(
    "expected a kernel [height, width, channels, filters] with 1 or 3 channels, received shape [3, 3, 16, 2]",
  );
  expect(() => filtersSvg([[1, 2]])).toThrow("received shape [1, 2]");
});
