import { describe, expect, it } from 'vitest';
import { shortRefusal } from '../../client/src/refusal.ts';
import type { AppliedDocument } from '../../server/src/protocol.ts';

const refused = (kind: string, name: string, message: string): AppliedDocument => ({
  kind,
  namespace: 'default',
  name,
  uri: 'file:///a.yaml',
  line: 0,
  result: 'refused',
  message,
});

describe('a refusal in short', () => {
  it('is the whole cause where there is one', () => {
    const message = 'The Service "web" is invalid: spec.ports: Required value';
    expect(shortRefusal([refused('Service', 'web', message)])).toBe('Service web: spec.ports: Required value');
  });

  it('is the first of several causes, and counts the rest and the other objects', () => {
    const message =
      'The Deployment "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, ' +
      'spec.template.spec.containers[0].name: Required value, spec.x: Unsupported value: "a": supported values: "b", "c"]';
    expect(shortRefusal([refused('Deployment', 'web', message), refused('Pod', 'x', 'no')])).toBe(
      'Deployment web: spec.replicas: Invalid value: -1: must be greater than or equal to 0 (and 2 more causes, 1 more object)',
    );
  });

  it('cuts what does not fit, and leaves other texts as they are', () => {
    expect(shortRefusal([refused('Pod', 'x', 'namespaces "a" not found')])).toBe('Pod x: namespaces "a" not found');
    expect(shortRefusal([refused('Pod', 'x', 'y'.repeat(900))]).length).toBeLessThan(120);
  });
});
