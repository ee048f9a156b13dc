import type { Step } from '../../server/src/scenario/types.ts';
import type { Draw } from './draw.ts';
import { badImages, type Fields, goodImages, type Manifest, type Taste, workload } from './workloads.ts';

/** What is known of a scenario while its steps are drawn. */
export interface Plot {
  readonly workloads: readonly Manifest[];
  /** Those that have joined, also in the course of the scenario. */
  readonly nodes: string[];
  readonly taste: Taste;
}

type Maker = (draw: Draw, plot: Plot) => LooseStep;

/** A step whose manifest is not text yet. */
export type LooseStep = Omit<Step, 'apply'> & { readonly apply?: Manifest };

const of = (manifest: Manifest): string => `${manifest.kind.toLowerCase()}/${manifest.metadata.name}`;
const scalable = ['Deployment', 'ReplicaSet', 'StatefulSet'];
const rolling = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Something that is done to a workload of one of these kinds; without any, time passes. */
function toAny(kinds: readonly string[], make: (draw: Draw, manifest: Manifest) => LooseStep): Maker {
  return (draw, plot) => {
    const fit = plot.workloads.filter(({ kind }) => kinds.includes(kind));
    return fit.length > 0 ? make(draw, draw.pick(fit)) : passing(draw, plot);
  };
}

/** Any of a workload's pods. */
function podOf(draw: Draw, { workloads }: Plot): { target: string; selector: Record<string, string>; index: number } {
  return { target: 'pod', selector: { app: draw.pick(workloads).metadata.name }, index: draw.between(0, 3) };
}

const passing: Maker = (draw) =>
  draw.chance(0.35) ? { settle: {} } : { advance: draw.pick(['50ms', '700ms', '3s', '11s', '45s', '100s', '400s']) };

/** What a rollout is made of: nothing of it takes pods down but by the rules of the workload. */
const calm: readonly Maker[] = [
  toAny(rolling, (draw, manifest) => ({ setImage: { target: of(manifest), container: 'app', image: draw.pick(goodImages) } })),
  toAny(rolling, (draw, manifest) => ({
    setImage: { target: of(manifest), container: 'app', image: draw.pick(['slow:1', 'never:1', 'missing:1']) },
  })),
  toAny(scalable, (draw, manifest) => ({ scale: { target: of(manifest), replicas: draw.between(0, 9) } })),
  toAny(rolling, (_, manifest) => ({ restart: { target: of(manifest) } })),
  toAny(rolling, (_, manifest) => ({ undo: { target: of(manifest) } })),
  toAny(['Deployment'], (_, manifest) => ({ pause: { target: of(manifest) } })),
  toAny(['Deployment'], (_, manifest) => ({ resume: { target: of(manifest) } })),
  (draw, plot) => ({ apply: again(draw, plot) }),
];

/** A workload is applied again: as it was, or with the same name and other contents. */
function again(draw: Draw, { workloads, taste }: Plot): Manifest {
  const manifest = draw.pick(workloads);
  return draw.chance(0.4) ? manifest : workload(draw, manifest.metadata.name, taste, manifest.kind);
}

const wild: readonly Maker[] = [
  (draw, plot) => ({
    delete: { ...podOf(draw, plot), ...draw.perhaps(0.3, () => ({ gracePeriodSeconds: draw.between(0, 5) })) },
  }),
  (draw, plot) => ({
    delete: {
      target: of(draw.pick(plot.workloads)),
      ...draw.perhaps(0.7, () => ({ propagationPolicy: draw.pick(['Background', 'Foreground', 'Orphan'] as const) })),
    },
  }),
  (draw, plot) => ({
    delete: { target: 'replicaset', selector: { app: draw.pick(plot.workloads).metadata.name }, index: draw.between(0, 1) },
  }),
  (draw, plot) => ({ crash: { ...podOf(draw, plot), exitCode: draw.between(0, 2) } }),
  (draw, plot) => ({ crash: { ...podOf(draw, plot), exitCode: draw.between(0, 2) } }),
  (draw, plot) => ({ evict: podOf(draw, plot) }),
  (draw, plot) => ({ evict: podOf(draw, plot) }),
  (draw, { nodes }) => ({ cordon: { node: draw.pick(nodes) } }),
  (draw, { nodes }) => ({ uncordon: { node: draw.pick(nodes) } }),
  (draw, { nodes }) => ({ drain: { node: draw.pick(nodes) } }),
  (draw, { nodes }) => ({ failNode: { node: draw.pick(nodes) } }),
  (draw, { nodes }) => ({ recoverNode: { node: draw.pick(nodes) } }),
  (draw, { nodes }) => ({ recoverNode: { node: draw.pick(nodes) } }),
  (draw, { nodes }) => ({ removeNode: { node: draw.pick(nodes) } }),
  (draw, { nodes }) => {
    const name = draw.chance(0.7) ? `late-${nodes.length}` : draw.pick(nodes);
    nodes.push(name);
    return { addNode: node(draw, name) };
  },
  (draw, { nodes }) => ({ taint: { node: draw.pick(nodes), taints: taints(draw) } }),
  (draw, { nodes }) => ({
    label: { target: `node/${draw.pick(nodes)}`, labels: { 'topology.kubernetes.io/zone': draw.pick(['a', 'b', 'c']) } },
  }),
  (draw, plot) => ({
    label: { ...podOf(draw, plot), labels: { app: draw.chance(0.5) ? 'released' : draw.pick(plot.workloads).metadata.name } },
  }),
  (draw) => ({ behave: behavior(draw, draw.pick([...goodImages, ...badImages])) }),
  toAny(scalable, (draw, manifest) => ({ patch: patchOf(draw, manifest) })),
  (draw, plot) => ({
    setImage: { target: of(draw.pick(plot.workloads)), container: 'app', image: draw.pick([...goodImages, ...badImages]) },
  }),
  (draw, plot) => ({ apply: workload(draw, draw.pick(plot.workloads).metadata.name, plot.taste) }),
];

/** One more step: now and then time passes, most often something is done. */
export function step(draw: Draw, plot: Plot): LooseStep {
  if (draw.chance(0.35)) return passing(draw, plot);
  const makers = plot.taste.calm || draw.chance(0.45) ? calm : wild;
  return draw.pick(makers)(draw, plot);
}

function patchOf(draw: Draw, manifest: Manifest): Step['patch'] {
  const strategies: Readonly<Record<string, Fields>> = {
    Deployment: { strategy: { rollingUpdate: { maxSurge: draw.between(0, 3), maxUnavailable: draw.between(1, 3) } } },
    StatefulSet: { updateStrategy: { rollingUpdate: { partition: draw.between(0, 3) } } },
  };
  const spec = draw.pick([
    { replicas: draw.between(0, 6) },
    { minReadySeconds: draw.between(0, 15) },
    strategies[manifest.kind] ?? {},
  ]);
  return { target: of(manifest), type: draw.pick(['strategic', 'merge'] as const), patch: { spec } };
}

export function taints(draw: Draw): { key: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[] {
  const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;
  return draw.chance(0.4) ? [] : [{ key: draw.pick(['dedicated', 'broken']), effect: draw.pick(effects) }];
}

export function node(draw: Draw, name: string): NonNullable<Step['addNode']> {
  return {
    name,
    ...draw.perhaps(0.6, () => ({ zone: draw.pick(['a', 'b', 'c']) })),
    ...draw.perhaps(0.5, () => ({
      capacity: {
        cpu: draw.pick(['1', '2', '8']),
        memory: draw.pick(['2Gi', '4Gi', '16Gi']),
        pods: draw.pick(['4', '10', '110']),
      },
    })),
    ...draw.perhaps(0.15, () => ({ taints: taints(draw) })),
  };
}

export function behavior(draw: Draw, image: string): NonNullable<Step['behave']> {
  return {
    image,
    pullSeconds: draw.between(0, 5),
    ...draw.pick<Fields>([
      { readyAfterSeconds: draw.between(0, 20) },
      { neverReady: true },
      { unreadyAfterSeconds: draw.between(1, 60) },
      { unhealthyAfterSeconds: draw.between(1, 60) },
      { exitAfterSeconds: draw.between(1, 60), exitCode: draw.between(0, 2) },
      { pullError: 'not found' },
      { stopSeconds: draw.between(0, 40) },
      {},
    ]),
  };
}
