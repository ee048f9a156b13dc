import { parseQuantity } from '../../kubernetes/quantity.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** The server refuses such an object while it decodes it. Source: staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go */
export default defineRule({
  id: 'resources-quantity-format',
  covers: ['DEC-04'],
  summary: 'A quantity is a number with at most one suffix: m, k, M, G, Ki, Mi, Gi and so on, or a decimal exponent.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  severity: 'error',
  on: 'resource.Quantity',
  *check(value, site) {
    const result = parseQuantity(value);
    if (!result.ok) yield invalid(site.path, value, result.error);
  },
  fix(error) {
    const repaired = repair(String(error.value));
    return repaired === undefined
      ? undefined
      : { title: `Change to ${repaired}`, edits: [{ do: 'set', path: error.path, value: repaired }] };
  },
});

/** `512MB` and `512 MiB` are meant as `512M` and `512Mi`; suffixes in the wrong case are named where only one fits. */
function repair(text: string): string | undefined {
  const match = /^([0-9.]+) ?([kmgtpe]i?)b?$/i.exec(text.trim());
  const [, number = '', suffix = ''] = match ?? [];
  if (match === null || suffix === 'm') return undefined;
  const isBinary = suffix.length === 2;
  const letter = suffix.charAt(0);
  const cased = !isBinary && letter.toLowerCase() === 'k' ? 'k' : letter.toUpperCase();
  const repaired = `${number}${cased}${isBinary ? 'i' : ''}`;
  return parseQuantity(repaired).ok ? repaired : undefined;
}
