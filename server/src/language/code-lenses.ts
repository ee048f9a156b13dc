import type { WorkspaceDocument, WorkspaceFile } from '../workspace/index.ts';

/** A line above a workload that a click acts on. */
export interface CodeLens {
  /** Offset in the file. */
  readonly offset: number;
  readonly title: string;
  readonly tooltip: string;
  /** What a click does with the document. */
  readonly act: 'simulate' | 'rehearse';
}

const simulated: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod']);

/** "Simulate Apply" above each workload, "Rehearse" above each scenario. */
export function codeLenses(file: WorkspaceFile): readonly CodeLens[] {
  if (file.dialect === 'cluster') return file.documents.flatMap(rehearse);
  if (file.dialect !== 'kubernetes') return [];
  return file.documents.flatMap(({ yaml, manifests }) => {
    const workload = manifests.find(({ kind }) => simulated.has(kind));
    if (!workload) return [];
    const others = manifests.length - 1;
    const what = others === 0 ? `${workload.kind} ${workload.name}` : `${workload.kind} ${workload.name} and ${others} more`;
    const lens: CodeLens = {
      offset: yaml.offset + (yaml.root?.range.start ?? 0),
      title: '$(play) Simulate Apply',
      tooltip: `Apply ${what} to the built-in cluster and watch what happens`,
      act: 'simulate',
    };
    return [lens];
  });
}

function rehearse({ yaml, manifests }: WorkspaceDocument): readonly CodeLens[] {
  const scenario = manifests.find(({ kind }) => kind === 'Scenario');
  if (!scenario) return [];
  const tooltip = `Run the scenario ${scenario.name} against a cluster of its own and look what holds`;
  return [{ offset: yaml.offset + (yaml.root?.range.start ?? 0), title: '$(beaker) Rehearse', tooltip, act: 'rehearse' }];
}
