import { valueAt } from '../../kubernetes/path.ts';
import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

interface Deprecated {
  readonly since: string;
  readonly use?: string;
}

/** Source: pkg/api/node/util.go */
const deprecatedLabels: Readonly<Record<string, Deprecated>> = {
  'beta.kubernetes.io/arch': { since: 'v1.14', use: 'kubernetes.io/arch' },
  'beta.kubernetes.io/os': { since: 'v1.14', use: 'kubernetes.io/os' },
  'failure-domain.beta.kubernetes.io/region': { since: 'v1.17', use: 'topology.kubernetes.io/region' },
  'failure-domain.beta.kubernetes.io/zone': { since: 'v1.17', use: 'topology.kubernetes.io/zone' },
  'beta.kubernetes.io/instance-type': { since: 'v1.17', use: 'node.kubernetes.io/instance-type' },
  'app.kubernetes.io/created-by': { since: 'v1.9' },
};

/** Source: pkg/api/pod/warnings.go */
export default defineRule({
  id: 'warning-deprecated-node-label',
  covers: ['WARN-06'],
  summary: 'Pods choose nodes by labels that kubelets will go on to set.',
  docs: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#deprecated-labels',
  severity: 'warning',
  on: 'core.v1.PodSpec',
  *check({ nodeSelector = {}, affinity, topologySpreadConstraints = [] }, site) {
    for (const key of Object.keys(nodeSelector)) {
      const text = textOf(key);
      if (text !== undefined) yield warning(site.at('nodeSelector', key), text);
    }
    const {
      requiredDuringSchedulingIgnoredDuringExecution: required,
      preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
    } = affinity?.nodeAffinity ?? {};
    const at = ['affinity', 'nodeAffinity'];
    const terms = [
      ...(required?.nodeSelectorTerms ?? []).map((term, index) => ({
        term,
        path: [...at, 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms', index],
      })),
      ...preferred.map(({ preference = {} }, index) => ({
        term: preference,
        path: [...at, 'preferredDuringSchedulingIgnoredDuringExecution', index, 'preference'],
      })),
    ];
    for (const { term, path } of terms) {
      for (const [index, { key = '' }] of (term.matchExpressions ?? []).entries()) {
        const text = textOf(key);
        if (text !== undefined) yield warning(site.at(...path, 'matchExpressions', index, 'key'), `${key} is ${text}`);
      }
    }
    for (const [index, { topologyKey = '' }] of topologySpreadConstraints.entries()) {
      const text = textOf(topologyKey);
      if (text !== undefined)
        yield warning(site.at('topologySpreadConstraints', index, 'topologyKey'), `${topologyKey} is ${text}`);
    }
  },
  fix({ path }, site) {
    const last = String(path.at(-1));
    const own = deprecatedLabels[last]?.use;
    if (own !== undefined) return { title: `Change to ${own}`, edits: [{ do: 'rename', path, to: own }] };
    const meant = deprecatedLabels[String(valueAt(site.object, path))]?.use;
    return meant === undefined ? undefined : { title: `Change to ${meant}`, edits: [{ do: 'set', path, value: meant }] };
  },
});

function textOf(key: string): string | undefined {
  const found = Object.hasOwn(deprecatedLabels, key) ? deprecatedLabels[key] : undefined;
  if (!found) return undefined;
  return `deprecated since ${found.since}${found.use === undefined ? '' : `; use "${found.use}" instead`}`;
}
