import { expect, test } from "vitest";
import { affordableImages } from "./affordable-images.ts";

test("a native engine takes all images, without a word", () => {
  expect(affordableImages("digits", "onnxruntime-node cpu")).toEqual({ images: 6000, warning: undefined });
  expect(affordableImages("mnist", "onnxruntime-node cpu")).toEqual({ images: 60_000, warning: undefined });
  expect(affordableImages("digits", "tfjs wasm")).toEqual({ images: 6000, warning: undefined });
});

test("a slow engine takes fewer, and says so", () => {
  expect(affordableImages("digits", "tfjs cpu")).toMatchObject({
    images: 1000,
    warning: expect.stringContaining("tfjs cpu is a slow engine: it learns from 1000 of 6000 images"),
  });
  expect(affordableImages("mnist", "tfjs wasm").images).toBe(12_000);
  expect(affordableImages("mnist", "interpreter").images).toBe(300);
});
