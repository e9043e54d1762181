import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { imageGridSvg } from "./image-grid-svg.ts";

/** The bytes of each image in a picture, without the 0 before every line. */
function pixelsIn(svg: string, width: number): number[][] {
  return [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, base64 = ""]) => {
    const png = Buffer.from(base64, "base64");
    const start = png.indexOf("IDAT");
    const lines = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
    return [...lines].filter((_, i) => i % (width + 1) !== 0);
  });
}

test("each image keeps its bytes, with its caption under it and for those who do not see it", () => {
  const images = { dtype: "uint8", shape: [2, 2, 2, 1], data: Uint8Array.of(0, 1, 2, 255, 9, 8, 7, 6) } as const;
  const svg = imageGridSvg(images, { captions: ["seven", ["1 < 7", "99.1 %"]], title: "Digits & co" });
  expect(pixelsIn(svg, 2)).toEqual([
    [0, 1, 2, 255],
    [9, 8, 7, 6],
  ]);
  expect(svg).toContain(">seven</text>");
  expect(svg).toContain(">1 &lt; 7</text>");
  expect(svg).toContain("<title>1 &lt; 7, 99.1 %</title>");
  expect(svg).toContain(">Digits &amp; co</text>");
});

test("other numbers are stretched over a range, and cut off outside of it", () => {
  const svg = imageGridSvg([[[-1, 0, 0.5, 1, 2, NaN]]], { range: [0, 1] });
  expect(pixelsIn(svg, 6)).toEqual([[0, 0, 128, 255, 255, 0]]);
});

test("images stand in as many columns as wanted, wide ones wider", () => {
  const place = (svg: string): string[] =>
    [...svg.matchAll(/<image [^>]*x="(\d+)" y="(\d+)" width="(\d+)"/g)].map((found) => found.slice(1).join(" "));
  const svg = imageGridSvg({ dtype: "uint8", shape: [3, 2, 4, 3], data: new Uint8Array(72) }, { columns: 2, size: 40 });
  expect(place(svg)).toEqual(["16 16 80", "108 16 80", "16 68 80"]);
});

test("what is no image, and captions that are not as many, are refused", () => {
  expect(() => imageGridSvg([[1, 2]])).toThrow("with 1, 3 or 4 channels, or [images, height, width], received shape [1, 2]");
  expect(() => imageGridSvg({ dtype: "uint8", shape: [1, 1, 1, 2], data: new Uint8Array(2) })).toThrow("received shape [1, 1, 1, 2]");
  expect(() => imageGridSvg({ dtype: "uint8", shape: [0, 28, 28], data: new Uint8Array(0) })).toThrow(
    "nothing to draw in shape [0, 28, 28]",
  );
  expect(() => imageGridSvg([[[1]]], { captions: [] })).toThrow("expected 1 captions, one for each image, received 0");
  expect(() => imageGridSvg([[[1]]], { range: [1, 1] })).toThrow("expected a range [low, high] with low < high, received [1, 1]");
  expect(() => imageGridSvg([[[1]]], { columns: 0 })).toThrow("expected columns to be a whole number from 1, received 0");
});
