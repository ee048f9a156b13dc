import { Cluster, type ClusterParts } from '../cluster/cluster.ts';
import type { TraceEntry } from '../cluster/engine/trace.ts';
import type { VirtualMs } from '../cluster/engine/types.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import type { Schema } from '../schema/index.ts';
import { judgeRun, type Watch } from './always.ts';
import { kindOf } from './expectations/index.ts';
import { kindsOf } from './kinds.ts';
import type { Moment } from './moment.ts';
import type { Scenario } from './read.ts';
import { runStep } from './steps/index.ts';
import type { Expectation, Failure, ScenarioResult, Step } from './types.ts';
import { why } from './why.ts';
import type { World } from './world.ts';

export interface RunParts {
  readonly schema: Schema;
  /** Makes the parts of the cluster that the scenario asks for. */
  readonly parts: (scenario: Scenario) => ClusterParts;
  /** Asked now and then; true ends the run where it stands. */
  readonly shouldStop?: () => boolean;
}

/** A run that asks so often whether it should go on does millions of things without getting anywhere. */
const mostQuestions = 40_000;

export interface ScenarioRun {
  readonly result: ScenarioResult;
  readonly trace: readonly TraceEntry[];
  /** As the run left it. */
  readonly cluster: Cluster;
  /** When the first step began, in the cluster's time. */
  readonly startMs: VirtualMs;
}

/** Runs a scenario to its end, whatever fails on the way. */
export function runScenario(scenario: Scenario, parts: RunParts): ScenarioRun {
  const run = new Run(scenario, parts);
  const result = run.play();
  const { cluster, start } = run;
  return { result, trace: cluster.trace, cluster, startMs: start.ms };
}

class Run implements World {
  readonly cluster: Cluster;
  readonly schema: Schema;
  readonly kinds: World['kinds'];
  readonly files: World['files'];
  nodeCount: number;
  readonly start: { readonly index: number; readonly ms: number };
  private readonly watches: Watch[] = [];
  private readonly failures: Failure[] = [];
  private refusals: readonly string[] = [];
  /** The step that was refused, until an expectation has taken note of it. */
  private refused: FieldPath | undefined;
  private expectations = 0;
  private questions = 0;

  constructor(
    private readonly scenario: Scenario,
    private readonly parts: RunParts,
  ) {
    this.cluster = new Cluster(parts.parts(scenario));
    this.schema = parts.schema;
    this.kinds = kindsOf(parts.schema);
    this.files = scenario.files;
    this.nodeCount = scenario.cluster.nodes.length;
    this.start = { index: this.cluster.trace.length, ms: this.cluster.now };
  }

  play(): ScenarioResult {
    const { spec, name, cluster } = this.scenario;
    this.add(spec.always ?? [], ['spec', 'always'], 'always');
    this.add(spec.eventually ?? [], ['spec', 'eventually'], 'eventually');
    spec.steps.forEach((step, index) => {
      this.step(step, ['spec', 'steps', index]);
    });
    this.claimRefusal();
    this.failures.push(...this.judge(spec.atEnd ?? [], ['spec', 'atEnd']), ...this.judgeWatches());
    return {
      name,
      description: spec.description ?? '',
      failures: this.failures.toSorted((a, b) => a.at - b.at),
      expectations: this.expectations,
      virtualSeconds: this.seconds,
      seed: this.cluster.parts.seed,
      nodes: cluster.nodes.length,
    };
  }

  readonly shouldStop = (): boolean => {
    this.questions += 1;
    return this.questions > mostQuestions || this.parts.shouldStop?.() === true;
  };

  readonly judge = (expectations: readonly Expectation[], path: FieldPath): readonly Failure[] => {
    const moment = this.moment();
    return expectations.flatMap((expectation, index) => {
      const judgement = kindOf(expectation)?.check(expectation, moment);
      if (!judgement || judgement.holds) return [];
      const cause = why(judgement.about ?? [], moment);
      const { what, found } = judgement;
      return [{ at: this.seconds, path: [...path, index], what, found, ...(cause !== undefined && { why: cause }) }];
    });
  };

  readonly watch = (expectations: readonly Expectation[], path: FieldPath): void => {
    this.add(expectations, path, 'always');
  };

  readonly failure = (path: FieldPath, what: string, found: string): Failure => ({ at: this.seconds, path, what, found });

  private get seconds(): number {
    return (this.cluster.now - this.start.ms) / 1000;
  }

  private step(step: Step, path: FieldPath): void {
    const judged = step.expect ?? step.waitFor?.expect;
    if (!step.expect) this.claimRefusal();
    this.expectations += (judged ?? []).length;
    const { refusals = [], failures = [] } = runStep(step, this, path);
    this.failures.push(...failures);
    if (step.expect) {
      if (step.expect.some(({ refused }) => refused !== undefined)) this.refused = undefined;
      return;
    }
    this.refusals = refusals;
    this.refused = refusals.length > 0 ? path : undefined;
  }

  /** A refusal that nobody expects is a failure of its step. */
  private claimRefusal(): void {
    if (this.refused) this.failures.push(this.failure(this.refused, 'the step is done', `refused: ${this.refusals.join('\n')}`));
    this.refused = undefined;
  }

  private add(expectations: readonly Expectation[], path: FieldPath, mode: Watch['mode']): void {
    this.expectations += expectations.length;
    const from = this.cluster.trace.length;
    this.watches.push(...expectations.map((expectation, index): Watch => ({ expectation, path: [...path, index], mode, from })));
  }

  private judgeWatches(): readonly Failure[] {
    this.expectations += (this.scenario.spec.atEnd ?? []).length;
    if (this.watches.length === 0) return [];
    const { cluster, start, kinds } = this;
    return judgeRun(this.watches, {
      trace: cluster.trace,
      start: start.index,
      startMs: start.ms,
      endMs: cluster.now,
      settled: cluster.isSettled,
      kinds,
    });
  }

  private moment(): Moment {
    const { cluster, kinds, refusals, start } = this;
    return {
      at: cluster.now,
      read: cluster.read,
      kinds,
      refusals,
      settled: cluster.isSettled,
      get trace() {
        return cluster.trace.slice(start.index);
      },
    };
  }
}
