import { formatFieldError, type FieldError } from './field-error.ts';

/** What {@link formatInvalid} needs of the refused object. */
export interface InvalidObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
}

/**
 * The message with which the API server refuses an object: `Deployment.apps "web" is invalid: …`.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go (NewInvalid), field.ErrorList.ToAggregate
 */
export function formatInvalid(object: InvalidObject, errors: readonly FieldError[]): string {
  const head = `${groupKind(object)} "${object.metadata?.name ?? ''}" is invalid`;
  const sentences = [...new Set(errors.map(formatFieldError))];
  if (sentences.length === 0) return head;
  return `${head}: ${sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`}`;
}

/** `Deployment.apps`; the core group has no name to add. */
function groupKind(object: InvalidObject): string {
  const apiVersion = object.apiVersion ?? '';
  const kind = object.kind ?? '';
  return apiVersion.includes('/') ? `${kind}.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : kind;
}
