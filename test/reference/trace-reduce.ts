import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { merged, normalRun, type Run, type RunEvent, type Write } from './trace-normal.ts';

/** One run as the Go recorder writes it. */
interface Raw {
  readonly kubernetes?: string;
  readonly points: Run['points'];
  readonly answers: Run['answers'] | null;
  readonly writes: readonly Write[] | null;
}

interface EventObject extends KubernetesObject {
  readonly involvedObject: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

const nameOf = (file: string): string => file.replace(/\.\d+\.json$/, '');

/** Tells two texts of a scenario apart: a recording belongs to one of them. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Makes one recording of the raw runs of each scenario, and says what differs between them. */
export function reduceTraces(raw: string, output: string, scenarios: readonly string[]): void {
  mkdirSync(output, { recursive: true });
  const files = readdirSync(raw).filter((file) => file.endsWith('.json'));
  for (const name of new Set(files.map(nameOf).sort())) {
    const runs = files.filter((file) => nameOf(file) === name).map((file) => read(path.join(raw, file)));
    const source = scenarios.map((folder) => path.join(folder, `${name}.yaml`)).find((file) => existsSync(file));
    if (runs.length < 3 || source === undefined) {
      console.log(`${name}: left as it was, with ${runs.length} runs`);
      continue;
    }
    const recorded = merged(runs.map((each) => normalRun(runOf(each))));
    const head = { kubernetes: runs[0]?.kubernetes, scenario: fingerprint(readFileSync(source, 'utf8')), runs: runs.length };
    writeFileSync(path.join(output, `${name}.json`), `${JSON.stringify({ ...head, ...recorded }, null, 1)}\n`);
    console.log(`${name}: ${runs.length} runs${differing(recorded)}`);
  }
}

const read = (file: string): Raw => JSON.parse(readFileSync(file, 'utf8')) as Raw;

function runOf({ points, answers, writes: all }: Raw): Run {
  const writes = all ?? [];
  const events = writes.flatMap(({ type, object }): RunEvent[] => {
    if (object.kind !== 'Event' || type === 'DELETED') return [];
    const { involvedObject, type: severity, reason, message } = object as EventObject;
    const { kind, name, namespace = '' } = involvedObject;
    return [{ kind, name, namespace, type: severity, reason, message }];
  });
  return { points, answers: answers ?? [], events, writes: writes.filter(({ object }) => object.kind !== 'Event') };
}

function differing(recorded: object): string {
  const found = Object.entries(recorded).flatMap(([part, values]) =>
    Object.entries(values as Record<string, unknown>)
      .filter(([, value]) => typeof value === 'object' && value !== null && 'oneOf' in value)
      .map(([key]) => `${part} ${key}`),
  );
  return found.length > 0 ? `; not the same in all: ${found.join(', ')}` : '';
}
