import { expect, test } from "vitest";
import { curvesHtml } from "./curves-html.ts";
import { curvesSvg } from "./curves-svg.ts";

const history = {
  epoch: [0, 1, 2, 3],
  history: {
    loss: [1, 0.5, 0.25, 0.2],
    accuracy: [0.4, 0.6, 0.8, 0.9],
    val_loss: [1.1, 0.6, 0.4, 0.5],
    val_accuracy: [0.3, 0.5, 0.7, 0.8],
  },
};

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? "");
const count = (text: string, part: string): number => text.split(part).length - 1;

test("every metric has a panel with training and validation, and the last values are written out", () => {
  const svg = curvesSvg(history, { title: "Iris" });
  expect(texts(svg)).toEqual(
    expect.arrayContaining(["Iris", "loss", "accuracy", "epoch", "training", "validation", "0.2", "0.5", "0.9", "0.8"]),
  );
  expect(count(svg, 'stroke-dasharray="6 4"')).toBe(3); // two curves and the legend
});

test("the epoch of the lowest validation loss is said, epochs counted from 1", () => {
  expect(texts(curvesSvg(history))).toContain("lowest validation: 0.4 at epoch 3");
});

test("without validation data there is neither its curve nor its legend", () => {
  const svg = curvesSvg({ epoch: [0, 1], history: { loss: [2, 1] } });
  expect(texts(svg)).not.toContain("validation");
  expect(svg).not.toContain("stroke-dasharray");
});

test("a curve goes around values that are not finite, and the picture says where they begin", () => {
  const svg = curvesSvg({ epoch: [0, 1, 2, 3, 4], history: { loss: [3, 2, NaN, 1, 1] } });
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(texts(svg)).toContain("not finite at epoch 3");
  expect(svg.match(/ d="(M[^"]*L[^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
});

test("one epoch, equal values and nothing but NaN still give a picture", () => {
  for (const loss of [[0.5], [0.5, 0.5], [NaN, NaN], [0, 0], [Infinity, 1]]) {
    expect(curvesSvg({ epoch: loss.map((_, i) => i), history: { loss } })).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test("a loss over several powers of ten gets a logarithmic axis unless a linear one is wanted", () => {
  const steep = { epoch: [0, 1, 2], history: { loss: [5000, 40, 0.5] } };
  expect(texts(curvesSvg(steep))).toEqual(expect.arrayContaining(["0.1", "1", "10", "100", "1000"]));
  expect(texts(curvesSvg(steep, { scale: "linear" }))).toEqual(expect.arrayContaining(["0", "2000", "4000"]));
});

test("metrics can be chosen and put in order; an unknown one and an empty history are refused", () => {
  expect(texts(curvesSvg(history, { metrics: ["accuracy"] }))).not.toContain("loss");
  expect(() => curvesSvg(history, { metrics: ["auc"] })).toThrow('curvesSvg: the history has no "auc". It has loss, accuracy.');
  expect(() => curvesSvg({ epoch: [], history: {} })).toThrow("Call fit first");
});

test("a page holds curves, confusion matrix, figures and summary, escaped, and asks for nothing from a network", () => {
  const html = curvesHtml(history, {
    title: "<Iris>",
    facts: { "test accuracy": "96.7 %" },
    summary: "a < b",
    confusionMatrix: {
      matrix: [
        [1, 0],
        [0, 1],
      ],
      classNames: ["no", "yes"],
    },
  });
  expect(html).toContain("&lt;Iris&gt;");
  expect(html).toContain("a &lt; b");
  expect(html).toContain("96.7 %");
  expect(count(html, "<svg")).toBe(2);
  expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|<script|<link|url\(/);
});
