import { dns1123Label } from '../../kubernetes/names.ts';
import { duplicate, type FieldError, forbidden, invalid, notFound, required } from '../field-error.ts';
import { podSpecAround } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateResourceClaimNames) */
export default defineRule({
  id: 'resources-claims',
  covers: ['RES-06'],
  summary: 'A container names claims of its pod, each of them and each of their requests once.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
  severity: 'error',
  on: 'core.v1.ResourceRequirements',
  *check({ claims: written }, site) {
    const claims = written ?? [];
    const isOfPod = site.ancestors.at(-1)?.type === 'core.v1.PodSpec';
    if (isOfPod && written !== undefined) yield forbidden(site.at('claims'), 'claims may not be set for Resources at pod-level');
    const seen = new Set<string>();
    for (const [index, { name = '', request = '' }] of claims.entries()) {
      const path = site.at('claims', index);
      if (name === '') {
        yield required(path);
        continue;
      }
      if (seen.has(name)) yield duplicate(path, name);
      else {
        const key = request === '' ? name : `${name}/${request}`;
        if (request !== '')
          for (const complaint of dns1123Label(request)) yield invalid([...path, 'request'], request, complaint);
        if (seen.has(key)) yield duplicate(path, key);
        else if (request === '' && [...seen].some((other) => other.startsWith(`${name}/`))) yield duplicate(path, name);
        seen.add(key);
      }
      yield* unknownName(name, index, site);
    }
  },
});

function* unknownName(name: string, index: number, site: Site): Iterable<FieldError> {
  const names = (podSpecAround(site)?.resourceClaims ?? []).flatMap((claim) => claim.name || []);
  if (names.includes(name)) return;
  const list = names.length === 0 ? ' which is empty' : `: ${[...new Set(names)].sort().join(', ')}`;
  yield { ...notFound(site.at('claims', index), name), detail: `must be one of the names in pod.spec.resourceClaims${list}` };
}
