/** A tensor as the checks read it: `{ dtype?, shape, data }`, with NaN and infinities as strings. */
export const encoded = ({ dtype, shape, data }) => ({
  ...(dtype !== "float32" && { dtype }),
  shape,
  data: Array.from(data, encodedNumber),
});

/** All tensors of a record, encoded. */
export const encodedAll = (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, encoded(value)]));

/** A number as JSON can hold it. */
export const encodedNumber = (value) => (Number.isFinite(Number(value)) ? Number(value) : String(value));
