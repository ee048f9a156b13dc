import { withCanonicalQuantities } from '../../kubernetes/canonical.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { threeWayMerge } from '../../kubernetes/three-way-merge.ts';
import { kindKey, type Structure } from '../../schema/structure.ts';
import { type FieldError, formatFieldError } from '../field-error.ts';
import type { Validator } from '../validate.ts';
import { asDecoded, isRecord } from '../walk.ts';
import { prepareUpdate, type UpdateFinding, updateFindings } from './index.ts';
import type { Json, UpdateRule } from './rule.ts';
import { stored } from './stored.ts';

export interface UpdateParts {
  readonly structure: Structure;
  readonly validator: Validator;
  readonly applyDefaults: (object: Json) => Json;
}

/**
 * What `kubectl apply` keeps of the live object, because the new manifest does not mention it, can be at odds with what the
 * manifest says: the type of an update strategy is changed, and the settings that the server filled in for the old one stay.
 */
export const leftOverRule: UpdateRule = {
  id: 'update-left-over',
  summary: 'What the server filled in for the old manifest stays when the new one is applied, and has to go with it.',
  docs: 'https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-apply-calculates-differences-and-merges-changes',
  kinds: [],
  check: () => [],
  remedy: ({ path }) =>
    `\`kubectl replace\` takes the manifest as it is; or write \`${String(path.at(-1))}: null\`, which removes the rest.`,
};

/**
 * What the API server says when a manifest is applied after an older one of the same object, beside what it would say of the
 * new one alone.
 *
 * @param live the object as it lies in the cluster; without it, what the old manifest makes of itself
 */
export function updateFindingsOf(parts: UpdateParts, next: Json, old: Json, live?: KubernetesObject): readonly UpdateFinding[] {
  const type = parts.structure.kinds[kindKey(String(next.apiVersion), String(next.kind))]?.type;
  if (type === undefined || !isRecord(next.metadata) || !isRecord(old.metadata)) return [];
  const current = live ?? stored(read(parts, type, old));
  const { status: _, ...modified } = next;
  const { status: __, ...original } = old;
  const merged = threeWayMerge(parts.structure, type, { original, modified, live: current as unknown as Json });
  const prepared = prepareUpdate(read(parts, type, merged), current);
  const findings = updateFindings(prepared, current);
  const alone = new Set(parts.validator.apiServerErrors(parts.applyDefaults(next)).map(formatFieldError));
  const known = new Set([...alone, ...findings.map(({ error }) => formatFieldError(error))]);
  const isNews = (error: FieldError): boolean => !known.has(formatFieldError(error));
  const leftOver = parts.validator.apiServerErrors(prepared).filter(isNews);
  return [...findings, ...leftOver.map((error) => ({ rule: leftOverRule, error }))].filter(
    ({ error }) => !alone.has(formatFieldError(error)),
  );
}

function read({ structure, applyDefaults }: UpdateParts, type: string, object: Json): KubernetesObject {
  const decoded = asDecoded(structure, type, object) as Json;
  return withCanonicalQuantities(structure, type, applyDefaults(decoded)) as unknown as KubernetesObject;
}
