import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { afterAll, expect, test } from "vitest";
import { decodeImage } from "./decode-image.ts";
import { loadSharp } from "./load-sharp.ts";
import { readImage, readImages } from "./read-images.ts";
import { resizeImage } from "./resize-image.ts";
import type { Interpolation } from "./resize-image.ts";

const folder = mkdtempSync(join(tmpdir(), "images-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A PNG by hand (W3C, Portable Network Graphics): 8 bits, colour type 0 grey, 2 RGB, 4 grey with opacity, 6 RGB with opacity. */
function png(width: number, height: number, colorType: 0 | 2 | 4 | 6, pixels: readonly number[]): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, colorType, 0, 0, 0]);
  const row = pixels.length / height;
  const rows = Array.from({ length: height }, (_, y) => [0, ...pixels.slice(y * row, (y + 1) * row)]).flat();
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.from(rows))), chunk("IEND", Buffer.alloc(0))]);
}

const rgb = png(2, 1, 2, [255, 0, 0, 10, 200, 30]);
const rgba = png(2, 1, 6, [255, 0, 0, 0, 10, 200, 30, 128]);
const grey = png(2, 1, 0, [7, 200]);
const greyWithOpacity = png(1, 1, 4, [9, 50]);

test("a PNG has the pixels that were written, in the channels asked for", async () => {
  const pixels = async (bytes: Uint8Array, channels: 1 | 3 | 4) => {
    const { dtype, shape, data } = await decodeImage(bytes, { channels });
    expect([dtype, shape[0], shape[2]]).toEqual(["uint8", 1, channels]);
    return [...data];
  };
  expect(await pixels(rgb, 3)).toEqual([255, 0, 0, 10, 200, 30]);
  expect(await pixels(rgb, 4)).toEqual([255, 0, 0, 255, 10, 200, 30, 255]);
  expect(await pixels(rgba, 3)).toEqual([255, 0, 0, 10, 200, 30]);
  expect(await pixels(rgba, 4)).toEqual([255, 0, 0, 0, 10, 200, 30, 128]);
  expect(await pixels(grey, 1)).toEqual([7, 200]);
  expect(await pixels(grey, 3)).toEqual([7, 7, 7, 200, 200, 200]);
  expect(await pixels(greyWithOpacity, 4)).toEqual([9, 9, 9, 50]);
  // ITU-R BT.601 by hand: 0.299 * 255 = 76.2; 2.99 + 117.4 + 3.42 = 123.8
  expect(await pixels(rgb, 1)).toEqual([76, 124]);
});

/** 16 × 16, red grows to the right, green downwards, blue falls towards both; by TensorFlow 2.21: `tf.io.encode_jpeg(quality=90)`. */
const jpeg = Buffer.from(
  [
    "/9j/4AAQSkZJRgABAQEBLAEsAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUE",
    "BQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAQABADAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAA",
    "AAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpT",
    "VFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA",
    "HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRom",
    "JygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk",
    "5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD5q8OfDL7n7r9K/r/P+Kt/ePA4Yzz4dT1Pw38Mvufuv0r+cM/4q394/rjhjPPh1PYvDnwy+7+6/Svh8/4q394/zG4Yzz4d",
    "T1Pw58Mvu/uv0r+cM/4q394/rnhjPPh1P//Z",
  ].join(""),
  "base64",
);

test("a JPEG has the pixels that TensorFlow decodes", async () => {
  const { shape, data } = await decodeImage(jpeg);
  expect(shape).toEqual([16, 16, 3]);
  // tf.io.decode_jpeg(dct_method="INTEGER_ACCURATE") at [0, 0], [0, 15], [15, 0], [15, 15], [7, 9]; another libjpeg may round otherwise
  const expected = [
    [0, [0, 1, 252]],
    [15, [239, 2, 136]],
    [15 * 16, [2, 239, 135]],
    [15 * 16 + 15, [239, 239, 17]],
    [7 * 16 + 9, [142, 111, 129]],
  ] as const;
  for (const [pixel, channels] of expected) {
    channels.forEach((value, i) => expect(Math.abs((data[pixel * 3 + i] ?? NaN) - value)).toBeLessThanOrEqual(1));
  }
});

test("the first frame of a GIF is decoded", async () => {
  // The smallest GIF with one white pixel, from the specification's grammar (GIF89a).
  const gif = Buffer.from("474946383961010001008001 00ffffff 000000 2c000000000100010000 02 02 44 01 00 3b".replaceAll(" ", ""), "hex");
  expect(await decodeImage(gif)).toEqual({ dtype: "uint8", shape: [1, 1, 3], data: Uint8Array.of(255, 255, 255) });
});

test("an image that cannot be read names its file", async () => {
  const broken: readonly [string, Uint8Array, RegExp][] = [
    ["cut.jpg", jpeg.subarray(0, -60), /cut\.jpg: the image cannot be read \(.*premature end of JPEG/],
    ["cut.png", rgb.subarray(0, -20), /cut\.png: the image cannot be read/],
    ["text.png", new TextEncoder().encode("no image at all"), /text\.png: the image cannot be read .*Expected a whole PNG, JPEG, GIF/],
    ["old.bmp", Uint8Array.of(0x42, 0x4d, ...Array<number>(60).fill(0)), /old\.bmp: .*this is a BMP, which has to be converted/],
    ["empty.jpg", new Uint8Array(), /empty\.jpg: expected an image, received an empty file/],
  ];
  for (const [name, bytes, message] of broken) {
    writeFileSync(join(folder, name), bytes);
    await expect(readImage(join(folder, name))).rejects.toThrow(message);
    await expect(readImages([join(folder, name)], { imageSize: [2, 2] })).rejects.toThrow(message);
  }
  // @ts-expect-error two channels
  await expect(decodeImage(rgb, { channels: 2 })).rejects.toThrow("expected channels to be 1, 3 or 4, received 2");
});

test("a missing sharp says how to install it", async () => {
  const missing = Object.assign(new Error("Cannot find package 'sharp' imported from x"), { code: "ERR_MODULE_NOT_FOUND" });
  await expect(loadSharp("decodeImage", () => Promise.reject(missing))).rejects.toThrow(
    "decodeImage: images are decoded by the package sharp, which is not installed. Install it with: npm install sharp",
  );
  await expect(loadSharp("decodeImage", () => Promise.reject(new Error("wrong libc")))).rejects.toThrow(
    "sharp is installed but does not load here: wrong libc",
  );
});

interface ResizeCase {
  readonly options: { readonly interpolation: Interpolation; readonly cropToAspectRatio: boolean };
  readonly size: readonly [number, number];
  readonly input: FixtureTensor;
  readonly output: FixtureTensor;
}

test("images are resized as Keras does it, rounded", () => {
  for (const { options, size, input, output } of loadFixture<{ readonly cases: readonly ResizeCase[] }>("images").cases) {
    const { data } = fixtureTensor(input);
    const resized = resizeImage({ dtype: "uint8", shape: input.shape, data: Uint8Array.from(data, Number) }, size, options);
    expect(resized.shape).toEqual(output.shape);
    output.data.forEach((value, i) => expect(Math.abs((resized.data[i] ?? NaN) - value)).toBeLessThan(0.5001));
  }
});

test("a size that is none and an unknown interpolation are refused", () => {
  const image = { dtype: "uint8", shape: [1, 1, 1], data: Uint8Array.of(1) } as const;
  expect(() => resizeImage(image, [0, 2])).toThrow("expected size to be two positive integers [height, width], received [0, 2].");
  // @ts-expect-error no such interpolation
  expect(() => resizeImage(image, [2, 2], { interpolation: "bilinea" })).toThrow('did you mean "bilinear"?');
});

test("several images are read into one array, in their order", async () => {
  const files = Array.from({ length: 20 }, (_, i) => join(folder, `${i}.png`));
  files.forEach((file, i) => writeFileSync(file, png(2, 1, 0, [i, 100 + i])));
  const all = await readImages(files, { colorMode: "grayscale" });
  expect(all.shape).toEqual([20, 1, 2, 1]);
  expect([...all.data]).toEqual(files.flatMap((_, i) => [i, 100 + i]));
  expect((await readImages(files, { imageSize: [4, 4], colorMode: "rgba" })).shape).toEqual([20, 4, 4, 4]);

  writeFileSync(join(folder, "tall.png"), png(1, 2, 0, [1, 2]));
  await expect(readImages([...files, join(folder, "tall.png")])).rejects.toThrow(
    "readImages: tall.png is [2, 1, 3], but 0.png is [1, 2, 3]. Pass imageSize to bring all to one size.",
  );
  await expect(readImages([])).rejects.toThrow("readImages: expected at least one file, received none.");
  // @ts-expect-error no such mode
  await expect(readImages(files, { colorMode: "greyscale" })).rejects.toThrow('colorMode "greyscale": did you mean "grayscale"?');
});
