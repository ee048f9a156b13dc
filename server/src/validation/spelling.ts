import type { FieldError } from './field-error.ts';
import type { Fix } from './rule.ts';

/** The value that was meant, where the written one differs from it in nothing but case, dashes and underscores. */
export function spellingFix(error: FieldError, supported: readonly string[]): Fix | undefined {
  if (typeof error.value !== 'string') return undefined;
  const written = plain(error.value);
  const meant = supported.find((value) => plain(value) === written);
  return meant === undefined
    ? undefined
    : { title: `Change to ${meant}`, edits: [{ do: 'set', path: error.path, value: meant }] };
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_ ]/g, '');
