import picocolors from 'picocolors';
import type { TraceEntry } from '../../cluster/engine/trace.ts';
import type { Pod } from '../../kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../../kubernetes/object.ts';
import { podStatus } from '../../kubernetes/printers/index.ts';
import { formatSeconds } from '../../preview/units.ts';
import type { Rehearsal } from '../../preview/rehearsal.ts';
import type { AppliedDocument, SimulateResult, WorkloadState } from '../../protocol.ts';

const colourOf: Readonly<Record<WorkloadState, (text: string) => string>> = {
  complete: picocolors.green,
  progressing: picocolors.yellow,
  stuck: picocolors.red,
  failed: picocolors.red,
};

/** The run as a person reads it: what was applied, what happened when, where the pods are, and the verdict. */
export function tell(rehearsal: Rehearsal, runs: readonly SimulateResult[]): string {
  const steps = runs.map((run, index) => tellRun(rehearsal, run, index, runs.length));
  return [...steps, heading('Pods'), podTable(rehearsal), heading('Verdict'), verdictLines(runs.at(-1)), ''].join('\n');
}

function tellRun(rehearsal: Rehearsal, run: SimulateResult, index: number, count: number): string {
  const title = count === 1 ? 'Applied' : `Step ${index + 1} of ${count}: applied`;
  const end = run.to;
  const events = rehearsal.trace.filter(
    (entry) => entry.verb === 'event' && entry.at >= run.from * 1000 && entry.at <= end * 1000,
  );
  return [
    heading(title),
    ...run.applied.map(appliedLine),
    heading(`What happened (${formatSeconds(end - run.from)} of virtual time)`),
    ...eventLines(events, run.from),
  ].join('\n');
}

function appliedLine({ result, message, uri, line, kind, name }: AppliedDocument): string {
  if (result === 'refused') return `  ${picocolors.red('refused')} ${uri}:${line + 1} ${message}`;
  if (result === 'unsupported') return `  ${picocolors.yellow('note')} ${kind.toLowerCase()}/${name}: ${message}`;
  return `  ${message}`;
}

/** Beyond this many lines a story is a log. */
const mostEvents = 60;

function eventLines(events: readonly TraceEntry[], from: number): string[] {
  const lines = events.map((entry) => eventLine(entry, from));
  if (lines.length <= mostEvents) return lines;
  const half = mostEvents / 2;
  return [...lines.slice(0, half), picocolors.dim(`  … ${lines.length - mostEvents} more events …`), ...lines.slice(-half)];
}

function eventLine(entry: TraceEntry, from: number): string {
  if (entry.verb !== 'event') return '';
  const at = `${(entry.at / 1000 - from).toFixed(1)} s`.padStart(9);
  const about = `${entry.ref.kind.toLowerCase()}/${entry.ref.name}`;
  const reason = entry.type === 'Warning' ? picocolors.yellow(entry.reason) : entry.reason;
  return `${picocolors.dim(at)}  ${about.padEnd(44)} ${reason}: ${entry.message}`;
}

function podTable(rehearsal: Rehearsal): string {
  const pods = rehearsal.objects().filter((object): object is Pod => object.kind === 'Pod' && !isClustersOwn(object));
  if (pods.length === 0) return '  no pods';
  const rows = pods.map((pod) => {
    const { ready, status, restarts } = podStatus(pod, Math.round(rehearsal.now * 1000));
    return [pod.metadata.namespace ?? '', pod.metadata.name ?? '', ready, status, restarts, pod.spec?.nodeName ?? '<none>'];
  });
  return table([['NAMESPACE', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'NODE'], ...rows]);
}

/** kube-proxy is the cluster's own, not the user's. */
function isClustersOwn(object: KubernetesObject): boolean {
  return object.metadata.namespace === 'kube-system' && controllerOf(object)?.name === 'kube-proxy';
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd()).join('\n');
}

function verdictLines(run: SimulateResult | undefined): string {
  const outcome = run?.outcome ?? [];
  if (outcome.length === 0) return '  nothing that runs pods was applied';
  return outcome
    .map(({ kind, name, namespace, state, reason, message }) => {
      const place = namespace === 'default' ? '' : ` (${namespace})`;
      return `  ${colourOf[state](state.padEnd(11))} ${kind.toLowerCase()}/${name}${place} ${reason}: ${message}`;
    })
    .join('\n');
}

function heading(text: string): string {
  return `\n${picocolors.bold(text)}`;
}
