import { expect, test } from "vitest";
import { label } from "./label.ts";
import { tensor } from "./leaf-tensors.ts";
import type { Tensor } from "./tensor.ts";

const scopeOf = ({ source }: Tensor): string => (source.kind === "node" ? source.node.scope : "");

test("nodes between inputs and outputs get the scope, others keep theirs", () => {
  const before = tensor([1]).exp();
  const inner = before.neg();
  const after = inner.abs();
  label([after], [before], "dense_1");
  expect([before, inner, after].map(scopeOf)).toEqual(["", "dense_1", "dense_1"]);
});

test("outer scopes stand in front of inner ones, also where paths meet", () => {
  const x = tensor([1]);
  const shared = x.exp();
  const y = shared.add(shared.neg());
  label([shared], [x], "inner");
  label([y], [x], "outer");
  expect([scopeOf(shared), scopeOf(y)]).toEqual(["outer/inner", "outer"]);
});

test("a chain of 50,000 ops is labelled", () => {
  const x = tensor([1]);
  let y = x;
  for (let i = 0; i < 50_000; i++) y = y.neg();
  label([y], [x], "deep");
  expect(scopeOf(y)).toBe("deep");
});
