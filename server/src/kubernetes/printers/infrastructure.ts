import type { Node, PersistentVolumeClaim, Service } from '../api.ts';
import { age, type Column, columns } from './columns.ts';

/**
 * What `kubectl get` shows of Services, Nodes and PersistentVolumeClaims; `now` in virtual milliseconds.
 * Source: pkg/printers/internalversion/printers.go
 */

export function serviceColumns(service: Service, now: number): Column[] {
  const { metadata, spec } = service;
  return columns(
    ['NAME', metadata.name],
    ['TYPE', spec?.type ?? ''],
    ['CLUSTER-IP', spec?.clusterIPs?.[0] ?? '<none>'],
    ['EXTERNAL-IP', externalIP(service)],
    ['PORT(S)', portsText(service)],
    ['AGE', age(metadata.creationTimestamp, now)],
  );
}

function externalIP({ spec, status }: Service): string {
  const own = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ClusterIP':
    case 'NodePort':
      return own.join(',') || '<none>';
    case 'LoadBalancer':
      return [loadBalancerText(status?.loadBalancer?.ingress ?? []), ...own].filter(Boolean).join(',') || '<pending>';
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

const loadBalancerWidth = 16;

/** Addresses, or names of those without one; cut where the column ends. */
function loadBalancerText(ingress: readonly { readonly ip?: string; readonly hostname?: string }[]): string {
  const found = new Set(ingress.map(({ ip, hostname }) => ip || hostname || '').filter(Boolean));
  const text = [...found].sort().join(',');
  return text.length > loadBalancerWidth ? `${text.slice(0, loadBalancerWidth - 3)}...` : text;
}

function portsText({ spec }: Service): string {
  const ports = (spec?.ports ?? []).map(
    ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`,
  );
  return ports.join(',') || '<none>';
}

export function nodeColumns(node: Node, now: number): Column[] {
  return columns(
    ['NAME', node.metadata.name],
    ['STATUS', nodeStatus(node)],
    ['ROLES', nodeRoles(node)],
    ['AGE', age(node.metadata.creationTimestamp, now)],
    ['VERSION', node.status?.nodeInfo?.kubeletVersion ?? ''],
  );
}

/** `Ready`, `NotReady`, `Unknown`, each with `,SchedulingDisabled` when the node is cordoned. */
function nodeStatus(node: Node): string {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  const status = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable === true ? `${status},SchedulingDisabled` : status;
}

const rolePrefix = 'node-role.kubernetes.io/';

function nodeRoles(node: Node): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return [...roles].sort().join(',') || '<none>';
}

export function claimColumns(claim: PersistentVolumeClaim, now: number): Column[] {
  const { metadata, spec, status } = claim;
  const isBound = Boolean(spec?.volumeName);
  return columns(
    ['NAME', metadata.name],
    ['STATUS', metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating'],
    ['VOLUME', spec?.volumeName ?? ''],
    ['CAPACITY', isBound ? (status?.capacity?.['storage'] ?? 0) : ''],
    ['ACCESS MODES', isBound ? accessModesText(status?.accessModes ?? []) : ''],
    ['STORAGECLASS', metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? ''],
    ['VOLUMEATTRIBUTESCLASS', spec?.volumeAttributesClassName ?? '<unset>'],
    ['AGE', age(metadata.creationTimestamp, now)],
  );
}

const accessModes: readonly (readonly [mode: string, short: string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModesText(modes: readonly string[]): string {
  return accessModes.flatMap(([mode, short]) => (modes.includes(mode) ? [short] : [])).join(',');
}
