import type { Draw } from './draw.ts';

export type Fields = Record<string, unknown>;

export interface Manifest extends Fields {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

export interface Taste {
  /** Containers never fail by themselves, and pods ask for little. */
  readonly calm: boolean;
}

export const goodImages = ['app:1', 'app:2', 'app:3'];
export const badImages = ['slow:1', 'never:1', 'missing:1', 'crash:1', 'flaky:1'];

const kinds = ['Deployment', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod'];

/** A random workload; its pods bear `app: <name>`. */
export function workload(draw: Draw, name: string, taste: Taste, kind = draw.pick(kinds)): Manifest {
  const meta = { apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind, metadata: { name } };
  if (kind === 'Pod') return { ...meta, metadata: { name, labels: { app: name } }, spec: podSpec(draw, taste, true) };
  const template = { metadata: { labels: { app: name } }, spec: podSpec(draw, taste, false) };
  const spec = { selector: { matchLabels: { app: name } }, ...specs[kind]?.(draw, name), template };
  return { ...meta, spec } as Manifest;
}

const specs: Readonly<Record<string, (draw: Draw, name: string) => Fields>> = {
  Deployment: (draw) => ({
    replicas: draw.between(0, 8),
    ...draw.perhaps(0.6, () => ({ strategy: deploymentStrategy(draw) })),
    ...draw.perhaps(0.2, () => ({ minReadySeconds: draw.between(1, 30) })),
    ...draw.perhaps(0.2, () => ({ revisionHistoryLimit: draw.between(0, 3) })),
    ...draw.perhaps(0.3, () => ({ progressDeadlineSeconds: draw.between(60, 300) })),
  }),
  ReplicaSet: (draw) => ({
    replicas: draw.between(0, 6),
    ...draw.perhaps(0.2, () => ({ minReadySeconds: draw.between(1, 30) })),
  }),
  StatefulSet: (draw, name) => ({
    serviceName: name,
    replicas: draw.between(0, 5),
    ...draw.perhaps(0.4, () => ({ podManagementPolicy: draw.pick(['OrderedReady', 'Parallel']) })),
    ...draw.perhaps(0.5, () => ({ updateStrategy: statefulSetStrategy(draw) })),
    ...draw.perhaps(0.2, () => ({ minReadySeconds: draw.between(1, 20) })),
    ...draw.perhaps(0.2, () => ({ ordinals: { start: draw.between(0, 3) } })),
    ...draw.perhaps(0.3, () => claims(draw)),
  }),
  DaemonSet: (draw) => ({
    ...draw.perhaps(0.6, () => ({ updateStrategy: daemonSetStrategy(draw) })),
    ...draw.perhaps(0.2, () => ({ minReadySeconds: draw.between(1, 20) })),
  }),
};

const amount = (draw: Draw): number | string => draw.pick([1, 1, 2, 3, '10%', '25%', '34%', '50%', '100%']);

function deploymentStrategy(draw: Draw): Fields {
  if (draw.chance(0.2)) return { type: 'Recreate' };
  const surges = draw.chance(0.7);
  const rollingUpdate = surges
    ? { maxSurge: amount(draw), maxUnavailable: draw.pick([0, amount(draw)]) }
    : { maxSurge: 0, maxUnavailable: amount(draw) };
  return { type: 'RollingUpdate', rollingUpdate };
}

function daemonSetStrategy(draw: Draw): Fields {
  if (draw.chance(0.25)) return { type: 'OnDelete' };
  const rollingUpdate = draw.chance(0.5)
    ? { maxSurge: amount(draw), maxUnavailable: 0 }
    : { maxSurge: 0, maxUnavailable: amount(draw) };
  return { type: 'RollingUpdate', rollingUpdate };
}

function statefulSetStrategy(draw: Draw): Fields {
  if (draw.chance(0.25)) return { type: 'OnDelete' };
  const rollingUpdate = { partition: draw.between(0, 3), ...draw.perhaps(0.3, () => ({ maxUnavailable: amount(draw) })) };
  return { type: 'RollingUpdate', rollingUpdate };
}

function claims(draw: Draw): Fields {
  const policy = () => draw.pick(['Retain', 'Delete']);
  return {
    volumeClaimTemplates: [
      { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    ],
    ...draw.perhaps(0.5, () => ({ persistentVolumeClaimRetentionPolicy: { whenDeleted: policy(), whenScaled: policy() } })),
  };
}

function podSpec(draw: Draw, taste: Taste, mayEnd: boolean): Fields {
  const image = taste.calm || draw.chance(0.8) ? draw.pick(goodImages) : draw.pick(badImages);
  const container = { name: 'app', image, ...requests(draw, taste), ...draw.perhaps(0.4, () => probes(draw)) };
  return {
    ...draw.perhaps(0.2, () => ({ terminationGracePeriodSeconds: draw.between(0, 20) })),
    ...draw.perhaps(0.15, () => ({ initContainers: initContainers(draw) })),
    containers: [container, ...(draw.chance(0.15) ? [{ name: 'side', image: 'app:1' }] : [])],
    ...(taste.calm ? {} : placement(draw)),
    ...(mayEnd && draw.chance(0.5) ? { restartPolicy: draw.pick(['Never', 'OnFailure']) } : {}),
  };
}

function requests(draw: Draw, { calm }: Taste): Fields {
  if (draw.chance(0.4)) return {};
  const cpu = draw.pick(calm ? ['10m', '50m'] : ['50m', '250m', '500m', '1', '1500m']);
  const memory = draw.pick(calm ? ['16Mi', '64Mi'] : ['64Mi', '512Mi', '1Gi', '3Gi']);
  return { resources: { requests: { cpu, memory } } };
}

function probes(draw: Draw): Fields {
  const probe = () => ({
    httpGet: { path: '/', port: 80 },
    ...draw.perhaps(0.5, () => ({ periodSeconds: draw.between(1, 10) })),
    ...draw.perhaps(0.3, () => ({ initialDelaySeconds: draw.between(1, 10) })),
  });
  return {
    ...draw.perhaps(0.7, () => ({ readinessProbe: probe() })),
    ...draw.perhaps(0.3, () => ({ livenessProbe: { ...probe(), failureThreshold: draw.between(1, 3) } })),
    ...draw.perhaps(0.2, () => ({ startupProbe: { ...probe(), failureThreshold: 30 } })),
  };
}

function initContainers(draw: Draw): Fields[] {
  return [
    { name: 'init', image: 'task:1' },
    ...(draw.chance(0.5) ? [{ name: 'sidecar', image: 'app:1', restartPolicy: 'Always' }] : []),
  ];
}

function placement(draw: Draw): Fields {
  const zone = 'topology.kubernetes.io/zone';
  return {
    ...draw.perhaps(0.15, () => ({ nodeSelector: { [zone]: draw.pick(['a', 'b']) } })),
    ...draw.perhaps(0.15, () => ({
      tolerations: [{ key: 'dedicated', operator: 'Exists', ...draw.perhaps(0.5, () => ({ effect: 'NoSchedule' })) }],
    })),
    ...draw.perhaps(0.1, () => ({
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: draw.between(0, 60),
      })),
    })),
  };
}
