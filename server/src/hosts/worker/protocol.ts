import type { ClusterSpec } from '../../cluster/spec.ts';
import type { Manifest } from '../../preview/rehearsal.ts';
import type { ScenarioSpec } from '../../scenario/types.ts';
import type { KubernetesVersion } from '../../schema/versions.ts';

/** What the language server hands to the emulator's thread when it starts it. */
export interface WorkerSetup {
  /** Folder of the structure files. */
  readonly schemas: string;
  /** One 32-bit number, shared: not 0 asks the running request to stop. A busy thread reads no messages. */
  readonly cancel: SharedArrayBuffer;
}

export interface ConfigureParams {
  readonly spec: ClusterSpec;
  readonly seed: number;
  readonly kubernetesVersion: KubernetesVersion;
}

export interface RunParams {
  readonly manifests: readonly Manifest[];
}

/** A scenario that has been read. */
export interface RehearseParams {
  readonly name: string;
  readonly spec: ScenarioSpec;
  /** Texts of the files that it applies, by name. */
  readonly files: readonly (readonly [string, string])[];
  readonly seed: number;
  /** For what the scenario does not say of its own. */
  readonly cluster: ClusterSpec;
}

export interface ObjectYamlParams {
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly at?: number;
}

/** Requests of the thread beside those of `protocol.ts`, which it answers with the same types. */
export const workerRequests = {
  /** ConfigureParams → null: another cluster, started afresh. */
  configure: 'configure',
  /** RunParams → SimulateResult */
  run: 'run',
  /** RehearseParams → ScenarioResult; tree and timeline show its cluster then. */
  rehearse: 'rehearse',
} as const;

export const workerNotifications = {
  /** Virtual seconds that a running request has reached. */
  progress: 'progress',
} as const;
