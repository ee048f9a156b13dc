import type { Container, PodSpec } from '../../kubernetes/api.ts';
import { type Insight, type InsightSite, valueAt } from './insight.ts';

/** Which containers of a pod see the same directory. */
const sharedVolumes: Insight = {
  fields: [
    'core.v1.Volume.name',
    'core.v1.Volume.emptyDir',
    'core.v1.PodSpec.volumes',
    'core.v1.VolumeMount.name',
    'core.v1.VolumeMount.mountPath',
    'core.v1.Container.volumeMounts',
  ],
  explain(site) {
    const spec = podSpecAround(site);
    const name = spec && volumeName(site);
    if (!spec || name === undefined) return undefined;
    if (!isDeclared(site, spec, name)) return undefined;
    const uses = [...(spec.initContainers ?? []), ...spec.containers].flatMap((container) => usesOf(container, name));
    if (uses.length === 0) return `No container mounts the volume \`${name}\`.`;
    if (uses.length === 1) return `Only ${uses[0] ?? ''} mounts the volume \`${name}\`.`;
    return `The volume \`${name}\` is one directory, shared by ${uses.join(', ')}.`;
  },
};

/** By the pod's volumes, or by a StatefulSet's claim templates. */
function isDeclared({ object }: InsightSite, spec: PodSpec, name: string): boolean {
  const templates = (valueAt(object, ['spec', 'volumeClaimTemplates']) ?? []) as { metadata?: { name?: string } }[];
  return [...(spec.volumes ?? []).map((volume) => volume.name), ...templates.map(({ metadata }) => metadata?.name)].includes(
    name,
  );
}

function podSpecAround({ object, path }: InsightSite): PodSpec | undefined {
  const at = path.findIndex((part) => part === 'volumes' || part === 'containers' || part === 'initContainers');
  const spec = at < 0 ? undefined : (valueAt(object, path.slice(0, at)) as PodSpec | undefined);
  return spec?.containers ? spec : undefined;
}

/** The volume that the path is in, or the one that the mount names. */
function volumeName({ object, path }: InsightSite): string | undefined {
  const at = path.findLastIndex((part) => part === 'volumes' || part === 'volumeMounts');
  if (typeof path[at + 1] !== 'number') return undefined;
  return (valueAt(object, path.slice(0, at + 2)) as { name?: string } | undefined)?.name;
}

function usesOf({ name, volumeMounts = [] }: Container, volume: string): string[] {
  return volumeMounts
    .filter((mount) => mount.name === volume)
    .map((mount) => `**${name}** at \`${mount.mountPath}\`${mount.readOnly ? ' (read only)' : ''}`);
}

export default sharedVolumes;
