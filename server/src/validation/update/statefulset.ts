import { deepEqual } from '../../kubernetes/equality.ts';
import { goEqual } from '../../kubernetes/go-equality.ts';
import { invalid, unprinted } from '../field-error.ts';
import { deletion, immutable, type Json, listAt, printSelector, type UpdateRule } from './rule.ts';

const claims = ['spec', 'volumeClaimTemplates'] as const;

/** Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetUpdate) */
export const statefulSetRule: UpdateRule = {
  id: 'update-statefulset',
  summary: 'Selector, claim templates, service and pod management of a StatefulSet are set when it is created.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations',
  kinds: ['StatefulSet'],
  *check(next, old) {
    yield* immutable(next, old, ['spec', 'selector'], { print: printSelector });
    const [templates, before] = [listAt(next, claims), listAt(old, claims)];
    const isSame = templates.length === before.length && templates.every((each, index) => sameClaim(each, before[index]));
    if (!isSame) yield invalid(claims, templates.length === 0 ? null : unprinted(templates), 'field is immutable');
    yield* immutable(next, old, ['spec', 'serviceName'], { print: (value) => value ?? '' });
    yield* immutable(next, old, ['spec', 'podManagementPolicy'], { print: (value) => value ?? '' });
  },
  remedy({ path }, object) {
    const again = `\`${deletion(object, '--cascade=orphan')}\` and apply it anew: its pods go on running`;
    if (path[1] === 'volumeClaimTemplates')
      return `${again}. Claims that exist keep what they have; only pods that get a new claim see the change.`;
    return `${again}${path[1] === 'selector' ? ', if the new selector matches them' : ''}.`;
  },
};

/** Kind and version of a template are not kept. */
function sameClaim(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other] as Json[];
  const [status, statusBefore] = [a, b].map((each) => ({ phase: 'Pending', ...(each?.status as Json | undefined) }));
  if (!deepEqual(status, statusBefore)) return false;
  return deepEqual(a?.metadata ?? {}, b?.metadata ?? {}) && goEqual('v1.PersistentVolumeClaimSpec', a?.spec, b?.spec);
}
