import type { Job, Service } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { valueAt } from '../../kubernetes/path.ts';
import { type Json, mapAt, withSpec } from './rule.ts';
import { withStringData } from './secret-data.ts';
import { withDataSources } from './storage.ts';

/** Stand in for what a cluster gives and nobody can know from the manifest alone: no manifest says just these. */
const givenAddresses = { IPv4: '10.255.255.254', IPv6: 'fd00::ffff:fffe' } as const;
const givenHealthPort = 32_767;

/** What the server sets itself, whatever a manifest says. */
const systemFields = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
];

/**
 * The object as it lies in a cluster after its manifest was applied, so far as the manifest tells: with its defaults (which
 * are there already) and with what the server allocates. A claim without a status counts as bound, as claims in use are.
 */
export function stored(object: KubernetesObject): KubernetesObject {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !systemFields.includes(key)));
  const created = { ...object, metadata };
  switch (object.kind) {
    case 'Service':
      return withAddresses(created);
    case 'Job':
      return withOwnSelector(created);
    case 'Secret':
      return withStringData(created);
    case 'PersistentVolumeClaim':
      return asBound(withSpec(created, withDataSources(mapAt(created, ['spec']), {})));
    default:
      return created;
  }
}

/** Source: pkg/registry/core/service/storage/alloc.go (allocateCreate) */
function withAddresses(service: Service): KubernetesObject {
  const { spec } = service;
  if (spec === undefined || spec.type === 'ExternalName') return service;
  const isHeadless = spec.clusterIP === 'None';
  const isSelectorless = Object.keys(spec.selector ?? {}).length === 0;
  const policy = spec.ipFamilyPolicy ?? (isHeadless && isSelectorless ? 'RequireDualStack' : 'SingleStack');
  const families = familiesOf(spec, policy);
  const written = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  const given = families.map((family, index) => written[index] ?? givenAddresses[family]);
  const clusterIPs = isHeadless ? ['None'] : given;
  const needsHealthCheck = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  const allocated: Service = {
    ...service,
    spec: {
      ...spec,
      clusterIP: clusterIPs[0] ?? '',
      clusterIPs,
      ipFamilies: families,
      ipFamilyPolicy: policy,
      ...(needsHealthCheck && { healthCheckNodePort: spec.healthCheckNodePort ?? givenHealthPort }),
    },
  };
  return allocated;
}

const givenUid = '00000000-0000-0000-0000-000000000000';

/** A Job tells its pods by its uid. Source: pkg/registry/batch/job/strategy.go (generateSelector) */
function withOwnSelector(job: Job): KubernetesObject {
  const { spec, metadata } = job;
  if (spec === undefined || spec.manualSelector === true) return job;
  const names = { 'job-name': metadata.name ?? '', 'controller-uid': givenUid };
  const prefixed = Object.fromEntries(Object.entries(names).map(([key, value]) => [`batch.kubernetes.io/${key}`, value]));
  const { template } = spec;
  const labels = { ...template.metadata?.labels, ...names, ...prefixed };
  const matchLabels = { ...spec.selector?.matchLabels, 'batch.kubernetes.io/controller-uid': givenUid };
  return {
    ...job,
    spec: {
      ...spec,
      selector: { ...spec.selector, matchLabels },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  } as KubernetesObject;
}

type Family = 'IPv4' | 'IPv6';

function familiesOf(spec: NonNullable<Service['spec']>, policy: string): Family[] {
  const known = (spec.ipFamilies ?? []) as Family[];
  const ofAddresses = (spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []))
    .filter((address) => address !== 'None')
    .map((address): Family => (address.includes(':') ? 'IPv6' : 'IPv4'));
  const families = known.length >= ofAddresses.length ? known : ofAddresses;
  const [first = 'IPv4'] = families;
  if (policy === 'SingleStack' || families.length > 1) return families.length === 0 ? [first] : families;
  return [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];
}

function asBound(claim: KubernetesObject): KubernetesObject {
  if ((claim as unknown as Json).status !== undefined) return claim;
  const capacity = { storage: valueAt(claim, ['spec', 'resources', 'requests', 'storage']) };
  const name = mapAt(claim, ['spec']).volumeAttributesClassName;
  const status = { phase: 'Bound', capacity, ...(name !== undefined && { currentVolumeAttributesClassName: name }) };
  return { ...claim, status } as KubernetesObject;
}
