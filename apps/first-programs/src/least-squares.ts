/** The line that minimises the squared distances in y, in closed form. */
export function leastSquares(x: Float32Array, y: Float32Array): { readonly slope: number; readonly intercept: number } {
  const meanX = mean(x);
  const meanY = mean(y);
  let covariance = 0;
  let variance = 0;
  x.forEach((value, i) => {
    covariance += (value - meanX) * ((y[i] ?? NaN) - meanY);
    variance += (value - meanX) ** 2;
  });
  const slope = covariance / variance;
  return { slope, intercept: meanY - slope * meanX };
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
