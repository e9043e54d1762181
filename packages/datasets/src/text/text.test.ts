import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, expect, expectTypeOf, test } from "vitest";
import { readCsv } from "../csv/read-csv.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { readCsvRows } from "./read-csv-rows.ts";
import { readJsonl } from "./read-jsonl.ts";

const folder = mkdtempSync(join(tmpdir(), "text-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const bytes = (text: string) => new TextEncoder().encode(text);
const damaged = (zipped: Uint8Array) => zipped.map((byte, i) => (i === 30 ? byte ^ 255 : byte));

const jsonl = '{"text":"好 👍","label":1,"id":"a"}\r\n\n{"text":"bad\\nfilm","label":0,"id":"b"}';
const records = [
  { text: "好 👍", label: 1, id: "a" },
  { text: "bad\nfilm", label: 0, id: "b" },
];

test("JSONL is read from a path, a file address, the network and bytes, gzipped or not", async () => {
  const path = file("reviews.jsonl", jsonl);
  const zipped = file("reviews.jsonl.gz", gzipSync(jsonl));
  const server = createServer((_, response) => response.end(gzipSync(jsonl)));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/reviews.jsonl.gz`;
  try {
    for (const source of [path, zipped, pathToFileURL(path), pathToFileURL(zipped).href, address, bytes(jsonl), gzipSync(jsonl)])
      expect(await readJsonl(source).toArray()).toEqual(records);
  } finally {
    server.close();
  }
  expect(await readJsonl(bytes("")).toArray()).toEqual([]);
  expect(await readJsonl(bytes("\uFEFF{}\n")).toArray()).toEqual([{}]);
});

test("every pass reads the file anew, and what comes in small pieces is put together", async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => ({ text: `é${i} ${"x".repeat(i % 50)}`, label: i }));
  const path = file("many.jsonl.gz", gzipSync(many.map((record) => JSON.stringify(record)).join("\n")));
  const reviews = readJsonl(path);
  for (let pass = 0; pass < 2; pass++) expect(await reviews.toArray()).toEqual(many);
  expect(await reviews.take(2).toArray()).toEqual(many.slice(0, 2));
});

test("fields are typed, and the others left out", async () => {
  const typed = readJsonl(bytes(jsonl), { fields: { label: "number", text: "string" } });
  expectTypeOf(typed).toEqualTypeOf<Pipeline<{ readonly label: number; readonly text: string }>>();
  expect(await typed.toArray()).toEqual(records.map(({ label, text }) => ({ label, text })));
  const [batch] = await typed.batch(2).toArray();
  expect([batch?.text, batch?.label.data]).toEqual([records.map(({ text }) => text), Float32Array.of(1, 0)]);
});

test("what is wrong with a JSONL file is said with its line", async () => {
  const fields = { text: "string", label: "number" } as const;
  const refused = [
    [bytes(`${jsonl}\n{"text":`), /^readJsonl, line 4: no valid JSON \(.*\)\. Expected one object a line\.$/],
    [bytes("[1]\n"), /line 1: expected an object, received \[1\]\./],
    [bytes('{"txt":"a","label":1}'), /line 1: field "text": did you mean "txt"\?/],
    [bytes('{"text":"a","label":"1"}'), /line 1, field "label": expected a number, received "1"\./],
    [Uint8Array.of(0x7b, 0xff), /readJsonl: the bytes are no valid utf-8 text/],
    [file("cut.jsonl.gz", gzipSync(jsonl).subarray(0, 60)), /^cut\.jsonl\.gz: the gzip data is cut off or damaged/],
    [file("damaged.jsonl.gz", damaged(gzipSync(jsonl))), /^damaged\.jsonl\.gz: the gzip data is cut off or damaged/],
    [join(folder, "none.jsonl"), /^readJsonl: there is no file .*none\.jsonl \(looked in /],
    [folder, /^readJsonl: .* cannot be read: .*EISDIR/],
  ] as const;
  for (const [source, message] of refused) await expect(readJsonl(source, { fields }).toArray()).rejects.toThrow(message);
  // @ts-expect-error no such type
  expect(() => readJsonl(folder, { fields: { text: "str" } })).toThrow('option fields: type "str"');
});

const csv = 'review,stars\n"good, ""very"" good\nfilm",9\nbad,1\n';

test("rows of CSV come as records, over line breaks in cells and the borders of pieces", async () => {
  expect(await readCsvRows(bytes(csv)).toArray()).toEqual([
    { review: 'good, "very" good\nfilm', stars: "9" },
    { review: "bad", stars: "1" },
  ]);
  const many = Array.from({ length: 5000 }, (_, i) => ({ review: `${i},\n"${"y".repeat(i % 40)}"`, stars: i }));
  const text = many.map(({ review, stars }) => `"${review.replaceAll('"', '""')}",${stars}`).join("\r\n");
  const path = file("many.csv.gz", gzipSync(`review,stars\r\n${text}`));
  const rows = readCsvRows(path, { fields: { review: "string", stars: "number" } });
  expectTypeOf(rows).toEqualTypeOf<Pipeline<{ readonly review: string; readonly stars: number }>>();
  expect(await rows.toArray()).toEqual(many);
  expect(await readCsvRows(bytes("a;b\nc;d"), { names: ["x", "y"], delimiter: ";", quote: "" }).toArray()).toEqual([
    { x: "a", y: "b" },
    { x: "c", y: "d" },
  ]);
  expect((await readCsv(path)).rowCount).toBe(5000);
});

test("what is wrong with rows of CSV is said with its line", async () => {
  const fields = { stars: "number" } as const;
  await expect(readCsvRows(bytes(`${csv}x,y,z`)).toArray()).rejects.toThrow("readCsvRows, line 5: expected 2 cells, received 3.");
  await expect(readCsvRows(bytes(`${csv}x,many`), { fields }).toArray()).rejects.toThrow(
    'readCsvRows, line 5, field "stars": expected a number, received "many".',
  );
  await expect(readCsvRows(bytes(csv), { fields: { star: "number" } }).toArray()).rejects.toThrow('field "star": did you mean "stars"?');
  await expect(readCsvRows(bytes(`${csv}"open`)).toArray()).rejects.toThrow("after line 4: a quote is opened and never closed.");
  await expect(readCsvRows(bytes("")).toArray()).rejects.toThrow("readCsvRows: expected rows, received an empty file.");
  await expect(readCsvRows(bytes("a,a\n1,2")).toArray()).rejects.toThrow('line 1: two columns are named "a".');
});

test("real movie reviews are read", async ({ skip }) => {
  const path = fileURLToPath(new URL("../../../../../shared/data/imdb_train.jsonl.gz", import.meta.url));
  if (!existsSync(path)) skip("shared/data/imdb_train.jsonl.gz is absent");
  const reviews = await readJsonl(path, { fields: { text: "string", label: "number" } }).toArray();
  // 6,000 reviews, as the data's own README says, half of them positive
  expect([reviews.length, reviews.filter(({ label }) => label === 1).length]).toEqual([6000, 3000]);
});
