import { expect, test } from "vitest";
import { reportHtml } from "./report-html.ts";

const images = { dtype: "uint8", shape: [3, 2, 2, 1], data: Uint8Array.from({ length: 12 }, (_, i) => 20 * i) } as const;

const everything = {
  title: "<Digits>",
  facts: { "test accuracy": "99.1 %", epochs: 2 },
  history: { epoch: [0, 1], history: { loss: [1, 0.5], accuracy: [0.5, 0.75] } },
  confusionMatrix: {
    matrix: [
      [1, 0],
      [1, 1],
    ],
    classNames: ["no", "yes"],
  },
  mistakes: {
    images,
    mistakes: [
      { row: 2, label: 1, predicted: 0, probability: 0.9876 },
      { row: 0, label: 0, predicted: 1, probability: 0.99999 },
    ],
    classNames: ["no", "yes & no"],
  },
  filters: { conv2d: [[[[0.5, -0.5]]]] },
  summary: "a < b",
};

test("a page holds what it is given, escaped, and asks for nothing from a network", () => {
  const html = reportHtml(everything);
  for (const part of ["<h1>&lt;Digits&gt;</h1>", "99.1 %", ">loss<", ">accuracy<", ">predicted<", "a &lt; b", "Filters of conv2d"])
    expect(html).toContain(part);
  expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|<script|<link|url\(/);
  expect(html).toContain("prefers-color-scheme: dark");
  expect(html).toContain("width=device-width");
});

test("a mistake is its image, what it is, what it was taken for and how surely, also for those who do not see it", () => {
  const html = reportHtml(everything);
  const [first, second] = html.match(/<figure>.*?<\/figure>/g) ?? [];
  expect(first).toContain('alt="image 2: yes &amp; no, predicted no with 98.8 %"');
  expect(first).toContain("<div>yes &amp; no → no</div><small>98.8 %</small>");
  expect(second).toContain("&gt; 99.9 %"); // not 100.0
  const png = Buffer.from(/base64,([^"]+)"/.exec(first ?? "")?.[1] ?? "", "base64");
  expect(png.includes(Buffer.of(0, 160, 180, 0, 200, 220))).toBe(true); // the bytes of row 2, a 0 before each line
});

test("what is not given is left out", () => {
  const html = reportHtml({ mistakes: { images, mistakes: [] } });
  expect(html).toContain("<h1>Report</h1>");
  for (const part of ["<svg", "<dl", "<section", "<figure>", "<pre>"]) expect(html).not.toContain(part);
});

test("options of curves shape them", () => {
  const html = reportHtml({ history: everything.history, metrics: ["accuracy"], panelWidth: 300 });
  expect(html).toContain('width="332"');
  expect(html).not.toContain(">loss<");
});

test("a mistake of no image is refused", () => {
  const mistakes = [{ row: 3, label: 0, predicted: 1, probability: 1 }];
  expect(() => reportHtml({ mistakes: { images, mistakes } })).toThrow("expected a row number from -3 to 2, received 3");
});
