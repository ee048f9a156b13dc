import type { ClusterFile, NodeEntry } from '../cluster/cluster-file.ts';
import type { NodeSpec, ImageBehavior } from '../cluster/spec.ts';
import type { PatchType } from '../cluster/kubectl/patch.ts';
import type { FieldPath } from '../kubernetes/path.ts';

/**
 * The scenario language, as written: `apiVersion: drydock.dev/v1alpha1, kind: Scenario`. Durations are written as Go writes
 * them (`90s`, `1h30m`). The types in `schemas/drydock-v1alpha1.json` say the same to the editor.
 */
export interface ScenarioFile {
  readonly metadata?: { readonly name?: string };
  readonly spec: ScenarioSpec;
}

export interface ScenarioSpec {
  readonly description?: string;
  readonly cluster?: ClusterFile['spec'];
  readonly steps: readonly Step[];
  /** Must hold at every moment of the run. */
  readonly always?: readonly Expectation[];
  /** Must hold at some moment of the run. */
  readonly eventually?: readonly Expectation[];
  readonly atEnd?: readonly Expectation[];
}

/** Names an object: `deployment/web`; or a kind alone, with a selector and which of those it finds. */
export interface Target {
  readonly target: string;
  readonly namespace?: string;
  readonly selector?: Readonly<Record<string, string>>;
  /** Among those that the selector finds, by creation, then by name; from 0. */
  readonly index?: number;
}

export interface NodeTarget {
  readonly node: string;
}

/** Exactly one of these is given. */
export interface Step {
  readonly apply?: string;
  readonly applyFile?: string;
  readonly patch?: Target & { readonly type?: PatchType; readonly patch: unknown };
  readonly delete?: Target & {
    readonly gracePeriodSeconds?: number;
    readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  };
  readonly scale?: Target & { readonly replicas: number };
  readonly setImage?: Target & { readonly container?: string; readonly image: string };
  readonly pause?: Target;
  readonly resume?: Target;
  readonly restart?: Target;
  readonly undo?: Target & { readonly toRevision?: number };
  readonly cordon?: NodeTarget;
  readonly uncordon?: NodeTarget;
  readonly drain?: NodeTarget;
  readonly failNode?: NodeTarget;
  readonly recoverNode?: NodeTarget;
  readonly removeNode?: NodeTarget;
  readonly addNode?: NodeEntry;
  readonly taint?: NodeTarget & { readonly taints: NodeSpec['taints'] };
  readonly label?: Target & { readonly labels?: Readonly<Record<string, string>>; readonly remove?: readonly string[] };
  readonly evict?: Target;
  readonly crash?: Target & { readonly container?: string; readonly exitCode?: number };
  readonly behave?: ImageBehavior;
  readonly advance?: string;
  readonly settle?: string | Readonly<Record<string, never>>;
  readonly waitFor?: { readonly expect: readonly Expectation[]; readonly limit?: string };
  readonly expect?: readonly Expectation[];
  readonly always?: readonly Expectation[];
}

/** Which objects of a kind are meant. */
export interface ObjectFilter {
  readonly kind: string;
  readonly namespace?: string;
  readonly selector?: Readonly<Record<string, string>>;
  /** Name of the controller that owns them. */
  readonly owner?: string;
  /** Pods only, as all below: status.phase. */
  readonly phase?: string;
  readonly ready?: boolean;
  readonly terminating?: boolean;
  readonly node?: string;
  /** The image of the first container. */
  readonly image?: string;
}

export interface EventFilter {
  readonly reason?: string;
  /** `pod/web-0`, or a kind alone. */
  readonly of?: string;
  readonly namespace?: string;
  readonly type?: 'Normal' | 'Warning';
  /** A regular expression that the message must contain. */
  readonly matches?: string;
}

/** What a value must be; all that is given must hold. A missing number counts as 0, as the API leaves out zeros. */
export interface Comparison {
  readonly is?: unknown;
  readonly not?: unknown;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly matches?: string;
  readonly exists?: boolean;
}

/** Says something about one object (`of`), about a set of them, about events, or about what the step before came to. */
export interface Expectation extends Comparison {
  readonly of?: string;
  readonly namespace?: string;
  /** For `of` without a name: which of those that it finds; by creation, then by name, from 0. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly index?: number;
  readonly field?: string;
  readonly condition?: string;
  readonly status?: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly count?: ObjectFilter;
  readonly names?: ObjectFilter;
  readonly are?: readonly string[];
  readonly event?: EventFilter;
  readonly verdict?: string;
  readonly placement?: string;
  readonly refused?: { readonly matches?: string };
}

/** What is wrong with a scenario as written, and where. */
export interface Problem {
  readonly path: FieldPath;
  readonly message: string;
}

/** What a run found wrong. */
export interface Failure {
  /** Virtual seconds since the scenario's start. */
  readonly at: number;
  /** Where the step or the expectation is written. */
  readonly path: FieldPath;
  /** What should have been. */
  readonly what: string;
  /** What was instead, with the value. */
  readonly found: string;
  /** What the cluster says about its cause, where it says something. */
  readonly why?: string;
}

export interface ScenarioResult {
  readonly name: string;
  readonly description: string;
  readonly failures: readonly Failure[];
  /** Expectations that were judged, those at every moment counted once. */
  readonly expectations: number;
  /** How long the run took in virtual time. */
  readonly virtualSeconds: number;
  readonly seed: number;
  readonly nodes: number;
}
