import type { Schema } from '../schema/index.ts';
import { type CustomKind, customKindsOf } from '../schema/custom-resources/definition.ts';
import { createSchema } from '../schema/index.ts';
import type { Structure } from '../schema/structure.ts';
import type { Releases } from '../schema/versions.ts';
import type { ApiTypes } from '../kubernetes/api.ts';
import { applyDefaults, type Typed } from '../kubernetes/defaults/index.ts';
import type { WorkspaceFinding } from '../validation/rule.ts';
import { rules, workspaceRules } from '../validation/rules/index.ts';
import { createValidator, type Validator } from '../validation/validate.ts';
import {
  createWorkspace,
  type JsonObject,
  type ObjectPlace,
  type ObjectReader,
  type Workspace,
  type WorkspaceFile,
} from '../workspace/index.ts';
import { diagnoseDocument } from './diagnose.ts';
import type { Diagnostic } from './diagnostic.ts';
import { rangeOfField } from './ranges.ts';
import { withoutSuppressed } from './suppressions.ts';

/** All that the editor's features work with. */
export interface LanguageContext {
  readonly structure: Structure;
  readonly schema: Schema;
  readonly validator: Validator;
  readonly workspace: Workspace;
  /** Field descriptions by `Type.property`, and type descriptions by `Type`. */
  readonly descriptions: () => Readonly<Record<string, string>>;
  /** Judges everything anew by another version of Kubernetes. */
  judgeBy(structure: Structure): void;
  /** Definitions of custom resources that are not in the workspace. */
  define(definitions: readonly unknown[]): void;
  /**
   * Judges custom resources by the definitions that the workspace now has. To be called when files have changed; returns the
   * files whose objects are judged anew.
   */
  learn(): readonly string[];
}

/** A diagnostic with its place in the file: offsets in UTF-16 code units. */
export interface FileDiagnostic extends Diagnostic {
  readonly document: number;
}

/** @param releases all versions' structures, to tell in which of them a thing is that the chosen one does not know */
export function createLanguageContext(
  structure: Structure,
  descriptions: LanguageContext['descriptions'],
  releases?: Releases,
): LanguageContext {
  return new Service(structure, descriptions, releases);
}

const withDefaults = (object: JsonObject): JsonObject => applyDefaults(object as JsonObject & Typed);

class Service implements LanguageContext, ObjectReader {
  schema: Schema;
  validator: Validator;
  readonly workspace: Workspace;
  readonly applyDefaults = withDefaults;
  private outside: readonly unknown[] = [];
  private known: readonly unknown[] = [];
  private customKinds: readonly CustomKind[] = [];

  constructor(
    private kubernetes: Structure,
    readonly descriptions: LanguageContext['descriptions'],
    private readonly releases: Releases | undefined,
  ) {
    this.schema = createSchema(kubernetes, releases);
    this.validator = validatorOf(kubernetes);
    this.workspace = createWorkspace(this);
  }

  judgeBy(structure: Structure): void {
    this.kubernetes = structure;
    this.judgeAnew();
    this.workspace.renew(() => true);
  }

  get structure(): Structure {
    return this.schema.structure;
  }

  define(definitions: readonly unknown[]): void {
    this.outside = definitions;
  }

  learn(): readonly string[] {
    const written = this.workspace.objects.all(definitionType).map(({ source }) => (source as ObjectPlace).manifest.object);
    const definitions = [...this.outside, ...written];
    const isSame = definitions.length === this.known.length && definitions.every((each, index) => each === this.known[index]);
    if (isSame) return [];
    this.known = definitions;
    const before = this.customKinds;
    this.customKinds = definitions.flatMap(customKindsOf);
    this.judgeAnew();
    const groups = new Set([...before, ...this.customKinds].map(({ apiVersion }) => groupOf(apiVersion)));
    return this.workspace.renew(({ apiVersion }) => groups.has(groupOf(apiVersion)));
  }

  private judgeAnew(): void {
    this.schema = createSchema(this.kubernetes, this.releases, this.customKinds);
    this.validator = validatorOf(this.schema.structure);
  }
}

/** No rule looks at definitions, so that there is no type of them to name. */
const definitionType = 'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition' as keyof ApiTypes;

const groupOf = (apiVersion: string): string => apiVersion.slice(0, apiVersion.indexOf('/'));

function validatorOf(structure: Structure): Validator {
  return createValidator({ structure, rules, applyDefaults: withDefaults });
}

/** Files whose content is judged; all others are left in peace. */
export function isJudged(file: WorkspaceFile): boolean {
  return file.dialect === 'kubernetes' || file.dialect === 'cluster';
}

/** What the file says wrong by itself, in the order of its text. */
export function fileDiagnostics(context: LanguageContext, file: WorkspaceFile): readonly FileDiagnostic[] {
  if (!isJudged(file)) return [];
  const found = file.documents.flatMap((document, index) =>
    diagnoseDocument(document, context).map((diagnostic) => shifted(diagnostic, document.yaml.offset, index)),
  );
  return withoutRepeats(found);
}

/** That nothing is known of a kind is said of its first object in a file. */
function withoutRepeats(found: readonly FileDiagnostic[]): readonly FileDiagnostic[] {
  const said = new Set<string>();
  return found.filter(({ rule, message }) => {
    if (rule !== 'custom-resource') return true;
    const isNew = !said.has(message);
    said.add(message);
    return isNew;
  });
}

/** What only several objects together say, by file. */
export function workspaceDiagnostics(context: LanguageContext): ReadonlyMap<string, readonly FileDiagnostic[]> {
  const byFile = new Map<string, FileDiagnostic[]>();
  for (const rule of workspaceRules) {
    for (const finding of rule.check(context.workspace.objects)) {
      const { uri, document } = finding.source as ObjectPlace;
      const yaml = context.workspace.file(uri)?.documents[document]?.yaml;
      if (!yaml) continue;
      const path = [...(finding.source as ObjectPlace).manifest.path, ...finding.path];
      const diagnostic: Diagnostic = {
        rule: rule.id,
        severity: rule.severity,
        docs: rule.docs,
        path,
        field: finding.path.join('.'),
        range: rangeOfField(yaml, path),
        message: finding.message,
        ...fixOf(finding, (finding.source as ObjectPlace).manifest.path.length),
      };
      if (withoutSuppressed(yaml.text, [diagnostic]).length === 0) continue;
      const list = byFile.get(uri) ?? [];
      list.push(shifted(diagnostic, yaml.offset, document));
      byFile.set(uri, list);
    }
  }
  return byFile;
}

/** A fix names paths of the object; within a list it would touch another place, so there it is not offered. */
function fixOf({ fix }: WorkspaceFinding, depth: number): Pick<Diagnostic, 'fix'> {
  return fix && depth === 0 ? { fix } : {};
}

function shifted(diagnostic: Diagnostic, offset: number, document: number): FileDiagnostic {
  const { start, end } = diagnostic.range;
  return { ...diagnostic, document, range: { start: offset + start, end: offset + end } };
}
