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

/** What the server makes of a manifest that is applied, and what it says to that. */
interface Applied {
  readonly findings: readonly UpdateFinding[];
  /** For which it would refuse the object at any time. */
  readonly refusals: readonly FieldError[];
}

function apply(parts: UpdateParts, type: string, next: Json, current: KubernetesObject, old: Json): Applied {
  const { status: _, ...modified } = next;
  const { status: __, ...original } = old;
  const merged = threeWayMerge(parts.structure, type, { original, modified, live: current as unknown as Json });
  const prepared = prepareUpdate(read(parts, type, withoutSystemFields(merged, current)), current);
  const refusals = parts.validator.apiServerErrors(prepared).filter((error) => !isCreationOnly(next.kind, error));
  return { findings: updateFindings(prepared, current), refusals };
}

/** The whole verdict: what may not change, and what may not be. */
export function updateErrorsOf(parts: UpdateParts, next: Json, old: Json): readonly FieldError[] {
  const type = typeOf(parts, next);
  if (type === undefined || !isRecord(next.metadata) || !isRecord(old.metadata)) return [];
  const { findings, refusals } = apply(parts, type, next, stored(read(parts, type, old)), old);
  return [...findings.map(({ error }) => error), ...refusals];
}

const typeOf = ({ structure }: UpdateParts, object: Json): string | undefined =>
  structure.kinds[kindKey(String(object.apiVersion), String(object.kind))]?.type;

/** Updates are not checked for what cannot change anyway, or for what only a new object must not have. */
function isCreationOnly(kind: unknown, { path, field }: FieldError): boolean {
  const [first, second] = path;
  if (kind === 'PriorityClass') return first !== 'metadata';
  // The volume that is made of a claim template is checked again, the template is not.
  if (kind === 'StatefulSet') return field.startsWith('spec.volumeClaimTemplates') || field === 'spec.serviceName';
  return kind === 'Pod' && second === 'ephemeralContainers' && path.length === 2;
}

/** Clients cannot move the generation. */
function withoutSystemFields(merged: Json, current: KubernetesObject): Json {
  const { generation: _, ...metadata } = merged.metadata as Json;
  const { generation } = current.metadata;
  return { ...merged, metadata: generation === undefined ? metadata : { ...metadata, generation } };
}

/**
 * What the API server says when a manifest is applied after an older one of the same object, beside what it would say of the
 * new one alone.
 *
 * @param live the object as it lies in the cluster; without it, what the old manifest makes of itself
 */
export function updateFindingsOf(parts: UpdateParts, next: Json, old: Json, live?: KubernetesObject): readonly UpdateFinding[] {
  const type = typeOf(parts, next);
  if (type === undefined || !isRecord(next.metadata) || !isRecord(old.metadata)) return [];
  const current = live ?? stored(read(parts, type, old));
  const { findings, refusals } = apply(parts, type, next, current, old);
  const alone = new Set(parts.validator.apiServerErrors(parts.applyDefaults(next)).map(formatFieldError));
  const known = new Set([...alone, ...findings.map(({ error }) => formatFieldError(error))]);
  const isNews = (error: FieldError): boolean => !known.has(formatFieldError(error));
  const leftOver = refusals.filter(isNews);
  return [...findings, ...leftOver.map((error) => ({ rule: leftOverRule, error }))].filter(
    ({ error }) => !alone.has(formatFieldError(error)),
  );
}

function read({ structure, applyDefaults }: UpdateParts, type: string, object: Json): KubernetesObject {
  const decoded = asDecoded(structure, type, object) as Json;
  return withCanonicalQuantities(structure, type, applyDefaults(decoded)) as unknown as KubernetesObject;
}
