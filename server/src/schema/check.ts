import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import type { FieldPath } from '../kubernetes/path.ts';
import { formatPath } from '../kubernetes/path.ts';
import { accepts } from './accepts.ts';
import { goField } from './go-field.ts';
import { refuse } from './leaf.ts';
import type { JsonSchema, Leaf } from './shape-schema.ts';
import { readingOf, typeSchema } from './shape-schema.ts';
import type { Structure } from './structure.ts';
import { nearest } from './suggest.ts';
import { type Releases, whereKnown } from './versions.ts';

/** What is wrong with the shape of a value. */
export interface ShapeProblem {
  readonly code: 'unknown-field' | 'wrong-type' | 'missing-required' | 'enum';
  /** The field itself; for a missing one, where it would stand. */
  readonly path: FieldPath;
  /** In the API server's words, where it has some. */
  readonly message: string;
  /** The name of a field, or the value, that was likely meant. */
  readonly suggestion?: string;
  /** What to know beside the message: in which versions of Kubernetes the field or value is. */
  readonly note?: string;
}

/**
 * Fields that the API server takes away before it validates, for their feature gates are off in 1.37 (ContainerStopSignals,
 * H2CContainerProbe, GRPCContainerProbeTLS). Source: pkg/api/pod/util.go (DropDisabledPodFields)
 */
const droppedFields: ReadonlySet<string> = new Set([
  'core.v1.GRPCAction.mode',
  'core.v1.HTTPGetAction.protocol',
  'core.v1.Lifecycle.stopSignal',
]);

/** What a found error carries, whichever keyword found it. */
interface Finding {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A keyword's check, which leaves its errors on itself as ajv's own functions do. */
interface Check {
  (value: unknown, context?: { readonly instancePath: string }): boolean;
  errors?: Partial<ErrorObject>[];
}

/**
 * Validates values against types. A type is compiled when a value of it first has a mistake: compiling takes milliseconds,
 * and most values have none.
 */
export class ShapeChecker {
  private ajv: Ajv | undefined;
  private readonly schemas = new Map<string, JsonSchema>();
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(
    private readonly structure: Structure,
    private readonly releases: Releases,
  ) {}

  check(typeName: string, value: unknown): readonly ShapeProblem[] {
    return this.findings(typeName, value).flatMap((finding) => this.toProblem(typeName, value, finding) ?? []);
  }

  private findings(typeName: string, value: unknown): readonly Finding[] {
    if (accepts(this.schemaOf(typeName), value, this.schemaOf)) return [];
    const validate = this.compile(typeName);
    return validate(value) ? [] : findings(validate, typeName);
  }

  private readonly schemaOf = (typeName: string): JsonSchema => {
    const known = this.schemas.get(typeName);
    if (known) return known;
    const schema = typeSchema(this.structure, typeName);
    this.schemas.set(typeName, schema);
    return schema;
  };

  private compile(typeName: string): ValidateFunction {
    const known = this.compiled.get(typeName);
    if (known) return known;
    this.ajv ??= this.createAjv();
    const validate = this.ajv.compile(this.schemaOf(typeName));
    this.compiled.set(typeName, validate);
    return validate;
  }

  private createAjv(): Ajv {
    const ajv = new Ajv({
      allErrors: true,
      strict: false,
      validateSchema: false,
      meta: false,
      logger: false,
      // Going over the generated code once more costs as much as writing it, and saves nothing that can be measured.
      code: { optimize: false },
    });
    ajv.addKeyword({ keyword: 'isA', schemaType: 'string', compile: (typeName: string) => this.checkType(typeName) });
    ajv.addKeyword({ keyword: 'reads', schemaType: 'string', compile: checkLeaf });
    ajv.addKeyword({ keyword: 'values', schemaType: 'array', compile: checkValues });
    ajv.addKeyword({ keyword: 'needs', schemaType: 'array', compile: checkNeeds });
    return ajv;
  }

  private checkType(typeName: string): Check {
    const check: Check = (value, context) => {
      if (value === null || value === undefined) return true;
      const base = context?.instancePath ?? '';
      check.errors = this.findings(typeName, value).map((found) => ({ ...found, instancePath: base + found.instancePath }));
      return check.errors.length === 0;
    };
    return check;
  }

  private toProblem(rootType: string, root: unknown, { keyword, instancePath, params }: Finding): ShapeProblem | undefined {
    const { path, value } = follow(instancePath, root);
    switch (keyword) {
      case 'additionalProperties': {
        return this.unknownField(path, String(params.type), String(params.additionalProperty));
      }
      case 'needs':
        return missingField([...path, String(params.field)]);
      case 'values':
        if (droppedFields.has(`${String(params.type)}.${String(path.at(-1))}`)) return undefined;
        return this.notAmong(path, value, String(params.type), params.values as readonly unknown[]);
      default:
        return this.wrongType(rootType, path, value);
    }
  }

  private unknownField(around: FieldPath, type: string, name: string): ShapeProblem {
    const versions = whereKnown(this.releases, ({ types }) => types[type]?.properties?.[name] !== undefined);
    const fields = Object.keys(this.structure.types[type]?.properties ?? {});
    const path = [...around, name];
    return versions === undefined
      ? unknownField(path, fields)
      : { ...unknownField(path, []), note: `${name} is a field of ${versions}.` };
  }

  private notAmong(path: FieldPath, value: unknown, type: string, allowed: readonly unknown[]): ShapeProblem {
    const field = String(path.at(-1));
    const isKnown = ({ types }: Structure): boolean => types[type]?.properties?.[field]?.enum?.includes(value) ?? false;
    const versions = whereKnown(this.releases, isKnown);
    return versions === undefined
      ? notAmong(path, value, allowed)
      : { ...notAmong(path, value, allowed, []), note: `${JSON.stringify(value)} is a value of ${versions}.` };
  }

  /** Undefined where our reader takes what JSON Schema does not: integers of 64 bits. */
  private wrongType(rootType: string, path: FieldPath, value: unknown): ShapeProblem | undefined {
    const field = goField(this.structure, rootType, path);
    const reading = readingOf(field.shape);
    const refusal = reading && refuse(reading.leaf, value);
    if (!refusal) return undefined;
    if ('message' in refusal) return { code: 'wrong-type', path, message: refusal.message };
    const into = field.path === '' ? 'Go value' : `Go struct field ${field.struct}.${field.path}`;
    return {
      code: 'wrong-type',
      path,
      message: `json: cannot unmarshal ${refusal.json} into ${into} of type ${field.goType ?? reading.goType}`,
    };
  }
}

/** The errors of a validator's last run, each with the type in which it was found. */
function findings(validate: ValidateFunction, type: string): readonly Finding[] {
  return (validate.errors ?? []).map(({ keyword, instancePath, params }) => ({
    keyword,
    instancePath,
    params: { type, ...params },
  }));
}

function checkLeaf(leaf: Leaf): Check {
  return (value) => refuse(leaf, value) === undefined;
}

/** A value of another type is an error of `reads` already; an empty string is as good as none. */
function checkValues(values: readonly unknown[]): Check {
  const check: Check = (value) => {
    if (typeof value !== 'string' || value === '' || values.includes(value)) return true;
    check.errors = [{ keyword: 'values', params: { values } }];
    return false;
  };
  return check;
}

function checkNeeds(fields: readonly string[]): Check {
  const check: Check = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
    const object = value as Readonly<Record<string, unknown>>;
    const missing = fields.filter((field) => object[field] === undefined || object[field] === null);
    check.errors = missing.map((field) => ({ keyword: 'needs', params: { field } }));
    return missing.length === 0;
  };
  return check;
}

function unknownField(path: FieldPath, known: readonly string[]): ShapeProblem {
  const suggestion = nearest(String(path.at(-1)), known);
  const hint = suggestion === undefined ? '' : ` (did you mean "${suggestion}"?)`;
  const message = `strict decoding error: unknown field ${JSON.stringify(formatPath(path))}${hint}`;
  return { code: 'unknown-field', path, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

function missingField(path: FieldPath): ShapeProblem {
  return { code: 'missing-required', path, message: `${formatPath(path)}: Required value` };
}

function notAmong(path: FieldPath, value: unknown, allowed: readonly unknown[], likely = allowed): ShapeProblem {
  const names = allowed.map(String);
  const suggestion = nearest(String(value), likely.map(String));
  const supported = [...names]
    .sort()
    .map((name) => JSON.stringify(name))
    .join(', ');
  const message = `${formatPath(path)}: Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`;
  return { code: 'enum', path, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Follows a JSON pointer: digits are an index only in a list. */
function follow(pointer: string, root: unknown): { readonly path: FieldPath; readonly value: unknown } {
  const path: (string | number)[] = [];
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(name) : name);
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return { path, value };
}
