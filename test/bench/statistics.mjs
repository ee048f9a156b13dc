/** The middle of what was measured. */
export function median(values) {
  return percentile(values, 50);
}

/** Nearest rank: the smallest value that `percent` of all values do not exceed. */
export function percentile(values, percent) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
