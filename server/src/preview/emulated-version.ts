import { minorOf, newestVersion } from '../schema/versions.ts';

interface Versioned {
  readonly kubernetesVersion: string;
}

/** The cluster's version as the tree and the timeline show it, with what it behaves as where that is another. */
export function versionText(structure: Versioned): string {
  const { kubernetesVersion } = structure;
  return behavesAsIs(structure) ? kubernetesVersion : `${kubernetesVersion} (behaves as ${newestVersion})`;
}

/** What is to be said of a rehearsal whose API is older than what the emulator does; undefined where both are the same. */
export function versionNote(structure: Versioned): string | undefined {
  if (behavesAsIs(structure)) return undefined;
  return `manifests are read as Kubernetes ${minorOf(structure)} reads them, but the built-in cluster behaves as ${newestVersion} does: its controllers, scheduler and kubelets, and the hashes in names`;
}

function behavesAsIs(structure: Versioned): boolean {
  return minorOf(structure) === newestVersion;
}
