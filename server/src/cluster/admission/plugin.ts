import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { ApiError, Reader } from '../engine/types.ts';

/** What an admission plug-in may look at besides the object. */
export interface AdmissionContext {
  readonly read: Reader;
  /** Seeded: a number in [0, 1). */
  readonly random: () => number;
}

export type Admission =
  | { readonly ok: true; readonly object: KubernetesObject }
  | { readonly ok: false; readonly error: ApiError };

/** One admission plug-in, for new objects of some kinds: gives the object back, changed or not, or refuses it. */
export interface AdmissionPlugin {
  /** Upstream's name. */
  readonly name: string;
  /** Absent: all kinds. */
  readonly kinds?: readonly string[];
  admit(object: KubernetesObject, context: AdmissionContext): Admission;
}

export function admitted(object: KubernetesObject): Admission {
  return { ok: true, object };
}

/** A refusal that names the object, in the API server's words. Source: staging/src/k8s.io/apiserver/pkg/admission/errors.go */
export function forbidden(object: KubernetesObject, why: string): Admission {
  const message = `${groupResource(object)} "${requestedName(object)}" is forbidden: ${why}`;
  return { ok: false, error: { code: 403, reason: 'Forbidden', message } };
}

/** The name as requested: admission runs before the server draws the rest of a generated name. */
function requestedName({ metadata }: KubernetesObject): string {
  const { name, generateName } = metadata;
  const isDrawn =
    generateName !== undefined && generateName !== '' && (name ?? '').startsWith(generateName.slice(0, longestBase));
  return (isDrawn ? generateName : name) || 'Unknown';
}

const longestBase = 58;

/** `pods`, `deployments.apps`: the plural in lower case, and the group. */
function groupResource({ apiVersion, kind }: KubernetesObject): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  return group === undefined ? plural(kind.toLowerCase()) : `${plural(kind.toLowerCase())}.${group}`;
}

function plural(kind: string): string {
  if (kind === 'endpoints') return kind;
  if (kind.endsWith('s')) return `${kind}es`;
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
