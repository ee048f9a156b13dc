import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { FieldError } from '../field-error.ts';
import {
  bindingRule,
  controllerRevisionRule,
  csiDriverRule,
  endpointSliceRule,
  ingressClassRule,
  namespaceRule,
  nodeRule,
  priorityClassRule,
  resourceQuotaRule,
  runtimeClassRule,
  storageClassRule,
} from './cluster.ts';
import { configMapRule, secretRule } from './data.ts';
import { jobRule } from './job.ts';
import { metadataRule } from './metadata.ts';
import { podRule } from './pod.ts';
import type { UpdateRule } from './rule.ts';
import { selectorRule } from './selectors.ts';
import { serviceRule } from './service.ts';
import { statefulSetRule } from './statefulset.ts';
import { claimRule, volumeRule } from './storage.ts';

/** What may not change, by kind. Kinds that are in none of them may change as they like. */
export const updateRules: readonly UpdateRule[] = [
  metadataRule,
  selectorRule,
  statefulSetRule,
  jobRule,
  podRule,
  serviceRule,
  configMapRule,
  secretRule,
  claimRule,
  volumeRule,
  storageClassRule,
  csiDriverRule,
  priorityClassRule,
  bindingRule,
  ingressClassRule,
  runtimeClassRule,
  endpointSliceRule,
  controllerRevisionRule,
  resourceQuotaRule,
  namespaceRule,
  nodeRule,
];

/** One complaint about a change, and the rule that has it. */
export interface UpdateFinding {
  readonly rule: UpdateRule;
  readonly error: FieldError;
}

const byKind = new Map(updateRules.flatMap((rule) => rule.kinds.map((kind) => [kind, rule] as const)));

/** What the server makes of an object that is written again, before it validates it; both are defaulted. */
export function prepareUpdate(next: KubernetesObject, old: KubernetesObject): KubernetesObject {
  return byKind.get(next.kind)?.prepare?.(next, old) ?? next;
}

/** What may not change in an object that exists; both objects are defaulted, and the new one is prepared. */
export function updateFindings(next: KubernetesObject, old: KubernetesObject): readonly UpdateFinding[] {
  const own = byKind.get(next.kind);
  const rules = own === undefined ? [metadataRule] : [metadataRule, own];
  return rules.flatMap((rule) => [...rule.check(next, old)].map((error) => ({ rule, error })));
}

/** The errors alone. */
export function updateErrors(next: KubernetesObject, old: KubernetesObject): readonly FieldError[] {
  return updateFindings(next, old).map(({ error }) => error);
}
