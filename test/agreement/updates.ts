import type { Structure } from '../../server/src/schema/structure.ts';
import { changed, changesOf, describe, pick, readBases, type Case, type Change, type Json } from './mutations.ts';
import { createRandom } from './random.ts';

/** A manifest that is applied after another one of the same object. */
export interface UpdateCase extends Case {
  readonly old: string;
}

interface Base {
  readonly name: string;
  readonly object: Json;
  readonly changes: readonly Change[];
  readonly chosen: readonly Change[];
}

const perField = 6;
const inTemplates = 2;
const pairs = 4000;

/**
 * Every update: from a base to the base with one field changed, and back; and from one change to another. Changes are far
 * fewer than those of creation: what matters is which fields may move, and what a few values of each are.
 */
export function updates(structure: Structure): readonly UpdateCase[] {
  const random = createRandom(38);
  const counts = new Map<string, number>();
  const bases = [...readBases('./bases.yaml'), ...readBases('./update-bases.yaml')].map(withStatus).map((object): Base => {
    const changes = changesOf(structure, object, new Map()).changes.filter(isReadable).filter(isOfSameObject);
    const chosen = changes.filter((change) => {
      const field = `${String(object.kind)} ${fieldOf(change)}`;
      const count = (counts.get(field) ?? 0) + 1;
      counts.set(field, count);
      return count <= (isInTemplate(change) ? inTemplates : perField);
    });
    return { name: `${String(object.kind)} ${nameOf(object)}`, object, changes, chosen };
  });
  const cases: UpdateCase[] = [];
  for (const { name, object, chosen } of bases) {
    const text = JSON.stringify(object);
    cases.push({ id: `${name} again`, old: text, text });
    for (const change of chosen) {
      const other = JSON.stringify(changed(object, change));
      cases.push({ id: `${name} to ${describe(change)}`, old: text, text: other });
      cases.push({ id: `${name} from ${describe(change)}`, old: other, text });
    }
  }
  for (let index = 0; index < pairs; index++) {
    const { name, object, changes } = pick(bases, random);
    const [one, other] = [pick(changes, random), pick(changes, random)];
    const texts = [one, other].map((change) => JSON.stringify(changed(object, change)));
    cases.push({ id: `${name} ${describe(one)} to ${describe(other)}`, old: texts[0] ?? '', text: texts[1] ?? '' });
  }
  return [...new Map(cases.map((each) => [each.id, each])).values()];
}

/** A claim without a status counts as bound with us; to the reference it is new. */
const withStatus = (object: Json): Json =>
  object.kind === 'PersistentVolumeClaim' ? { status: { phase: 'Pending' }, ...object } : object;

const nameOf = (object: Json): string => {
  const { name, generateName } = object.metadata as { name?: string; generateName?: string };
  return name ?? generateName ?? '';
};

/** What kubectl and the decoder do not even read is creation's affair. (kubectl crashes over null in a list.) */
const isReadable = ({ path, value }: Change): boolean => path.at(-1) !== 'unknownField' && value !== null;

/** Another name is another object. */
const isOfSameObject = ({ path }: Change): boolean =>
  path[0] !== 'metadata' ||
  (path.length > 1 && !['name', 'namespace', 'generateName', 'uid', 'resourceVersion'].includes(String(path[1])));

const isInTemplate = ({ path }: Change): boolean => path.includes('template') || path.includes('containers');

const fieldOf = ({ path }: Change): string => path.filter((part) => typeof part === 'string').join('.');
