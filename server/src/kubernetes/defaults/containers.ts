import { parseImage } from '../image.ts';
import { type Edit, edits, fillMissing, fillZero, inField, inItems, inStruct, isZero, set } from './edit.ts';
import { roundResources } from './resources.ts';

/** `Always` for the tag `latest` (also where no tag is written); an image that cannot be read has no tag. */
export function defaultPullPolicy(image: unknown): 'Always' | 'IfNotPresent' {
  return typeof image === 'string' && parseImage(image)?.tag === 'latest' ? 'Always' : 'IfNotPresent';
}

const httpGetDefaults = fillZero({ path: '/', scheme: 'HTTP' });

const probeDefaults: Edit = edits(
  fillZero({ timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }),
  inField('httpGet', httpGetDefaults),
  inField('grpc', fillMissing({ service: '' })),
);

const lifecycleDefaults: Edit = edits(
  inField('postStart', inField('httpGet', httpGetDefaults)),
  inField('preStop', inField('httpGet', httpGetDefaults)),
);

/** Of a fieldRef, in environments and in downward API volumes. */
export const fieldRefDefaults: Edit = fillZero({ apiVersion: 'v1' });

/** Containers of all three kinds have the same defaults. */
export const containerDefaults: Edit = edits(
  (container) =>
    isZero(container.imagePullPolicy) ? set(container, 'imagePullPolicy', defaultPullPolicy(container.image)) : container,
  fillZero({ terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' }),
  inItems('ports', fillZero({ protocol: 'TCP' })),
  inItems(
    'env',
    inField('valueFrom', edits(inField('fieldRef', fieldRefDefaults), inField('fileKeyRef', fillMissing({ optional: false })))),
  ),
  inStruct('resources', roundResources),
  inField('livenessProbe', probeDefaults),
  inField('readinessProbe', probeDefaults),
  inField('startupProbe', probeDefaults),
  inField('lifecycle', lifecycleDefaults),
);
