/** Probabilities are kept this far from 0 and 1 before a logarithm (Keras's epsilon). */
export const probability = { least: 1e-7, most: 1 - 1e-7 } as const;
