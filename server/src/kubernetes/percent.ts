/**
 * Numbers or percentages (`maxSurge: 25%`).
 * Source: staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go
 */
export type IntOrPercent = number | string;

/** The percentage's number, if it is one: `25` for `25%`. */
export function percentOf(value: IntOrPercent | undefined): number | undefined {
  if (typeof value !== 'string') return undefined;
  const digits = /^(-?[0-9]+)%$/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Resolves against a total; undefined (and what is no number or percentage) counts as 0. */
export function resolveIntOrPercent(value: IntOrPercent | undefined, total: number, rounding: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const percent = percentOf(value);
  if (percent === undefined) return 0;
  const exact = (percent * total) / 100;
  return rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
