import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mergeStructures, type Structure } from '../schema/structure.ts';
import { type KubernetesVersion, kubernetesVersions, newestVersion, olderStructure } from '../schema/versions.ts';

/** The structure of one version. `folder` holds the structure files. */
export function readStructure(folder: string, version: KubernetesVersion = newestVersion): Structure {
  return new StructureFiles(folder).of(version);
}

/** The structures of the versions of Kubernetes, each with Drydock's own kinds, read when they are first asked for. */
export class StructureFiles {
  private readonly known = new Map<KubernetesVersion, Structure>();
  private ownKinds: Structure | undefined;

  /** @param folder where the structure files are */
  constructor(readonly folder: string) {}

  of(version: KubernetesVersion): Structure {
    return mergeStructures(this.kubernetes(version), this.own());
  }

  /** All versions, oldest first. */
  readonly all = (): readonly Structure[] => kubernetesVersions.map((version) => this.kubernetes(version));

  private own(): Structure {
    this.ownKinds ??= this.read<Structure>('drydock-v1alpha1.json');
    return this.ownKinds;
  }

  private kubernetes(version: KubernetesVersion): Structure {
    const known = this.known.get(version);
    if (known) return known;
    const next = kubernetesVersions[kubernetesVersions.indexOf(version) + 1];
    const structure = next
      ? olderStructure(this.kubernetes(next), this.read(`kubernetes-${version}.patch.json`))
      : this.read<Structure>(`kubernetes-${version}.json`);
    this.known.set(version, structure);
    return structure;
  }

  private read<T>(name: string): T {
    return JSON.parse(readFileSync(path.join(this.folder, name), 'utf8')) as T;
  }
}
