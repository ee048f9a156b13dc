import type { FieldType } from '../../schema/index.ts';
import { type FieldShape, kindKey } from '../../schema/structure.ts';
import { styleOf } from '../edits/write-yaml.ts';
import { typeText } from '../type-text.ts';
import type { Completion } from './completion.ts';
import { mapKeys } from './map-keys.ts';
import type { CompletionSite } from './site.ts';
import { rankOfField } from './usefulness.ts';

/** The fields that the map at the cursor may have and does not have yet. */
export function fieldCompletions(site: CompletionSite): readonly Completion[] {
  const around = typeAround(site);
  if (!around) return [];
  const { shape, type } = around;
  if (shape.type === 'array') return newItem(site, around);
  if (shape.properties) {
    const { siblings, prefix } = site.cursor;
    return Object.entries(shape.properties)
      .filter(([name]) => !siblings.has(name) || name === prefix)
      .map(([name, field]) =>
        fieldCompletion(site, around, name, resolved(site, field), rankOfField(type, name, requires(shape, name))),
      );
  }
  return mapKeys(site, around);
}

function typeAround(site: CompletionSite): FieldType | undefined {
  const { schema, structure } = site.language;
  const found = schema.typeAt(kindKey(site.apiVersion, site.kind), site.path);
  if (found) return found;
  // What every object has, while it is not yet known what it will be.
  const [first, ...more] = site.path;
  const shape = structure.types['meta.v1.ObjectMeta'];
  if (first === 'metadata' && more.length === 0 && shape) return { shape, type: 'meta.v1.ObjectMeta', required: false };
  if (first !== undefined || site.kind !== '') return undefined;
  const metadata: FieldShape = { $ref: 'meta.v1.ObjectMeta' };
  return { shape: { properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata } }, required: false };
}

function requires({ required = [] }: FieldShape, name: string): boolean {
  return required.includes(name) || name === 'apiVersion' || name === 'kind';
}

function resolved({ language }: CompletionSite, shape: FieldShape): FieldShape {
  if (shape.$ref === undefined) return shape;
  return { ...language.structure.types[shape.$ref], ...shape };
}

function fieldCompletion(site: CompletionSite, around: FieldType, name: string, shape: FieldShape, rank: number): Completion {
  const isRequired = around.shape.required?.includes(name) === true;
  const { $ref: type } = shape;
  const key = around.type === undefined ? undefined : `${around.type}.${name}`;
  const detail = typeText({ shape, required: false, ...(type === undefined ? {} : { type }) });
  return {
    label: name,
    kind: 'field',
    detail: isRequired ? `${detail} · required` : detail,
    rank,
    change: site.change(site.cursor.hasColon ? name : name + behindKey(site, name, shape)),
    goesOn: !site.cursor.hasColon && goesOn(shape),
    ...(key !== undefined && { describedBy: key }),
    ...(shape.description !== undefined && { description: shape.description }),
  };
}

/** What makes room for the value: the same line, or lines below in the columns that the file uses. */
function behindKey(site: CompletionSite, name: string, shape: FieldShape): string {
  const { inFlow, column } = site.cursor;
  const isMap = shape.properties !== undefined || shape.additionalProperties !== undefined;
  const isList = shape.type === 'array';
  if (inFlow || !(isMap || isList)) return ': ';
  if (name === 'emptyDir') return ': {}';
  const style = styleOf(site.document.yaml);
  const inner = ' '.repeat(column + (isList ? style.listStep : style.step));
  return `:${style.newline}${inner}${isList ? '- ' : ''}`;
}

function goesOn(shape: FieldShape): boolean {
  return shape.enum !== undefined || shape.type !== 'string' || shape.$ref !== undefined || shape.format !== undefined;
}

/** On a line below a list's key: another item. */
function newItem(site: CompletionSite, { shape }: FieldType): readonly Completion[] {
  if (site.cursor.prefix !== '' || site.cursor.inFlow) return [];
  const item = resolved(site, shape.items ?? {});
  const detail = typeText({ shape: item, required: false });
  return [{ label: '-', kind: 'field', detail: `${detail}: one more`, rank: 0, change: site.change('- '), goesOn: true }];
}
