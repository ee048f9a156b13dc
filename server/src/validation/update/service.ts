import type { Service } from '../../kubernetes/api.ts';
import { semanticEqual } from '../../kubernetes/equality.ts';
import { type FieldError, forbidden, invalid } from '../field-error.ts';
import { prepareService } from './service-prepare.ts';
import { deletion, type UpdateRule } from './rule.ts';

type Spec = NonNullable<Service['spec']>;

/** Source: pkg/apis/core/validation/validation.go (ValidateServiceUpdate), pkg/registry/core/service/storage */
export const serviceRule: UpdateRule = {
  id: 'update-service',
  summary: 'A Service keeps its addresses, and a load balancer its class.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/',
  kinds: ['Service'],
  prepare: prepareService,
  *check(next, old) {
    const [spec, before] = [(next as Service).spec ?? {}, (old as Service).spec ?? {}];
    if (spec.type !== 'ExternalName') {
      const released = [...releaseErrors(spec, before)];
      yield* released;
      if (released.length > 0) return; // The server stops here.
    }
    if (spec.type !== 'ExternalName' && before.type !== 'ExternalName') {
      yield* addressErrors(spec, before);
      yield* familyErrors(spec, before);
    }
    if (spec.type === 'LoadBalancer' && before.type === 'LoadBalancer') {
      if (spec.loadBalancerClass !== before.loadBalancerClass) {
        yield invalid(['spec', 'loadBalancerClass'], spec.loadBalancerClass ?? null, 'may not change once set');
      }
    }
    if (needsHealthCheck(spec) && needsHealthCheck(before) && spec.healthCheckNodePort !== before.healthCheckNodePort) {
      yield forbidden(['spec', 'healthCheckNodePort'], 'field is immutable');
    }
  },
  remedy: ({ path }, object) =>
    path[1] === 'ipFamilyPolicy'
      ? 'Set `ipFamilyPolicy: SingleStack`.'
      : `Delete the Service and apply it anew (\`${deletion(object)}\`): it is unreachable in between. Or give it another name.`,
};

const isHeadless = ({ clusterIPs = [] }: Spec): boolean => clusterIPs.length === 1 && clusterIPs[0] === 'None';

const needsHealthCheck = ({ type, externalTrafficPolicy }: Spec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';

/** Whoever gives up the second family says so. Source: pkg/registry/core/service/storage/alloc.go (initIPFamilyFields) */
function* releaseErrors(spec: Spec, before: Spec): Iterable<FieldError> {
  const path = ['spec', 'ipFamilyPolicy'];
  const policy = spec.ipFamilyPolicy ?? before.ipFamilyPolicy ?? 'SingleStack';
  if (policy === 'SingleStack') return;
  const isReduced = (field: 'clusterIPs' | 'ipFamilies'): boolean =>
    (spec[field] ?? []).length > 0 && (spec[field] ?? []).length < (before[field] ?? []).length;
  if (isReduced('clusterIPs')) yield invalid(path, policy, "must be 'SingleStack' to release the secondary cluster IP");
  if (isReduced('ipFamilies')) yield invalid(path, policy, "must be 'SingleStack' to release the secondary IP family");
}

function* addressErrors(spec: Spec, before: Spec): Iterable<FieldError> {
  if (isHeadless(spec) && isHeadless(before)) return;
  const [next = [], old = []] = [spec.clusterIPs, before.clusterIPs];
  const at = (index: number) => ({ path: ['spec', 'clusterIP'], field: `spec.clusterIPs[${index}]` });
  const value = next.length === 0 ? null : next;
  if (next.length === 0 && old.length > 0) yield invalid(at(0), value, 'primary clusterIP can not be unset');
  const compared = next.length === old.length ? old.length : Math.min(1, old.length, next.length);
  for (let index = 0; index < compared; index++) {
    if (next[index] !== old[index]) yield invalid(at(index), value, 'may not change once set');
  }
}

function* familyErrors(spec: Spec, before: Spec): Iterable<FieldError> {
  if (isHeadless(spec) || isHeadless(before)) return;
  const [next = [], old = []] = [spec.ipFamilies, before.ipFamilies];
  const place = { path: ['spec', 'ipFamilies'], field: 'spec.ipFamilies[0]' };
  if (next.length === old.length) {
    if (!semanticEqual(next, old)) yield invalid(place, next, 'may not change once set');
    return;
  }
  if (next.length > 0 && old.length > 0 && next[0] !== old[0]) {
    yield invalid(place, spec.clusterIPs ?? null, 'may not change once set');
  }
}
