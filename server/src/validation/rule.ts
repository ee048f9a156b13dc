import type { ApiTypes } from '../kubernetes/api.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import type { KubernetesVersion } from '../schema/versions.ts';
import type { FieldError } from './field-error.ts';

/** A manifest's value: anything may be missing, whatever the type says; what is there has the type's JSON type. */
export type Written<T> = T extends (infer Item)[]
  ? Written<Item>[]
  : T extends object
    ? { readonly [K in keyof T]?: Written<T[K]> }
    : T;

export type Severity = 'error' | 'warning' | 'information';

/**
 * One rule: what the API server (or a controller later on) says about one thing. One rule = one file in `rules/`,
 * whose default export is the rule, and one line in `rules/index.ts`.
 *
 * `on` names the type, as in the structure file, of the values that the rule looks at: `apps.v1.Deployment` is called
 * once for each Deployment, `core.v1.Container` for each container wherever one stands (init containers and pod
 * templates too). `check` sees the **defaulted** value and yields errors whose paths are those of the written object.
 */
export interface Rule<T extends keyof ApiTypes = keyof ApiTypes> {
  /** Stable, in kebab case: users name it in settings and comments. */
  readonly id: string;
  /** Rows of the checklist that this rule covers, for example `DEP-09`. */
  readonly covers: readonly string[];
  /** One sentence for the rule's documentation page. */
  readonly summary: string;
  /** Page of the Kubernetes documentation. */
  readonly docs: string;
  /** `error`: the API server refuses the object. `warning`: it accepts and warns, or something fails later. */
  readonly severity: Severity;
  readonly on: T | readonly T[];
  /** Called after the rules without this, for it asks what they refused. */
  readonly last?: true;
  check(value: Written<ApiTypes[T]>, site: Site): Iterable<FieldError>;
  /** The one obvious repair, where there is one. */
  fix?(error: FieldError, site: Site): Fix | undefined;
}

/** Where the value that a rule looks at stands. */
export interface Site {
  /** Path of the value in the object. */
  readonly path: FieldPath;
  /** The whole object, defaulted. */
  readonly object: Written<KubernetesObject> & Readonly<Record<string, unknown>>;
  /** `apps/v1/Deployment` */
  readonly kind: string;
  /** Whether objects of the kind live in namespaces. */
  readonly namespaced: boolean;
  /** Of Kubernetes, by which the object is judged. */
  readonly version: KubernetesVersion;
  /** The same path as upstream prints it. */
  readonly field: string;
  /** The values around this one, from the object (first) to the direct parent (last), with their types. */
  readonly ancestors: readonly { readonly type: string; readonly value: unknown; readonly path: FieldPath }[];
  /** Whether an error about what stands at the path, or below it, has been found; complete for rules that come last. */
  isRefused(path: FieldPath): boolean;
  /** A place below this value: `site.at('ports', 0, 'name')`. */
  at(...parts: (string | number)[]): FieldPath;
}

/** A repair as changes to fields; `language/` turns them into text edits. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly FieldEdit[];
}

export type FieldEdit =
  | { readonly do: 'set'; readonly path: FieldPath; readonly value: unknown }
  | { readonly do: 'remove'; readonly path: FieldPath }
  | { readonly do: 'rename'; readonly path: FieldPath; readonly to: string };

/** Gives a rule its type; the registry holds them all as plain {@link Rule}s. */
export function defineRule<T extends keyof ApiTypes>(rule: Rule<T>): Rule {
  return rule;
}

/** A rule about several objects of the workspace. Findings are warnings: what is absent may live elsewhere. */
export interface WorkspaceRule {
  readonly id: string;
  readonly covers: readonly string[];
  readonly summary: string;
  readonly docs: string;
  readonly severity: Severity;
  check(workspace: WorkspaceObjects): Iterable<WorkspaceFinding>;
}

/** An object and where it was read; `source` is opaque to rules and handed back in findings. */
export interface PlacedObject<T = Written<KubernetesObject>> {
  readonly object: T;
  /** Without defaults. */
  readonly written: unknown;
  readonly source: unknown;
}

/** What rules may ask of the workspace. Objects are defaulted; a missing namespace reads as `default`. */
export interface WorkspaceObjects {
  all<T extends keyof ApiTypes>(type: T): readonly PlacedObject<Written<ApiTypes[T]>>[];
  get<T extends keyof ApiTypes>(type: T, namespace: string, name: string): PlacedObject<Written<ApiTypes[T]>> | undefined;
  /** Whether it is there, or a kustomization makes it, or gives something there this name or namespace. */
  mayExist(type: keyof ApiTypes, namespace: string, name: string): boolean;
  /** Workloads and bare pods with the pod template each makes pods of. */
  podTemplates(): readonly PodTemplateUse[];
}

export interface PodTemplateUse {
  readonly owner: PlacedObject;
  readonly namespace: string;
  /** Path of the PodSpec in the owner. */
  readonly specPath: FieldPath;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: Written<ApiTypes['core.v1.PodSpec']>;
}

export interface WorkspaceFinding {
  readonly source: unknown;
  readonly path: FieldPath;
  readonly message: string;
  readonly fix?: Fix;
}
