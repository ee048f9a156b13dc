import type { FieldPath } from '../kubernetes/path.ts';
import { isRecord } from './walk.ts';

const volumesPath = ['spec', 'template', 'spec', 'volumes'] as const;
const prefix = 'spec.template.spec.volumes';

/**
 * The field of an error about a volume of a StatefulSet as the API server numbers it: it puts a volume for each claim
 * template before the template's own, of which those with the name of one fall away.
 * Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec)
 */
export function numberedAfterClaims(object: unknown, { path, field }: { path: FieldPath; field: string }): string {
  const index = path[volumesPath.length];
  if (typeof index !== 'number' || !volumesPath.every((part, depth) => path[depth] === part)) return field;
  const claims = new Set(listAt(object, ['spec', 'volumeClaimTemplates']).map((claim) => nameOf(inside(claim, 'metadata'))));
  const written = `${prefix}[${index}]`;
  if (claims.size === 0 || !field.startsWith(written)) return field;
  const before = listAt(object, volumesPath)
    .slice(0, index)
    .filter((volume) => !claims.has(nameOf(volume)));
  return `${prefix}[${claims.size + before.length}]${field.slice(written.length)}`;
}

const inside = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);

const nameOf = (value: unknown): unknown => inside(value, 'name') ?? '';

function listAt(object: unknown, path: readonly string[]): readonly unknown[] {
  const found = path.reduce(inside, object);
  return Array.isArray(found) ? found : [];
}
