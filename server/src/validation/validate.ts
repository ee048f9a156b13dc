import { type FieldPath, formatPath } from '../kubernetes/path.ts';
import { kindKey, type Structure } from '../schema/structure.ts';
import { minorOf, newestVersion } from '../schema/versions.ts';
import { type FieldError, formatErrorBody } from './field-error.ts';
import { isErrorIn } from './older-versions.ts';
import { compareCheckOrder } from './order.ts';
import type { Fix, Rule, Severity, Site } from './rule.ts';
import { numberedAfterClaims } from './claim-volumes.ts';
import { formatTypedPath, isRecord, walk, asDecoded } from './walk.ts';

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
   * What the rules say about one object: a manifest's value, as it was written. Unknown fields and values of wrong
   * types are the schema's findings; they are passed over here. Kinds that the structure does not know have no findings.
   */
  validateObject(object: unknown): readonly Finding[];
  /** The errors for which the API server refuses the object when it is created, in the order in which it lists them. */
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
  const version = minorOf(structure);

  const findings = (decoded: Decoded): readonly Finding[] => {
    const { kind, type, namespaced, written } = decoded;
    const object = applyDefaults?.(written) ?? written;
    const found: Finding[] = [];
    const isRefused = (path: FieldPath): boolean =>
      found.some(({ error, severity }) => severity === 'error' && isAtOrBelow(error.path, path));
    const check = (rule: Rule, value: unknown, site: Site): void => {
      for (const error of rule.check(value, site)) {
        if (version !== newestVersion && !isErrorIn(structure, type, error)) continue;
        found.push({
          rule,
          error: { ...error, field: fieldText(structure, type, object, error) },
          severity: rule.severity,
          site,
        });
      }
    };
    const last: (() => void)[] = [];
    walk(structure, type, object, wanted, (visit) => {
      if (visit.path[0] === 'status') return; // The server drops the status of what is created before it validates.
      const { path, ancestors } = visit;
      const site: Site = {
        path,
        ancestors,
        object,
        kind,
        namespaced,
        version,
        // Most sites have nothing to complain about, and the text takes longer than the checks.
        get field() {
          return formatTypedPath(structure, type, path);
        },
        isRefused,
        at: (...parts) => [...path, ...parts],
      };
      for (const rule of byType.get(visit.type) ?? []) {
        if (rule.last)
          last.push(() => {
            check(rule, visit.value, site);
          });
        else check(rule, visit.value, site);
      }
    });
    for (const checkLast of last) checkLast();
    return found;
  };

  return {
    validateObject: (object) => {
      const decoded = decode(structure, object);
      return decoded === undefined ? [] : withEchoesPlaced(findings(decoded), decoded.written);
    },
    apiServerErrors: (object) => {
      const decoded = decode(structure, object);
      if (decoded === undefined) return [];
      const errors = findings(decoded).filter(({ severity }) => severity === 'error');
      const compare = compareCheckOrder(structure, decoded.type);
      return errors.map(({ error }) => error).sort((a, b) => compare(a.path, b.path));
    },
  };
}

const isAtOrBelow = (path: FieldPath, around: FieldPath): boolean => around.every((part, index) => part === path[index]);

interface Decoded {
  readonly kind: string;
  readonly type: string;
  readonly namespaced: boolean;
  readonly written: Readonly<Record<string, unknown>>;
}

function decode(structure: Structure, object: unknown): Decoded | undefined {
  if (!isRecord(object)) return undefined;
  const kind = kindKey(String(object.apiVersion), String(object.kind));
  const info = structure.kinds[kind];
  if (info === undefined) return undefined;
  const decoded = asDecoded(structure, info.type, object) as Readonly<Record<string, unknown>>;
  // A struct in Go, where it is: always there.
  const lacksMetadata = decoded.metadata === undefined && structure.types[info.type]?.properties?.metadata !== undefined;
  const written = lacksMetadata ? { ...decoded, metadata: {} } : decoded;
  return { kind, type: info.type, namespaced: info.namespaced, written };
}

/** A default may copy a wrong value (requests from limits): the complaint about it goes to where the value is written. */
function withEchoesPlaced(findings: readonly Finding[], written: unknown): readonly Finding[] {
  const isWritten = (path: FieldPath): boolean => valueAt(written, path) !== undefined;
  return findings.map((finding) => {
    const { rule, error } = finding;
    if (error.type === 'Required value' || isWritten(error.path)) return finding;
    const source = findings.find((other) => other.rule === rule && isWritten(other.error.path) && isEcho(error, other.error));
    return source ? { ...finding, error: { ...error, path: source.error.path } } : finding;
  });
}

/** The same complaint about the same name in the list beside: `requests[cpu]` after `limits[cpu]`. */
function isEcho(error: FieldError, other: FieldError): boolean {
  const { length } = error.path;
  const isBeside =
    length === other.path.length && error.path.every((part, index) => index === length - 2 || part === other.path[index]);
  return isBeside && formatErrorBody(error) === formatErrorBody(other);
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((around, part) => {
    if (Array.isArray(around)) return around[Number(part)] as unknown;
    return isRecord(around) && Object.hasOwn(around, part) ? around[part] : undefined;
  }, value);
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
function fieldText(structure: Structure, type: string, object: unknown, error: FieldError): string {
  const { path } = error;
  const field = error.field === formatPath(path) ? formatTypedPath(structure, type, path) : error.field;
  return type === 'apps.v1.StatefulSet' ? numberedAfterClaims(object, { path, field }) : field;
}
