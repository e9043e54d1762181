import { composite } from "@tidu/core-tensor";
import type { CallOptions, Tensor } from "@tidu/core-tensor";

/** A named function of one tensor. */
export interface UnaryComposite {
  /** What engines may know it by, in camelCase. */
  readonly name: string;
  readonly options?: CallOptions;
  readonly body: (x: Tensor) => Tensor;
  /** The cotangent of x from that of y, where that is better written by hand (faster, or stable where the body's is not). */
  readonly gradient?: (g: Tensor, x: Tensor, y: Tensor) => Tensor;
}

/** Applies a named function of one tensor: one node that shows its name, or its parts where an engine does not know it. */
export function unaryComposite({ name, options = {}, body, gradient }: UnaryComposite, x: Tensor): Tensor {
  const definition = { name, options, body };
  if (gradient === undefined) return composite(definition, x);
  return composite(
    { ...definition, gradient: ({ args: [x], output, cotangent }) => (x === undefined ? [] : [gradient(cotangent, x, output)]) },
    x,
  );
}
