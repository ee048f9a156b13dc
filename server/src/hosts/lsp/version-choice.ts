import { type KubernetesVersion, newestVersion, versionNamed } from '../../schema/versions.ts';
import { ConfigFiles } from './config-files.ts';
import type { UserSettings } from './settings.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/**
 * The version of Kubernetes by which the workspace is judged: what the `.drydock.yaml` of a workspace folder says goes before
 * the user's setting. A version that is none of ours is no choice.
 */
export class VersionChoice {
  current: KubernetesVersion = newestVersion;
  private readonly listeners: ((version: KubernetesVersion) => void)[] = [];

  constructor(
    private readonly settings: UserSettings,
    private readonly configs: ConfigFiles,
    private readonly files: WorkspaceFiles,
  ) {
    settings.onChange(() => {
      this.choose();
    });
    files.onChange((uri) => {
      if (ConfigFiles.isConfig(uri)) this.choose();
    });
  }

  onChange(listener: (version: KubernetesVersion) => void): void {
    this.listeners.push(listener);
  }

  private choose(): void {
    const chosen = this.configured() ?? versionNamed(this.settings.current.kubernetesVersion) ?? newestVersion;
    if (chosen === this.current) return;
    this.current = chosen;
    for (const listener of this.listeners) listener(chosen);
  }

  private configured(): KubernetesVersion | undefined {
    for (const folder of this.files.folders) {
      const version = versionNamed(this.configs.of(`${folder.replace(/\/$/, '')}/`).kubernetesVersion);
      if (version) return version;
    }
    return undefined;
  }
}
