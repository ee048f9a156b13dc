import { deepEqual } from './equality.ts';
import { goType } from './go-layout.ts';
import { quantityOf } from './quantity.ts';

/**
 * Whether two JSON values of a Go type mean the same once they are read: what is absent and the zero of a plain field are
 * one, so are empty lists and maps and none, but a pointer to nothing set is something.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/equality/semantic.go
 *
 * @param type Go's name of a type that a pod template is made of, like `v1.PodSpec`
 */
export function goEqual(type: string, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const shape = goType(type);
  switch (shape.kind) {
    case 'pointer':
      return isAbsent(a) || isAbsent(b) ? isAbsent(a) && isAbsent(b) : goEqual(shape.of, a, b);
    case 'slice':
      return sameItems(shape.of, asList(a), asList(b));
    case 'map':
      return sameMembers(shape.of, asMap(a), asMap(b));
    case 'struct':
      return shape.fields.every(({ type: field, json }) =>
        json === '' ? goEqual(field, a, b) : goEqual(field, asMap(a)[json], asMap(b)[json]),
      );
    case 'special':
      return shape.type === 'resource.Quantity' ? sameQuantity(a, b) : deepEqual(a, b);
    default:
      return isZero(a) && isZero(b);
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const isZero = (value: unknown): boolean => isAbsent(value) || value === '' || value === 0 || value === false;
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const asMap = (value: unknown): Readonly<Record<string, unknown>> => (value ?? {}) as Readonly<Record<string, unknown>>;

function sameItems(type: string, a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => goEqual(type, item, b[index]));
}

function sameMembers(type: string, a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && goEqual(type, a[key], b[key]));
}

function sameQuantity(a: unknown, b: unknown): boolean {
  const [one, other] = [a, b].map((value) => quantityOf((value ?? 0) as string | number).nano);
  return one === other;
}
