import { dns1123Label, labelValue, qualifiedName } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { duplicate, type FieldError, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

type Scheduling = Written<ApiTypes['node.v1.Scheduling']>;

/** Source: pkg/apis/node/validation/validation.go (ValidateRuntimeClass) */
export default defineRule({
  id: 'runtimeclass-fields',
  covers: [],
  summary: 'A RuntimeClass names its handler with a DNS label, selects nodes by labels, and repeats no toleration.',
  docs: 'https://kubernetes.io/docs/concepts/containers/runtime-class/',
  severity: 'error',
  on: 'node.v1.RuntimeClass',
  *check({ handler = '', scheduling = {} }, site) {
    if (handler === '') yield required(site.at('handler'));
    for (const complaint of handler === '' ? [] : dns1123Label(handler)) {
      // Checked by declaration, where lengths are in bytes.
      yield invalid(site.at('handler'), handler, complaint.replace(/characters$/, 'bytes'));
    }
    for (const [key, value = ''] of Object.entries(scheduling.nodeSelector ?? {})) {
      const place = { path: site.at('scheduling', 'nodeSelector', key), field: 'scheduling.nodeSelector' };
      for (const complaint of qualifiedName(key)) yield invalid(place, key, complaint);
      for (const complaint of labelValue(value)) yield invalid(place, value, complaint);
    }
    yield* repeatedTolerations(scheduling, site);
  },
});

/** The seconds do not tell tolerations apart. */
function* repeatedTolerations({ tolerations = [] }: Scheduling, site: Site): Iterable<FieldError> {
  const seen = new Set<string>();
  for (const [index, toleration] of tolerations.entries()) {
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds = null } = toleration;
    const same = JSON.stringify([key, operator, value, effect]);
    const shown = { Key: key, Operator: operator, Value: value, Effect: effect, TolerationSeconds: tolerationSeconds };
    if (seen.has(same)) yield duplicate(site.at('scheduling', 'tolerations', index), shown);
    seen.add(same);
  }
}
