import { invalid, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const actions: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];
const policies: readonly string[] = ['Honor', 'Ignore'];

/** Source: pkg/apis/core/validation/validation.go (validateTopologySpreadConstraints) */
export default defineRule({
  id: 'scheduling-topology-spread',
  covers: ['SCH-07'],
  summary: 'A topology spread constraint has a positive skew, a topology key and what to do when it cannot be met.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#topologyspreadconstraints-field',
  severity: 'error',
  on: 'core.v1.TopologySpreadConstraint',
  *check(constraint, site) {
    const { maxSkew = 0, topologyKey = '', minDomains } = constraint;
    const action: string = constraint.whenUnsatisfiable ?? '';
    if (maxSkew <= 0) yield invalid(site.at('maxSkew'), maxSkew, 'must be greater than zero');
    if (topologyKey === '') yield required(site.at('topologyKey'), 'can not be empty');
    if (!actions.includes(action)) yield unsupported(site.at('whenUnsatisfiable'), action, actions);
    if (minDomains !== undefined) {
      const path = site.at('minDomains');
      if (minDomains <= 0) yield invalid(path, minDomains, 'must be greater than zero');
      if (action !== 'DoNotSchedule') {
        yield invalid(path, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`);
      }
    }
    for (const part of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy: string | undefined = constraint[part];
      if (policy !== undefined && !policies.includes(policy)) yield unsupported(site.at(part), policy, policies);
    }
  },
  fix: (error) => spellingFix(error, error.path.at(-1) === 'whenUnsatisfiable' ? actions : policies),
});
