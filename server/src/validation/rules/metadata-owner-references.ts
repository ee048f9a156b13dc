import { invalid, required } from '../field-error.ts';
import { nameCheck } from '../metadata.ts';
import { defineRule } from '../rule.ts';

/** Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (ValidateOwnerReferences) */
export default defineRule({
  id: 'metadata-owner-references',
  covers: ['META-08'],
  summary: 'An owner reference names its owner in full, and at most one of them is the controller.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check(metadata, site) {
    if (site.ancestors.length !== 1 || nameCheck(site.kind) === undefined) return;
    const references = metadata.ownerReferences ?? [];
    for (const [index, reference] of references.entries()) {
      const { apiVersion } = reference;
      const at = (part: string) => site.at('ownerReferences', index, part);
      if (!apiVersion) yield required(at('apiVersion'), 'must not be empty');
      else if (!/^([^/]*\/)?[^/]+$/.test(apiVersion)) {
        yield invalid(at('apiVersion'), apiVersion, 'must be <group>/<version> or <version>');
      }
      for (const part of ['kind', 'name', 'uid'] as const) {
        if (!reference[part]) yield required(at(part), 'must not be empty');
      }
      if (apiVersion === 'v1' && reference.kind === 'Event') {
        const place = { path: site.at('ownerReferences', index) };
        yield invalid(place, written(reference), '/v1, Kind=Event is disallowed from being an owner');
      }
    }
    const [first, ...others] = references.filter((reference) => reference.controller === true);
    for (const other of others) {
      const pair = `${first?.kind ?? ''}/${first?.name ?? ''} and ${other.kind ?? ''}/${other.name ?? ''}`;
      const message = `Only one reference can have Controller set to true. Found "true" in references for ${pair}`;
      yield invalid(site.at('ownerReferences'), references.map(written), message);
    }
  },
});

interface Reference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** In the order in which Go writes the struct. */
function written({ apiVersion = '', kind = '', name = '', uid = '', controller, blockOwnerDeletion }: Reference): Reference {
  return { apiVersion, kind, name, uid, controller, blockOwnerDeletion };
}
