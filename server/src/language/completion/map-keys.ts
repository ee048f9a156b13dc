import type { FieldType } from '../../schema/index.ts';
import { scalarText } from '../edits/write-yaml.ts';
import type { Completion } from './completion.ts';
import { type Labels, ownTemplateLabels, workspaceLabels } from './labels.ts';
import type { CompletionSite } from './site.ts';

const computeResources = ['cpu', 'memory', 'ephemeral-storage'];
const recommendedLabels = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/version',
  'app.kubernetes.io/component',
  'app.kubernetes.io/part-of',
];

/** Keys of maps that Kubernetes gives no names for, yet that are the same in most manifests. */
export function mapKeys(site: CompletionSite, { key = '' }: FieldType): readonly Completion[] {
  if (/\.(ResourceRequirements\.(requests|limits)|Node\.capacity)$/.test(key)) return plain(site, computeResources, 'quantity');
  if (key === 'core.v1.VolumeResourceRequirements.requests') return plain(site, ['storage'], 'quantity');
  if (key === 'core.v1.PodSpec.nodeSelector')
    return plain(
      site,
      ['kubernetes.io/arch', 'kubernetes.io/hostname', 'kubernetes.io/os', 'topology.kubernetes.io/zone'],
      'label of nodes',
    );
  if (key === 'meta.v1.ObjectMeta.labels')
    return [...labelsThatSelect(site), ...plain(site, recommendedLabels, 'recommended label')];
  if (key === 'meta.v1.LabelSelector.matchLabels') return pairs(site, ownTemplateLabels(site) ?? workspaceLabels(site));
  if (key === 'core.v1.ServiceSpec.selector') return pairs(site, workspaceLabels(site));
  return [];
}

/** The labels of a template are first of all those by which its owner selects. */
function labelsThatSelect(site: CompletionSite): readonly Completion[] {
  const spec = site.object.spec as { readonly selector?: { readonly matchLabels?: Labels } } | undefined;
  const labels = site.path.includes('template') ? spec?.selector?.matchLabels : undefined;
  return labels ? pairs(site, [labels]) : [];
}

function plain(site: CompletionSite, keys: readonly string[], detail: string): readonly Completion[] {
  return free(site, keys).map((key, index) => completion(site, key, key, '', detail, 50 + index));
}

/** Key and value together. */
function pairs(site: CompletionSite, sets: readonly Labels[]): readonly Completion[] {
  const texts = new Map<string, readonly [string, string]>();
  for (const labels of sets) for (const [key, value] of Object.entries(labels)) texts.set(`${key}: ${value}`, [key, value]);
  const keys = new Set(
    free(
      site,
      [...texts.values()].map(([key]) => key),
    ),
  );
  return [...texts]
    .filter(([, [key]]) => keys.has(key))
    .map(([label, [key, value]]) => completion(site, label, key, scalarText(value), 'label of pods', 0));
}

function free({ cursor: { siblings, prefix } }: CompletionSite, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !siblings.has(key) || key === prefix);
}

function completion(site: CompletionSite, label: string, key: string, value: string, detail: string, rank: number): Completion {
  return { label, kind: 'reference', detail, rank, change: site.change(site.cursor.hasColon ? key : `${key}: ${value}`) };
}
