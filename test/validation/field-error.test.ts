import { describe, expect, it } from 'vitest';
import {
  duplicate,
  forbidden,
  formatFieldError,
  goQuote,
  invalid,
  notFound,
  required,
  tooLong,
  tooMany,
  unsupported,
} from '../../server/src/validation/field-error.ts';
import { formatInvalid } from '../../server/src/validation/invalid.ts';

// What `fmt.Sprintf("%q")` and `json.Marshal` of Go print, and ErrorBody of
// staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go around them.
describe('one complaint', () => {
  it.each([
    [
      invalid(['spec', 'replicas'], -1, 'must be greater than or equal to 0'),
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    [invalid(['a'], true, 'no'), 'a: Invalid value: true: no'],
    [invalid(['a'], undefined, 'no'), 'a: Invalid value: null: no'],
    [invalid(['a'], 9007199254740993n, 'no'), 'a: Invalid value: 9007199254740993: no'],
    [invalid(['a'], { matchLabels: { a: '<b>' } }, 'no'), 'a: Invalid value: {"matchLabels":{"a":"\\u003cb\\u003e"}}: no'],
    [invalid(['a'], '<b> & "c"', 'no'), 'a: Invalid value: "<b> & \\"c\\"": no'],
    [required(['spec', 'containers']), 'spec.containers: Required value'],
    [required(['spec', 'selector'], 'why'), 'spec.selector: Required value: why'],
    [forbidden(['a', 0, 'b'], 'not here'), 'a[0].b: Forbidden: not here'],
    [duplicate(['a', 1], 'x'), 'a[1]: Duplicate value: "x"'],
    [notFound(['a'], 'x'), 'a: Not found: "x"'],
    [tooLong(['a'], 64), 'a: Too long: may not be more than 64 bytes'],
    [tooLong(['a'], 1), 'a: Too long: may not be more than 1 byte'],
    [tooMany(['a'], 3, 2), 'a: Too many: 3: must have at most 2 items'],
    [unsupported(['a'], 'x', ['B', 'A']), 'a: Unsupported value: "x": supported values: "B", "A"'],
    [unsupported(['a'], 'x', []), 'a: Unsupported value: "x"'],
    [
      forbidden({ path: ['spec', 'template', 'metadata', 'labels'], field: 'spec.template.labels' }, 'x'),
      'spec.template.labels: Forbidden: x',
    ],
  ])('is printed as Go prints it (%#)', (error, expected) => {
    expect(formatFieldError(error)).toBe(expected);
  });

  it.each([
    ['grün 日本 🚢', '"grün 日本 🚢"'],
    ['a\tb\nc\\', '"a\\tb\\nc\\\\"'],
    ['\u0000\u007f\u0085', '"\\x00\\x7f\\u0085"'],
    ['no\u00a0break\u200bspace\u2028', '"no\\u00a0break\\u200bspace\\u2028"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('quotes %j as Go does', (text, expected) => {
    expect(goQuote(text)).toBe(expected);
  });
});

// NewInvalid of staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go and ErrorList.ToAggregate.
describe('a refusal', () => {
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
  const negative = invalid(['spec', 'replicas'], -1, 'must be greater than or equal to 0');

  it('names the group behind the kind, and nothing for the core group', () => {
    expect(formatInvalid(deployment, [negative])).toBe(
      'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    );
    expect(formatInvalid({ apiVersion: 'v1', kind: 'Pod', metadata: {} }, [required(['metadata', 'name'])])).toBe(
      'Pod "" is invalid: metadata.name: Required value',
    );
  });

  it('puts several complaints into brackets, each once', () => {
    const errors = [negative, required(['spec', 'selector']), negative];
    expect(formatInvalid(deployment, errors)).toBe(
      'Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.selector: Required value]',
    );
    expect(formatInvalid(deployment, [negative, negative])).not.toContain('[spec');
  });
});
