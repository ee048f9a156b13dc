import type { FieldType } from '../../schema/index.ts';
import { kindKey } from '../../schema/structure.ts';
import { scalarText } from '../edits/write-yaml.ts';
import type { Completion } from './completion.ts';
import { kindValues } from './kinds.ts';
import { referenceValues } from './reference-values.ts';
import type { CompletionSite } from './site.ts';

/** The values that the field at the cursor may have, or names that it may refer to. */
export function valueCompletions(site: CompletionSite): readonly Completion[] {
  const kinds = kindValues(site);
  if (kinds) return kinds;
  const field = site.language.schema.typeAt(kindKey(site.apiVersion, site.kind), site.path);
  if (!field) return [];
  return [...referenceValues(site, field), ...fixedValues(site, field)];
}

function fixedValues(site: CompletionSite, field: FieldType): readonly Completion[] {
  const { shape, key } = field;
  const values = shape.enum?.map(String) ?? (shape.type === 'boolean' ? ['true', 'false'] : knownValues(key));
  const usual = typeof shape.default === 'string' ? shape.default : JSON.stringify(shape.default);
  return values.map((value) => ({
    label: value,
    kind: 'value' as const,
    detail: value === usual ? 'default' : '',
    rank: value === usual ? 0 : 1,
    change: site.valueChange(shape.type === 'boolean' ? value : scalarText(value, { inFlow: site.cursor.inFlow })),
  }));
}

/** Values of strings that the published schema does not list. */
function knownValues(key = ''): readonly string[] {
  return known[key] ?? [];
}

const known: Readonly<Record<string, readonly string[]>> = {
  'core.v1.ServiceSpec.clusterIP': ['None'],
  'core.v1.Container.restartPolicy': ['Always', 'Never', 'OnFailure'],
  'core.v1.Secret.type': [
    'Opaque',
    'kubernetes.io/basic-auth',
    'kubernetes.io/dockerconfigjson',
    'kubernetes.io/service-account-token',
    'kubernetes.io/ssh-auth',
    'kubernetes.io/tls',
  ],
  'core.v1.TopologySpreadConstraint.topologyKey': ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'],
  'core.v1.PodAffinityTerm.topologyKey': ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'],
  'core.v1.ObjectFieldSelector.fieldPath': [
    'metadata.name',
    'metadata.namespace',
    'metadata.uid',
    'spec.nodeName',
    'spec.serviceAccountName',
    'status.hostIP',
    'status.podIP',
  ],
  'core.v1.ResourceFieldSelector.resource': ['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'],
};
