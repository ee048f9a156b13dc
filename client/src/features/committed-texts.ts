import * as vscode from 'vscode';
import type { CommittedText } from '../../../server/src/protocol.ts';
import type { ServerState } from '../cluster-api.ts';

interface Listener {
  readonly onStateChanged: vscode.Event<ServerState>;
  tellCommitted(committed: CommittedText): Promise<void>;
}

/** What is used of the API of VS Code's own Git extension (extensions/git/src/api/git.d.ts). */
interface GitExtension {
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: vscode.Event<Repository>;
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  readonly state: { readonly HEAD: { readonly commit?: string } | undefined; readonly onDidChange: vscode.Event<void> };
  show(ref: string, path: string): Promise<string>;
}

/**
 * Tells the server how open manifests were committed last, and again when HEAD moves. Without Git, without a repository or for
 * a file that is new there is nothing to tell, and nothing is said about it.
 */
export function tellCommittedTexts(server: Listener): vscode.Disposable {
  const subscriptions: vscode.Disposable[] = [];
  void gitApi().then((git) => {
    if (git === undefined) return;
    const tell = (document: vscode.TextDocument): void => {
      if (document.uri.scheme === 'file' && document.languageId === 'yaml') void tellCommitted(server, git, document.uri);
    };
    const tellAll = (): void => {
      vscode.workspace.textDocuments.forEach(tell);
    };
    const watch = (repository: Repository): void => {
      let commit = repository.state.HEAD?.commit;
      subscriptions.push(
        repository.state.onDidChange(() => {
          if (repository.state.HEAD?.commit === commit) return;
          commit = repository.state.HEAD?.commit;
          tellAll();
        }),
      );
      tellAll();
    };
    subscriptions.push(
      vscode.workspace.onDidOpenTextDocument(tell),
      git.onDidOpenRepository(watch),
      server.onStateChanged((state) => {
        if (state === 'running') tellAll();
      }),
    );
    git.repositories.forEach(watch);
    tellAll();
  });
  return new vscode.Disposable(() => {
    subscriptions.forEach((subscription) => {
      subscription.dispose();
    });
  });
}

/** undefined where the Git extension is missing or switched off. */
async function gitApi(): Promise<GitApi | undefined> {
  try {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    const git = await extension?.activate();
    return git?.getAPI(1);
  } catch {
    return undefined;
  }
}

async function tellCommitted(server: Listener, git: GitApi, uri: vscode.Uri): Promise<void> {
  const repository = git.getRepository(uri);
  // A file that HEAD does not have is new: Git says so by refusing.
  const text = repository === null ? null : await repository.show('HEAD', uri.fsPath).catch(() => null);
  await server.tellCommitted({ uri: uri.toString(), text }).catch(() => undefined);
}
