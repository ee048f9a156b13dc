import { byteLength, dns1123Label, dns1123Subdomain } from '../kubernetes/names.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, goQuote, invalid, required, tooLong } from './field-error.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateSignerName, which has moved there from certificates) */
export function* signerNameErrors(name: string, path: FieldPath): Iterable<FieldError> {
  const [domain = '', rest = '', ...more] = name.split('/');
  if (name === '') yield required(path);
  else if (!name.includes('/') || more.length > 0) {
    yield invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
  } else {
    if (byteLength(domain) > 253) yield tooLong(path, 253);
    yield* firstBadLabel(domain, path, dns1123Label);
    if (!domain.includes('.')) yield invalid(path, domain, 'should be a domain with at least two segments separated by dots');
    yield* firstBadLabel(rest, path, dns1123Subdomain);
    if (byteLength(name) > 571) yield tooLong(path, 571);
  }
}

function* firstBadLabel(text: string, path: FieldPath, check: (label: string) => readonly string[]): Iterable<FieldError> {
  const label = text.split('.').find((each) => check(each).length > 0);
  if (label === undefined) return;
  for (const complaint of check(label)) yield invalid(path, text, `validating label ${goQuote(label)}: ${complaint}`);
}
