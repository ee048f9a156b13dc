import { stringify } from 'yaml';
import type { ImageBehavior } from '../../server/src/cluster/spec.ts';
import type { ScenarioFile, Step } from '../../server/src/scenario/types.ts';
import { Draw } from './draw.ts';
import { type LooseStep, node, type Plot, step } from './steps.ts';
import { type Manifest, type Taste, workload } from './workloads.ts';

/** A scenario to play, and what may be asked of it. */
export interface Play {
  readonly seed: number;
  readonly file: ScenarioFile;
  /** Nothing in it takes pods down but rollouts. */
  readonly voluntary: boolean;
  /** All is at rest before each step and there is room for everything: what comes of it does not hang on chance. */
  readonly certain: boolean;
}

/** A third of all scenarios are rollouts and nothing else, and a third of those take one step at a time. */
export function generate(seed: number): Play {
  const draw = new Draw(seed);
  const taste: Taste = { calm: draw.chance(0.35) };
  const certain = taste.calm && draw.chance(0.35);
  const nodes = draw.list(draw.between(1, 6), (index) => (taste.calm ? { name: `node-${index}` } : node(draw, `node-${index}`)));
  const workloads = draw.list(draw.between(1, 4), (index) => workload(draw, `w${index}`, taste));
  const plot: Plot = { workloads, nodes: nodes.map(({ name = '' }) => name), taste };
  const applied: LooseStep[] = [...workloads, ...around(draw, plot)].map((manifest) => ({ apply: manifest }));
  const drawn = draw.list(draw.between(5, 25), () => step(draw, plot));
  const steps = certain ? [...applied, ...drawn].flatMap((one): LooseStep[] => [one, { settle: {} }]) : [...applied, ...drawn];
  const spec = { cluster: { nodes, images: images(draw) }, steps: [...steps, { settle: {} }].map(written) };
  return { seed, file: { metadata: { name: `swarm-${seed}` }, spec }, voluntary: taste.calm, certain };
}

/** How images behave that the scenarios name. */
function images(draw: Draw): ImageBehavior[] {
  return [
    { image: 'task:*', exitAfterSeconds: draw.between(0, 5), exitCode: 0 },
    { image: 'slow:*', pullSeconds: draw.between(1, 30), readyAfterSeconds: draw.between(5, 60) },
    { image: 'never:*', neverReady: true },
    { image: 'missing:*', pullError: 'not found' },
    { image: 'crash:*', exitAfterSeconds: draw.between(0, 10), exitCode: draw.between(0, 2) },
    { image: 'flaky:*', unreadyAfterSeconds: draw.between(5, 60), unhealthyAfterSeconds: draw.between(30, 120) },
    { image: 'app:*', pullSeconds: draw.between(0, 4), readyAfterSeconds: draw.between(0, 6), stopSeconds: draw.between(0, 3) },
  ];
}

/** Services and budgets for some of the workloads. */
function around(draw: Draw, { workloads }: Plot): Manifest[] {
  return workloads.flatMap(({ metadata: { name } }) => {
    const metadata = { name };
    const ports = [{ port: 80 }];
    const headless = draw.chance(0.3) ? { clusterIP: 'None' } : {};
    const unready = draw.chance(0.2) ? { publishNotReadyAddresses: true } : {};
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports, ...headless, ...unready },
    };
    const limit = draw.pick([{ minAvailable: draw.pick([0, 1, 2, '50%']) }, { maxUnavailable: draw.pick([0, 1, 2, '30%']) }]);
    const policy = draw.chance(0.3) ? { unhealthyPodEvictionPolicy: 'AlwaysAllow' } : {};
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { selector: { matchLabels: { app: name } }, ...limit, ...policy },
    };
    return [...(draw.chance(0.5) ? [service] : []), ...(draw.chance(0.4) ? [budget] : [])];
  });
}

const written = ({ apply, ...others }: LooseStep): Step =>
  apply ? { apply: stringify(apply, { aliasDuplicateObjects: false }) } : others;
