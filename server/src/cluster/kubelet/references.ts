import type {
  ConfigMap,
  Container,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
  Secret,
  Volume,
  VolumeProjection,
} from '../../kubernetes/api.ts';
import type { Reader } from '../engine/types.ts';

/**
 * What a pod refers to and its kubelet cannot find: volumes that cannot be mounted, environments that cannot be made.
 * Source: pkg/volume/{configmap,secret,projected}, pkg/kubelet/volumemanager, pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables)
 */
export interface MissingReferences {
  /** FailedMount's message. */
  readonly volume?: string;
  /** Why a container's configuration cannot be made, by container name. */
  readonly environment: Readonly<Record<string, string>>;
}

const nothingMissing: MissingReferences = { environment: {} };

export function missingReferences(pod: Pod, spec: PodSpec, read: Reader): MissingReferences {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const hasEnvironment = containers.some((container) => container.env?.length || container.envFrom?.length);
  if (!hasEnvironment && !spec.volumes?.length) return nothingMissing;
  const namespace = pod.metadata.namespace ?? '';
  const environment: Record<string, string> = {};
  for (const container of containers) {
    const problem = environmentProblem(container, namespace, read);
    if (problem !== undefined) environment[container.name] = problem;
  }
  const volume = volumesProblem(pod, spec, namespace, read);
  return volume === undefined ? { environment } : { volume, environment };
}

/** Whether a pod's start may wait for this object. */
export function refersTo(spec: PodSpec, kind: string, name: string, podName: string): boolean {
  for (const volume of spec.volumes ?? []) {
    if (kind === 'PersistentVolumeClaim' && claimName(volume, podName) === name) return true;
    if (kind === 'ConfigMap' && volume.configMap?.name === name) return true;
    if (kind === 'Secret' && volume.secret?.secretName === name) return true;
    if (volume.projected?.sources?.some((source) => projectedName(source, kind) === name)) return true;
  }
  return [...(spec.initContainers ?? []), ...spec.containers].some(
    (container) =>
      container.envFrom?.some(
        (from) => (kind === 'ConfigMap' ? from.configMapRef : kind === 'Secret' ? from.secretRef : undefined)?.name === name,
      ) ||
      container.env?.some(
        ({ valueFrom }) =>
          (kind === 'ConfigMap' ? valueFrom?.configMapKeyRef : kind === 'Secret' ? valueFrom?.secretKeyRef : undefined)?.name ===
          name,
      ),
  );
}

function projectedName(source: VolumeProjection, kind: string): string | undefined {
  if (kind === 'ConfigMap') return source.configMap?.name;
  return kind === 'Secret' ? source.secret?.name : undefined;
}

interface KeyReference {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

function environmentProblem(container: Container, namespace: string, read: Reader): string | undefined {
  for (const from of container.envFrom ?? []) {
    const problem =
      (from.configMapRef && keyProblem('ConfigMap', from.configMapRef, namespace, read)) ??
      (from.secretRef && keyProblem('Secret', from.secretRef, namespace, read));
    if (problem !== undefined) return problem;
  }
  for (const { value, valueFrom } of container.env ?? []) {
    if (value || !valueFrom) continue;
    const problem =
      (valueFrom.configMapKeyRef && keyProblem('ConfigMap', valueFrom.configMapKeyRef, namespace, read)) ??
      (valueFrom.secretKeyRef && keyProblem('Secret', valueFrom.secretKeyRef, namespace, read));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function keyProblem(kind: 'ConfigMap' | 'Secret', reference: KeyReference, namespace: string, read: Reader): string | undefined {
  const { name = '', key, optional } = reference;
  const object = read.get<ConfigMap | Secret>(kind, namespace, name);
  if (optional === true) return undefined;
  if (!object) return notFound(kind, name);
  return key === undefined || hasKey(object, key, false) ? undefined : `couldn't find key ${key} in ${kind} ${namespace}/${name}`;
}

function notFound(kind: 'ConfigMap' | 'Secret', name: string): string {
  return `${kind.toLowerCase()} "${name}" not found`;
}

/** An environment takes text only; a volume takes a ConfigMap's binaryData as well. */
function hasKey(object: ConfigMap | Secret, key: string, binary: boolean): boolean {
  if (object.data && key in object.data) return true;
  if (object.kind === 'Secret') return key in ((object as Secret).stringData ?? {});
  return binary && key in ((object as ConfigMap).binaryData ?? {});
}

function volumesProblem(pod: Pod, spec: PodSpec, namespace: string, read: Reader): string | undefined {
  const claims = (spec.volumes ?? []).flatMap((volume) => {
    const problem = claimProblem(claimName(volume, pod.metadata.name ?? ''), namespace, read);
    return problem === undefined ? [] : [{ name: volume.name, problem }];
  });
  if (claims.length > 0) {
    const names = claims.map(({ name }) => name).join(' ');
    const errors = claims.map(({ problem }) => problem).join('; ');
    return `Unable to attach or mount volumes: unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[${names}]: ${errors}`;
  }
  for (const volume of spec.volumes ?? []) {
    const problem = setupProblem(volume, namespace, read);
    if (problem !== undefined) return `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`;
  }
  return undefined;
}

/** The claim behind a volume; a generic ephemeral volume has one named after pod and volume. */
function claimName(volume: Volume, podName: string): string | undefined {
  return volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral ? `${podName}-${volume.name}` : undefined);
}

function claimProblem(name: string | undefined, namespace: string, read: Reader): string | undefined {
  if (name === undefined) return undefined;
  const claim = read.get<PersistentVolumeClaim>('PersistentVolumeClaim', namespace, name);
  if (!claim) {
    return `error processing PVC ${namespace}/${name}: failed to fetch PVC from API server: persistentvolumeclaims "${name}" not found`;
  }
  const bound = claim.status?.phase === 'Bound' && Boolean(claim.spec?.volumeName);
  return bound ? undefined : `error processing PVC ${namespace}/${name}: PVC is not bound`;
}

function setupProblem(volume: Volume, namespace: string, read: Reader): string | undefined {
  if (volume.configMap) return contentProblem('ConfigMap', { ...volume.configMap }, namespace, read);
  if (volume.secret) return contentProblem('Secret', { ...volume.secret, name: volume.secret.secretName ?? '' }, namespace, read);
  const problems = (volume.projected?.sources ?? []).flatMap((source) => {
    const problem =
      (source.configMap && contentProblem('ConfigMap', source.configMap, namespace, read)) ??
      (source.secret && contentProblem('Secret', source.secret, namespace, read));
    return problem === undefined ? [] : [problem];
  });
  return problems.length > 1 ? `[${problems.join(', ')}]` : problems[0];
}

interface Content {
  readonly name?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

/** What every pod gets from the cluster itself is taken to be there. */
const publishedConfigMap = 'kube-root-ca.crt';

function contentProblem(kind: 'ConfigMap' | 'Secret', content: Content, namespace: string, read: Reader): string | undefined {
  const { name = '', optional, items } = content;
  if (optional === true || (kind === 'ConfigMap' && name === publishedConfigMap)) return undefined;
  const object = read.get<ConfigMap | Secret>(kind, namespace, name);
  if (!object) return notFound(kind, name);
  const missing = items?.find(({ key }) => !hasKey(object, key, true));
  if (!missing) return undefined;
  return kind === 'Secret'
    ? `references non-existent secret key: ${missing.key}`
    : `configmap references non-existent config key: ${missing.key}`;
}
