import type { ApiTypes } from '../../kubernetes/api.ts';
import { duplicate, type FieldError, invalid, unsupported } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies = ['File', 'None', 'ReadWriteOnceWithFSType'];
const modes = ['Persistent', 'Ephemeral'];
/** In seconds. */
const shortestToken = 600;
/** In seconds; beyond what an unsigned number of 32 bits holds. */
const longestToken = 2 ** 32;
/** In seconds. */
const shortestPeriod = 10;

/** Upstream leaves the index out for lifecycle modes. Source: pkg/apis/storage/validation/validation.go (validateCSIDriverSpec) */
export default defineRule({
  id: 'csidriver-spec',
  covers: [],
  summary: 'A CSIDriver has known policies and modes, and asks for one token of ten minutes or more for each audience.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-driver-v1/',
  severity: 'error',
  on: 'storage.v1.CSIDriverSpec',
  *check(spec, site) {
    const { fsGroupPolicy, volumeLifecycleModes = [], tokenRequests = [] } = spec;
    if (fsGroupPolicy !== undefined && !policies.includes(fsGroupPolicy)) {
      yield unsupported(site.at('fsGroupPolicy'), fsGroupPolicy, policies);
    }
    yield* tokenErrors(tokenRequests, site);
    for (const [index, mode] of volumeLifecycleModes.entries()) {
      const place = { path: site.at('volumeLifecycleModes', index), field: `${site.field}.volumeLifecycleModes` };
      if (!modes.includes(mode)) yield unsupported(place, mode, modes);
    }
    const { nodeAllocatableUpdatePeriodSeconds: period, serviceAccountTokenInSecrets: inSecrets } = spec;
    if (period !== undefined && period < shortestPeriod) {
      yield invalid(site.at('nodeAllocatableUpdatePeriodSeconds'), period, 'must be greater than or equal to 10 seconds');
    }
    if (inSecrets !== undefined && tokenRequests.length === 0) {
      const detail = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
      yield invalid(site.at('serviceAccountTokenInSecrets'), inSecrets, detail);
    }
  },
  fix: (error) => spellingFix(error, [...policies, ...modes]),
});

type Requests = NonNullable<Written<ApiTypes['storage.v1.CSIDriverSpec']>['tokenRequests']>;

function* tokenErrors(requests: Requests, site: Site): Iterable<FieldError> {
  const audiences = new Set<string>();
  for (const [index, { audience = '', expirationSeconds: seconds }] of requests.entries()) {
    if (audiences.has(audience)) {
      yield duplicate(site.at('tokenRequests', index, 'audience'), audience);
      continue;
    }
    audiences.add(audience);
    if (seconds === undefined) continue;
    const path = site.at('tokenRequests', index, 'expirationSeconds');
    if (seconds < shortestToken) yield invalid(path, seconds, 'may not specify a duration less than 10 minutes');
    if (seconds > longestToken) yield invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds');
  }
}
