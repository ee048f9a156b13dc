/** The data of `schemas/kubernetes-<version>.json`: written by `schemas/generator`. */
export interface Structure {
  readonly kubernetesVersion: string;
  /** By `group/version/Kind`, or `version/Kind` for the core group. */
  readonly kinds: Readonly<Record<string, KindInfo>>;
  /** By type name, for example `apps.v1.DeploymentSpec`. */
  readonly types: Readonly<Record<string, FieldShape>>;
}

export interface KindInfo {
  readonly type: string;
  /** Plural resource name, for example `deployments`. */
  readonly resource: string;
  readonly shortNames?: readonly string[];
  readonly namespaced: boolean;
  readonly subresources?: readonly string[];
}

export interface FieldShape {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, FieldShape>>;
  readonly required?: readonly string[];
  readonly items?: FieldShape;
  readonly additionalProperties?: FieldShape;
  readonly listType?: 'atomic' | 'map' | 'set';
  readonly listMapKeys?: readonly string[];
  readonly mergeKey?: string;
  readonly patchStrategy?: string;
  /** Only where the structure is Drydock's own; descriptions of Kubernetes' fields come apart. */
  readonly description?: string;
}

/** One structure out of two; names do not clash. */
export function mergeStructures(kubernetes: Structure, own: Structure): Structure {
  return {
    kubernetesVersion: kubernetes.kubernetesVersion,
    kinds: { ...kubernetes.kinds, ...own.kinds },
    types: { ...kubernetes.types, ...own.types },
  };
}

/** Key of {@link Structure.kinds} for an object's own words. */
export function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion}/${kind}`;
}
