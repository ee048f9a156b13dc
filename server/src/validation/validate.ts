import type { ApiTypes } from '../kubernetes/api.ts';
import { formatPath } from '../kubernetes/path.ts';
import { kindKey, type Structure } from '../schema/structure.ts';
import type { FieldError } from './field-error.ts';
import type { Fix, Rule, Severity, Site } from './rule.ts';
import { formatTypedPath, isRecord, walk, withoutNulls } from './walk.ts';

/** One complaint about one object. */
export interface Finding {
  readonly rule: Rule;
  readonly error: FieldError;
  readonly severity: Severity;
  /** The value that the rule looked at. */
  readonly site: Site;
}

export interface Validator {
  /**
   * What the rules say about one object. The object is a manifest's value whose fields are known and of the right
   * JSON types (unknown fields and wrong types are the schema's findings); anything may be missing or null.
   * Kinds that the structure does not know have no findings.
   */
  validateObject(object: unknown): readonly Finding[];
  /** The errors for which the API server refuses the object when it is created. */
  apiServerErrors(object: unknown): readonly FieldError[];
}

export interface ValidatorParts {
  readonly structure: Structure;
  readonly rules: readonly Rule[];
  /** Fills in the API server's defaults, before validation as there. Must not reorder or remove what is written. */
  readonly applyDefaults?: (object: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

export function createValidator({ structure, rules, applyDefaults }: ValidatorParts): Validator {
  const byType = groupByType(rules);
  const wanted: ReadonlySet<string> = new Set(byType.keys());

  const validateObject = (written: unknown): readonly Finding[] => {
    if (!isRecord(written)) return [];
    const kind = kindKey(String(written.apiVersion), String(written.kind));
    const info = structure.kinds[kind];
    if (info === undefined) return [];
    const { type, namespaced } = info;
    const clean = withoutNulls(structure, type, written) as Readonly<Record<string, unknown>>;
    const object = applyDefaults?.(clean) ?? clean;
    const findings: Finding[] = [];
    walk(structure, type, object, wanted, (visit) => {
      if (visit.path[0] === 'status') return; // The server drops the status of what is created before it validates.
      const { path, ancestors } = visit;
      const field = formatTypedPath(structure, type, path);
      const site: Site = { path, ancestors, object, kind, namespaced, field, at: (...parts) => [...path, ...parts] };
      for (const rule of byType.get(visit.type) ?? []) {
        for (const error of rule.check(visit.value as ApiTypes[keyof ApiTypes], site)) {
          findings.push({
            rule,
            error: { ...error, field: fieldText(structure, type, error) },
            severity: rule.severity,
            site,
          });
        }
      }
    });
    return findings;
  };

  const apiServerErrors = (object: unknown): readonly FieldError[] =>
    validateObject(object)
      .filter((finding) => finding.severity === 'error')
      .map((finding) => finding.error);

  return { validateObject, apiServerErrors };
}

/** The repair that a finding's rule offers. */
export function fixOf(finding: Finding): Fix | undefined {
  return finding.rule.fix?.(finding.error, finding.site);
}

function groupByType(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const type of [rule.on].flat()) byType.set(type, [...(byType.get(type) ?? []), rule]);
  }
  return byType;
}

/** The rule's own words where it names a field of its own; else its path, with the keys of maps in brackets. */
function fieldText(structure: Structure, type: string, error: FieldError): string {
  return error.field === formatPath(error.path) ? formatTypedPath(structure, type, error.path) : error.field;
}
