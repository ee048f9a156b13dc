/**
 * Fields as expectations name them: `status.replicas`, `spec.containers[0].image`, `spec.containers[name=app].image`,
 * `metadata.annotations["deployment.kubernetes.io/revision"]`.
 */
export type FieldStep = string | number | { readonly key: string; readonly value: string };

const step = /^(?:\.?([A-Za-z0-9_$-]+)|\[(\d+)\]|\["([^"]+)"\]|\[([A-Za-z0-9_]+)=([^\]]+)\])/;

/** Undefined for what is no path. */
export function parseField(text: string): readonly FieldStep[] | undefined {
  const steps: FieldStep[] = [];
  let rest = text;
  while (rest !== '') {
    const match = step.exec(rest);
    if (!match) return undefined;
    const [whole, name, index, quoted, key, value] = match;
    if (index !== undefined) steps.push(Number(index));
    else if (key !== undefined) steps.push({ key, value: value ?? '' });
    else steps.push(name ?? quoted ?? '');
    rest = rest.slice(whole.length);
  }
  return steps.length === 0 ? undefined : steps;
}

/** What stands there; undefined where nothing does. */
export function fieldOf(object: unknown, steps: readonly FieldStep[]): unknown {
  return steps.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (typeof part !== 'object') return (value as Readonly<Record<string | number, unknown>>)[part];
    if (!Array.isArray(value)) return undefined;
    return (value as Readonly<Record<string, unknown>>[]).find((item) => String(item[part.key]) === part.value);
  }, object);
}
