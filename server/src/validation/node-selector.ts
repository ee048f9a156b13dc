import type { ApiTypes } from '../kubernetes/api.ts';
import { dns1123Subdomain, labelValue, qualifiedName } from '../kubernetes/names.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, forbidden, invalid, required } from './field-error.ts';
import type { Written } from './rule.ts';

type Term = Written<ApiTypes['core.v1.NodeSelectorTerm']>;
type Requirement = NonNullable<Term['matchExpressions']>[number];

/** Source: pkg/apis/core/validation/validation.go (ValidateNodeSelector) */
export function* nodeSelectorErrors(
  { nodeSelectorTerms: terms = [] }: Written<ApiTypes['core.v1.NodeSelector']>,
  path: FieldPath,
): Iterable<FieldError> {
  const at = [...path, 'nodeSelectorTerms'];
  if (terms.length === 0) yield required(at, 'must have at least one node selector term');
  for (const [index, term] of terms.entries()) yield* nodeSelectorTermErrors(term, [...at, index], true);
}

/** Source: pkg/apis/core/validation/validation.go (ValidateNodeSelectorTerm) */
export function* nodeSelectorTermErrors(term: Term, path: FieldPath, checksValues: boolean): Iterable<FieldError> {
  for (const [index, requirement] of (term.matchExpressions ?? []).entries()) {
    yield* labelErrors(requirement, [...path, 'matchExpressions', index], checksValues);
  }
  for (const [index, requirement] of (term.matchFields ?? []).entries()) {
    yield* fieldErrors(requirement, [...path, 'matchFields', index]);
  }
}

function* labelErrors(requirement: Requirement, path: FieldPath, checksValues: boolean): Iterable<FieldError> {
  const { key = '', operator = '' as string, values = [] } = requirement;
  const at = [...path, 'values'];
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    yield required(at, "must be specified when `operator` is 'In' or 'NotIn'");
  } else if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    yield forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1) {
    yield required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'");
  } else if (!['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'].includes(operator)) {
    yield invalid([...path, 'operator'], operator, 'not a valid selector operator');
  }
  for (const complaint of qualifiedName(key)) yield invalid([...path, 'key'], key, complaint);
  if (!checksValues) return;
  for (const [index, value] of values.entries()) {
    for (const complaint of labelValue(value)) yield invalid([...at, index], value, complaint);
  }
}

function* fieldErrors({ key = '', operator, values = [] }: Requirement, path: FieldPath): Iterable<FieldError> {
  if (operator !== 'In' && operator !== 'NotIn') {
    yield invalid([...path, 'operator'], operator ?? '', 'not a valid selector operator');
  } else if (values.length !== 1) {
    const message = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    yield required([...path, 'values'], message);
  }
  if (key !== 'metadata.name') {
    yield invalid([...path, 'key'], key, 'not a valid field selector key');
    return;
  }
  for (const [index, value] of values.entries()) {
    for (const complaint of dns1123Subdomain(value)) yield invalid([...path, 'values', index], value, complaint);
  }
}
