import { unprinted } from '../field-error.ts';
import { deletion, immutable, type UpdateRule } from './rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetUpdate) */
export const statefulSetRule: UpdateRule = {
  id: 'update-statefulset',
  summary: 'Selector, claim templates, service and pod management of a StatefulSet are set when it is created.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations',
  kinds: ['StatefulSet'],
  *check(next, old) {
    yield* immutable(next, old, ['spec', 'selector']);
    yield* immutable(next, old, ['spec', 'volumeClaimTemplates'], { print: unprinted });
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
