import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import type { FieldError } from '../field-error.ts';
import { withSchemaDefaults } from './defaults.ts';
import { embeddedErrors } from './embedded.ts';
import { listErrors } from './lists.ts';
import { schemaErrors } from './validate.ts';

/** Why the API server refuses a custom resource whose fields are all known, as its schema says. Rules in CEL are not judged. */
export function customResourceErrors(schema: StructuralSchema, value: unknown): readonly FieldError[] {
  const object = withSchemaDefaults(schema, value);
  return [...schemaErrors(schema, object), ...embeddedErrors(schema, object), ...listErrors(schema, object)];
}
