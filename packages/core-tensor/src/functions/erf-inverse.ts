import { composite } from "../composite.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { where } from "./shaping.ts";

// Giles, "Approximating the erfinv function" (2010), single precision, table 5.
const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
];
const tail = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406, 2.83297682,
];

const polynomial = (coefficients: readonly number[], w: Tensor): Tensor => {
  const [first = 0, ...rest] = coefficients;
  return rest.reduce<Tensor>((sum, c) => sum.mul(w).add(c), literal(first, "float32"));
};

/** The inverse of {@link erf}: ±Infinity at ±1, NaN beyond. */
export const erfInverse = (x: Tensor): Tensor =>
  composite(
    {
      name: "erfInverse",
      body: (x) => {
        const w = literal(1, "float32").sub(x).mul(x.add(1)).log().neg();
        const factor = where(w.less(5), polynomial(central, w.sub(2.5)), polynomial(tail, w.maximum(5).sqrt().sub(3)));
        return where(x.abs().equal(1), Infinity, factor).mul(x);
      },
      gradient: ({ output, cotangent }) => [
        cotangent.mul(
          output
            .square()
            .exp()
            .mul(Math.sqrt(Math.PI) / 2),
        ),
      ],
    },
    x,
  );
