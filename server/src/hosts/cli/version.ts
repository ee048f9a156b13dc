import { kubernetesVersions, type KubernetesVersion, newestVersion, versionNamed } from '../../schema/versions.ts';
import { UsageError } from './files.ts';
import type { PlacedConfig } from './config-file.ts';

/** The version that the flag chooses, else the configuration, else the newest. */
export function chosenVersion(flag: KubernetesVersion | undefined, { config }: PlacedConfig): KubernetesVersion {
  if (flag !== undefined || config.kubernetesVersion === undefined) return flag ?? newestVersion;
  const version = versionNamed(config.kubernetesVersion);
  if (version) return version;
  throw new UsageError(`kubernetesVersion "${config.kubernetesVersion}" is not one of ${kubernetesVersions.join(', ')}`);
}
