import type { StatefulSet } from '../../kubernetes/api.ts';
import type { Written } from '../../validation/rule.ts';
import type { Insight } from './insight.ts';

type WrittenSet = Written<StatefulSet>;

/** The names that a StatefulSet gives its pods, their DNS names and their claims. */
const statefulSetIdentity: Insight = {
  fields: [
    'apps.v1.StatefulSetSpec.replicas',
    'apps.v1.StatefulSetSpec.serviceName',
    'apps.v1.StatefulSetSpec.podManagementPolicy',
    'apps.v1.StatefulSetSpec.volumeClaimTemplates',
    'apps.v1.StatefulSetOrdinals.start',
  ],
  explain({ object, path }) {
    const set = object as unknown as WrittenSet;
    const names = podNames(set);
    if (names.length === 0) return 'No pods.';
    const last = path.find((part) => part === 'serviceName' || part === 'volumeClaimTemplates' || part === 'podManagementPolicy');
    if (last === 'serviceName') return dnsNames(set, names);
    if (last === 'volumeClaimTemplates') return claimNames(set, names);
    return `Pods ${listed(names)}, ${order(set)}.`;
  },
};

function podNames({ metadata, spec }: WrittenSet): string[] {
  const start = spec?.ordinals?.start ?? 0;
  return Array.from({ length: Math.min(spec?.replicas ?? 1, 1000) }, (_, index) => `${metadata?.name ?? ''}-${start + index}`);
}

function order({ spec }: WrittenSet): string {
  return spec?.podManagementPolicy === 'Parallel'
    ? 'started and stopped all at once'
    : 'started one after the other, each when the one before is ready, and stopped in the reverse order';
}

function dnsNames({ metadata, spec }: WrittenSet, names: readonly string[]): string {
  const domain = `${spec?.serviceName ?? ''}.${metadata?.namespace ?? 'default'}.svc.cluster.local`;
  return `Each pod has a DNS name of its own, once it is ready: ${listed(names.map((name) => `\`${name}.${domain}\``))}. It takes a headless Service \`${spec?.serviceName ?? ''}\` for that.`;
}

function claimNames({ spec }: WrittenSet, names: readonly string[]): string {
  const templates = (spec?.volumeClaimTemplates ?? []).map((claim) => claim.metadata?.name ?? '');
  if (templates.length === 0) return 'No claims: what the pods write is lost with them.';
  const claims = names.flatMap((pod) => templates.map((template) => `\`${template}-${pod}\``));
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = spec?.persistentVolumeClaimRetentionPolicy ?? {};
  const fate =
    whenScaled === 'Retain' && whenDeleted === 'Retain'
      ? 'They stay when pods, or the whole set, are deleted.'
      : `When scaled down: ${whenScaled}; when the set is deleted: ${whenDeleted}.`;
  return `A claim for each pod: ${listed(claims)}. ${fate}`;
}

/** The first few and the last. */
function listed(names: readonly string[]): string {
  if (names.length <= 4) return names.join(', ');
  return `${names.slice(0, 3).join(', ')} … ${names.at(-1) ?? ''}`;
}

export default statefulSetIdentity;
