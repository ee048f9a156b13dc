import type { Container, LifecycleHandler, Pod } from '../../kubernetes/api.ts';
import { fnv1a } from '../../kubernetes/hash.ts';
import type { VirtualMs } from '../engine/types.ts';
import type { ImageBehavior } from '../spec.ts';
import type { ContainerRole } from './runtime.ts';

/**
 * How the process in a container behaves, since no image is run here. What is known best wins, setting by setting:
 *
 * 1. annotations of the pod, `drydock.dev/<container>.<setting>`: `pull-time`, `pull-error`, `ready-after`, `never-ready`
 *    ("true"), `unready-after`, `unhealthy-after`, `exit-after`, `exit-code`, `stop-time`; times as in Go (`5s`, `1m30s`, `250ms`)
 * 2. the first entry of the cluster's `images` that matches image and container
 * 3. defaults: an image is pulled in 0.5 to 3 s and a container created in 0.3 to 0.8 s (always the same for the same name);
 *    probes succeed as soon as they are due; main containers run until stopped when their restart policy is Always, and
 *    exit with 0 after 2 s otherwise; init containers exit with 0 after 2 s, sidecars run on; a process ends half a second
 *    after SIGTERM, with 0, or with 143 where it would have ended by itself
 *
 * Not modelled: what a command really does (exec probes and hooks, logs, files, network, CPU and memory use, and therefore
 * OOM kills and evictions under pressure). {@link notModelled} names what of it a given pod uses.
 */
export interface ContainerBehavior {
  readonly pullMs: VirtualMs;
  readonly pullError?: string;
  readonly sizeBytes: number;
  readonly createMs: VirtualMs;
  /** From the start until startup and readiness probes succeed; Infinity for never. */
  readonly readyAfterMs: VirtualMs;
  /** From the start until the readiness probe fails; Infinity for never. */
  readonly unreadyAfterMs: VirtualMs;
  /** When all this began to be so: what running containers do differently, they do from then on. */
  readonly since: VirtualMs;
  /** From the start until the liveness probe fails; Infinity for never. */
  readonly unhealthyAfterMs: VirtualMs;
  /** From the start until the process ends by itself; Infinity for never. */
  readonly exitAfterMs: VirtualMs;
  readonly exitCode: number;
  readonly stopMs: VirtualMs;
  readonly stopExitCode: number;
}

const defaultRunMs = 2000;
const defaultStopMs = 500;
const terminatedBySigterm = 143;

export function behaviorOf(
  pod: Pod,
  container: Container,
  role: ContainerRole,
  images: readonly ImageBehavior[],
): ContainerBehavior {
  const { annotations } = pod.metadata;
  const restartPolicy = pod.spec?.restartPolicy;
  const kept = keptBehaviors.get(container);
  if (kept && kept.annotations === annotations && kept.restartPolicy === restartPolicy && kept.images === images)
    return kept.behavior;
  const behavior = decide(pod, container, role, images);
  keptBehaviors.set(container, { annotations, restartPolicy, images, behavior });
  return behavior;
}

/** Specs are immutable and asked about at every step; what was decided is kept with all that it was decided from. */
const keptBehaviors = new WeakMap<
  Container,
  {
    annotations: Record<string, string> | undefined;
    restartPolicy: string | undefined;
    images: unknown;
    behavior: ContainerBehavior;
  }
>();

function decide(pod: Pod, container: Container, role: ContainerRole, images: readonly ImageBehavior[]): ContainerBehavior {
  const image = container.image ?? '';
  const entry = images.find((candidate) => matchesImage(candidate, image, container.name));
  const told = annotationsOf(pod, container.name);
  const hash = fnv1a(image);
  const time = (setting: string, seconds: number | undefined, otherwise: VirtualMs) =>
    duration(told(setting)) ?? milliseconds(seconds) ?? otherwise;
  const exitAfterMs = time('exit-after', entry?.exitAfterSeconds, runsOn(pod, container, role) ? Infinity : defaultRunMs);
  return {
    pullMs: time('pull-time', entry?.pullSeconds, 500 + (hash % 2501)),
    pullError: told('pull-error') ?? entry?.pullError,
    sizeBytes: entry?.sizeBytes ?? 5_000_000 + (hash % 195_000_000),
    createMs: 300 + (fnv1a(image, container.name) % 501),
    readyAfterMs: readyAfter(told, entry),
    unreadyAfterMs: time('unready-after', entry?.unreadyAfterSeconds, Infinity),
    since: entry?.since ?? 0,
    unhealthyAfterMs: time('unhealthy-after', entry?.unhealthyAfterSeconds, Infinity),
    exitAfterMs,
    exitCode: integer(told('exit-code')) ?? entry?.exitCode ?? 0,
    stopMs: time('stop-time', entry?.stopSeconds, defaultStopMs),
    stopExitCode: exitAfterMs === Infinity ? 0 : terminatedBySigterm,
  };
}

function runsOn(pod: Pod, container: Container, role: ContainerRole): boolean {
  if (role !== 'main') return role === 'sidecar';
  return (container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always') === 'Always';
}

function readyAfter(told: (setting: string) => string | undefined, entry: ImageBehavior | undefined): VirtualMs {
  const annotated = duration(told('ready-after'));
  const never = told('never-ready');
  if (never === 'true') return Infinity;
  if (annotated !== undefined) return annotated;
  return entry?.neverReady === true && never === undefined ? Infinity : (milliseconds(entry?.readyAfterSeconds) ?? 0);
}

function annotationsOf(pod: Pod, container: string): (setting: string) => string | undefined {
  const annotations = pod.metadata.annotations;
  return (setting) => annotations?.[`drydock.dev/${container}.${setting}`];
}

/** `*` stands for any run of characters. */
function matchesImage(entry: ImageBehavior, image: string, container: string): boolean {
  if (entry.container !== undefined && entry.container !== container) return false;
  const [first = '', ...rest] = entry.image.split('*');
  if (rest.length === 0) return image === first;
  if (!image.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let from = first.length;
  for (const part of rest) {
    const found = image.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return image.length - last.length >= from && image.endsWith(last);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration as Go writes it; undefined for what is none. */
export function duration(text: string | undefined): VirtualMs | undefined {
  if (text === undefined || !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) total += Number(amount) * (unitMs[unit ?? ''] ?? 0);
  return Math.round(total);
}

function milliseconds(seconds: number | undefined): VirtualMs | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** How long a lifecycle hook takes: `sleep` and commands that are nothing but a sleep; any other takes no time. */
export function hookMs(hook: LifecycleHandler | undefined): VirtualMs {
  if (hook?.sleep) return hook.sleep.seconds * 1000;
  const command = hook?.exec?.command ?? [];
  const text = /^(\/bin\/)?(ba|a)?sh$/.test(command[0] ?? '') && command[1] === '-c' ? (command[2] ?? '') : command.join(' ');
  const match = /^\s*(?:\/bin\/)?sleep\s+(\d+(?:\.\d+)?)s?\s*;?\s*$/.exec(text);
  return match ? Math.round(Number(match[1]) * 1000) : 0;
}

/** What this pod asks for that the emulator does not run, in words for its user; empty when all of it is modelled. */
export function notModelled(pod: Pod): string[] {
  const spec = pod.spec;
  if (!spec) return [];
  const found = [...(spec.initContainers ?? []), ...spec.containers].flatMap(notModelledIn);
  if (spec.ephemeralContainers?.length) found.push('ephemeral containers are not started');
  if (spec.imagePullSecrets?.length)
    found.push('image pull secrets are not checked; a registry refuses only what the behaviour model says');
  if (spec.resourceClaims?.length) found.push('resource claims are not allocated');
  return found;
}

function notModelledIn(container: Container): string[] {
  const found: string[] = [];
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
    if (container[probe]?.exec)
      found.push(`${container.name}: the command of ${probe} is not run; its outcome follows the behaviour model`);
  }
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = container.lifecycle?.[hook];
    if (handler && !handler.sleep && hookMs(handler) === 0)
      found.push(`${container.name}: the ${hook} hook is not run; it succeeds at once`);
  }
  if (container.restartPolicyRules?.some((rule) => rule.action === 'RestartAllContainers')) {
    found.push(`${container.name}: RestartAllContainers restarts only this container`);
  }
  return found;
}
