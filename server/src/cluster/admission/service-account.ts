import type { Container, Pod, PodSpec, ProjectedVolumeSource, ServiceAccount } from '../../kubernetes/api.ts';
import { generateName } from '../api/names.ts';
import { type AdmissionPlugin, admitted, forbidden } from './plugin.ts';

const defaultAccount = 'default';
const volumePrefix = 'kube-api-access-';
const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const mirrorAnnotation = 'kubernetes.io/config.mirror';

/**
 * Gives pods a service account, the token for it in each container, and the account's pull secrets.
 * Source: plugin/pkg/admission/serviceaccount/admission.go
 */
export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  kinds: ['Pod'],
  admit(object, { read, random }) {
    const pod = object as Pod;
    if (!pod.spec || pod.metadata.annotations?.[mirrorAnnotation] !== undefined) return admitted(pod);
    const namespace = pod.metadata.namespace ?? '';
    const name = pod.spec.serviceAccountName || defaultAccount;
    const account = read.get<ServiceAccount>('ServiceAccount', namespace, name);
    // A controller makes the default account with its namespace, and the real server waits for it.
    if (!account && name !== defaultAccount) {
      return forbidden(pod, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
    }
    const named: PodSpec = { ...pod.spec, serviceAccountName: name, serviceAccount: name };
    const mounts = named.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true;
    const mounted = mounts ? withToken(named, () => generateName(volumePrefix, (bound) => Math.floor(random() * bound))) : named;
    return admitted({ ...pod, spec: withPullSecrets(mounted, account) } as Pod);
  },
};

function withToken(spec: PodSpec, drawName: () => string): PodSpec {
  const existing = spec.volumes?.find((volume) => volume.name.startsWith(volumePrefix))?.name;
  const volumeName = existing ?? drawName();
  const isMissing = (container: Container) => !container.volumeMounts?.some((mount) => mount.mountPath === mountPath);
  const mounting = (container: Container): Container => {
    if (!isMissing(container)) return container;
    return { ...container, volumeMounts: [...(container.volumeMounts ?? []), { name: volumeName, readOnly: true, mountPath }] };
  };
  const isNeeded = [...(spec.initContainers ?? []), ...spec.containers].some(isMissing);
  const volumes = [...(spec.volumes ?? []), { name: volumeName, projected: tokenVolume() }];
  return {
    ...spec,
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(mounting) } : {}),
    containers: spec.containers.map(mounting),
    ...(existing === undefined && isNeeded ? { volumes } : {}),
  };
}

/** An hour and seven seconds: the odd seconds mark tokens whose holders do not yet renew them. */
const tokenSeconds = 3607;

function tokenVolume(): ProjectedVolumeSource {
  return {
    defaultMode: 0o644,
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds: tokenSeconds } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
  };
}

function withPullSecrets(spec: PodSpec, account: ServiceAccount | undefined): PodSpec {
  const secrets = account?.imagePullSecrets ?? [];
  if ((spec.imagePullSecrets ?? []).length > 0 || secrets.length === 0) return spec;
  return { ...spec, imagePullSecrets: secrets.map(({ name }) => ({ name })) };
}
