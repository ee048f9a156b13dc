import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type ProgressToken,
  ResponseError,
  type WorkDoneProgressBegin,
} from 'vscode-languageserver/node';
import { type ClusterFile, readClusterFile } from '../../cluster/cluster-file.ts';
import type { ClusterSpec } from '../../cluster/spec.ts';
import { defaultClusterSpec } from '../../cluster/system/default-spec.ts';
import { clusterProblems } from '../../validation/cluster-file.ts';
import type { LanguageContext } from '../../language/service.ts';
import { readManifests } from '../../preview/manifests.ts';
import type { Manifest } from '../../preview/rehearsal.ts';
import { formatSeconds } from '../../preview/units.ts';
import {
  type ActionResult,
  type ClusterAction,
  notifications,
  type ObjectName,
  requests,
  type SimulateParams,
  type SimulateResult,
  type TreeParams,
} from '../../protocol.ts';
import { lineCounter } from '../lines.ts';
import type { RunParams } from '../worker/protocol.ts';
import { workerRequests } from '../worker/protocol.ts';
import { EmulatorThread } from '../worker/thread.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import { serveRehearsals } from './rehearse.ts';
import type { UserSettings } from './settings.ts';
import type { VersionChoice } from './version-choice.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

interface Paths {
  readonly worker: string;
  readonly schemas: string;
}

/** Answers the requests of `protocol.ts`: reads manifests here, and leaves the rest to the emulator's thread. */
export function serveCluster(
  connection: Connection,
  context: LanguageContext,
  files: WorkspaceFiles,
  { settings, version }: { readonly settings: UserSettings; readonly version: VersionChoice },
  publisher: DiagnosticsPublisher,
  paths: Paths,
): void {
  const thread = new EmulatorThread({
    file: paths.worker,
    schemas: paths.schemas,
    onDeath: (reason) => {
      connection.window.showErrorMessage(
        `Drydock's built-in cluster stopped unexpectedly (${reason}). It starts afresh with the next simulation.`,
      );
      tellChanged();
    },
  });
  const tellChanged = (to = 0): void => {
    void connection.sendNotification(notifications.clusterChanged, { to });
  };
  const configure = (spec: ClusterSpec): void => {
    void thread.configure({ spec, seed: settings.current.seed, kubernetesVersion: version.current }).then(() => {
      tellChanged();
    });
  };
  const clusters = new ClusterWatch(context, configure);
  settings.onChange((now, before) => {
    if (now.seed !== before.seed) configure(clusters.spec);
  });
  version.onChange(() => {
    configure(clusters.spec);
  });
  files.onChange((uri) => {
    clusters.look(uri);
  });

  // A cluster file that is read only afterwards would start another cluster.
  const ready = Promise.all([settings.ready, files.scanned]);
  connection.onRequest(
    requests.simulate,
    async (params: SimulateParams & { workDoneToken?: ProgressToken }, token: CancellationToken) => {
      await ready;
      const manifests = await manifestsOf(context, files, params).catch(refuse);
      const run: RunParams = { manifests };
      const report = progressOf(connection, params.workDoneToken);
      try {
        const result = await thread.request<SimulateResult>(workerRequests.run, run, token, report.virtualTime);
        tellChanged(result.to);
        return result;
      } finally {
        report.end();
      }
    },
  );
  connection.onRequest(requests.act, async (action: ClusterAction, token: CancellationToken) => {
    const result = await thread.request<ActionResult>(requests.act, action, token);
    tellChanged(result.run?.to);
    return result;
  });
  connection.onRequest(requests.tree, (params: TreeParams) => thread.request(requests.tree, params));
  connection.onRequest(requests.timeline, () => thread.request(requests.timeline, null));
  connection.onRequest(requests.objectYaml, (params: { object: ObjectName; at?: number }) =>
    thread.request(requests.objectYaml, params),
  );
  connection.onRequest(requests.revisions, (object: ObjectName) => thread.request(requests.revisions, object));
  serveRehearsals(connection, {
    ready,
    context,
    publisher,
    thread,
    seed: () => settings.current.seed,
    cluster: () => clusters.spec,
  });
  connection.onShutdown(() => thread.dispose());
}

/** An answer, not an accident: the editor shows the message as it is, without the request's name before it. */
function refuse(error: unknown): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, error instanceof Error ? error.message : String(error));
}

/** The objects to apply, from the editor's buffers where files are open. A file that cannot be read stops the run. */
async function manifestsOf(
  context: LanguageContext,
  files: WorkspaceFiles,
  { uris, line }: SimulateParams,
): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const uri of uris) {
    const problem = await files.problemAt(uri);
    if (problem) throw new Error(problem);
    for (const each of await files.filesAt(uri)) {
      const file = context.workspace.file(each);
      if (!file || file.dialect === 'helm' || file.dialect === 'kustomize-patch' || file.dialect === 'other') continue;
      const lineAt = lineCounter(file.text);
      const wanted = file.documents
        .map(({ yaml }) => yaml)
        .filter((yaml) => line === undefined || holdsLine(yaml.offset, yaml.text, lineAt, line));
      const read = readManifests(each, wanted, lineAt);
      const [broken] = read.unreadable;
      if (broken) throw new Error(`${each.slice(each.lastIndexOf('/') + 1)}:${broken.line + 1}: ${broken.message}`);
      manifests.push(...read.manifests);
    }
  }
  if (manifests.length === 0) throw new Error('there are no Kubernetes objects to apply here.');
  return manifests;
}

function holdsLine(offset: number, text: string, lineAt: (offset: number) => number, line: number): boolean {
  return lineAt(offset) <= line && line <= lineAt(offset + Math.max(0, text.length - 1));
}

function progressOf(
  connection: Connection,
  token: ProgressToken | undefined,
): { virtualTime: (seconds: number) => void; end: () => void } {
  if (token === undefined) return { virtualTime: () => undefined, end: () => undefined };
  const begin: WorkDoneProgressBegin = { kind: 'begin', title: 'Simulating', cancellable: true };
  const send = (value: unknown): void => {
    void connection.sendNotification('$/progress', { token, value });
  };
  send(begin);
  return {
    virtualTime: (seconds) => {
      send({ kind: 'report', message: `${formatSeconds(seconds)} of virtual time` });
    },
    end: () => {
      send({ kind: 'end' });
    },
  };
}

const clusterFileName = /(^|\/)drydock\.cluster\.ya?ml$/;

/** Follows the workspace's cluster file: a change of what it says starts another cluster. */
class ClusterWatch {
  spec: ClusterSpec = defaultClusterSpec;

  constructor(
    private readonly context: LanguageContext,
    private readonly onChange: (spec: ClusterSpec) => void,
  ) {}

  look(uri: string): void {
    if (!clusterFileName.test(uri)) return;
    const spec = this.read(uri);
    if (spec === undefined || JSON.stringify(spec) === JSON.stringify(this.spec)) return;
    this.spec = spec;
    this.onChange(spec);
  }

  /** Undefined while the file has mistakes: the last good cluster stays. */
  private read(uri: string): ClusterSpec | undefined {
    const file = this.context.workspace.file(uri);
    if (!file) return defaultClusterSpec;
    const manifest = file.documents.flatMap(({ manifests }) => manifests).find(({ kind }) => kind === 'Cluster');
    const isBroken = file.documents.some(({ yaml }) => yaml.problems.some(({ severity }) => severity === 'error'));
    if (!manifest || isBroken || manifest.shapeProblems.length > 0) return undefined;
    const cluster: ClusterFile = manifest.object;
    const hasMistakes = clusterProblems(cluster.spec ?? {}).some(({ severity }) => severity === 'error');
    return hasMistakes ? undefined : readClusterFile(cluster);
  }
}
