import type { DocumentedRule } from '../validation/docs.ts';
import type { Severity } from '../validation/rule.ts';
import { rules, workspaceRules } from '../validation/rules/index.ts';
import { leftOverRule } from '../validation/update/applied.ts';
import { updateRules } from '../validation/update/index.ts';
import { unknownFieldHints } from '../validation/unknown-field-hints.ts';

const yamlPage = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/#describing-a-kubernetes-object';
const fieldsPage = 'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation';
const deprecationPage = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/';
const customPage = 'https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/';

const finding = (id: string, summary: string, docs: string | undefined, severity: Severity = 'error'): DocumentedRule => ({
  id,
  covers: [],
  summary,
  ...(docs === undefined ? {} : { docs }),
  severity,
  on: [],
});

/** What the reader of YAML, the strict decoder and Drydock's own kinds say: findings that no file in `rules/` makes. */
const otherFindings: readonly DocumentedRule[] = [
  finding('syntax', 'The text is no YAML that Kubernetes can read.', yamlPage),
  finding('separator', 'A line that begins with `---` separates documents only if nothing but white space follows.', yamlPage),
  finding('duplicate-key', 'A map has the same key twice.', yamlPage),
  finding('map-key', 'A key of a map is no string, number or boolean.', yamlPage),
  finding('merge', 'A merge key (`<<`) merges something that is no map.', yamlPage),
  finding('alias', 'An alias (`*name`) has no anchor (`&name`) before it, or stands within it.', yamlPage),
  finding('anchor', 'The name of an anchor has characters that the reader of Kubernetes does not take.', yamlPage),
  finding('tag', 'A tag does not fit the value that it stands before.', yamlPage),
  finding('directive', 'A directive (`%YAML`, `%TAG`) stands where no document follows.', yamlPage),
  finding('excessive-aliasing', 'Aliases blow the document up beyond what the reader of Kubernetes takes.', yamlPage),
  finding('too-deep', 'Maps and lists are nested deeper than the reader takes.', yamlPage),
  finding('too-large', 'The file or a document is larger than any manifest; it is not read.', yamlPage),
  finding('binary', 'The file holds bytes that are no text.', yamlPage),
  finding('control-character', 'A control character stands in the text.', yamlPage),
  finding('not-json', 'The value cannot be written as JSON, which is what the API server receives.', yamlPage),
  finding('ignored-content', 'What stands behind the end of the document is not read.', yamlPage, 'warning'),
  finding('parser', 'The parser itself failed at this text. Please report it.', undefined),
  finding('unknown-field', 'The field does not exist in this type: strict decoding refuses the object.', fieldsPage),
  finding('wrong-type', 'The value has another type than the field: the API server cannot decode the object.', fieldsPage),
  finding('enum', 'The value is none of those that the field can have.', fieldsPage),
  finding('missing-required', 'The published schema wants a field that is not there.', fieldsPage, 'warning'),
  finding('missing-kind', 'The document has an apiVersion and no kind.', yamlPage),
  finding('missing-apiversion', 'The document has a kind and no apiVersion.', yamlPage),
  finding('unknown-kind', 'The API group is one of Kubernetes, but it has no such kind in this version.', yamlPage),
  finding('removed-api-version', 'The API version was served once and is no more.', deprecationPage),
  finding(
    'custom-resource',
    'The kind is none of Kubernetes itself, and no definition of it was found, so its fields are not checked.',
    customPage,
    'information',
  ),
  finding('custom-resource-schema', 'A custom resource is not as the schema of its definition wants it.', customPage),
  ...unknownFieldHints.map(({ id, type, field, hint }) =>
    finding(id, `There is no field \`${field}\` in \`${type}\`. ${hint}`, fieldsPage),
  ),
  finding(
    'cluster-nodes',
    'A cluster has no nodes, so that no pod can run, or more than Kubernetes supports.',
    undefined,
    'warning',
  ),
  finding('cluster-node', 'A node of a cluster file has a name, label, taint or capacity that no node can have.', undefined),
  finding('cluster-image', 'A time or size of an image in a cluster file is negative.', undefined),
  finding('cluster-node-unique', 'A cluster file of Drydock has the same node twice.', undefined),
  finding('scenario', 'A scenario of Drydock names a target, a duration or an expectation that cannot be.', undefined),
  finding('unknown-rule', 'A comment that silences a rule, or a setting, names one that does not exist.', undefined, 'warning'),
  finding('rehearsal', 'A scenario that was rehearsed in the editor failed here.', undefined),
  finding('drydock-config', 'The configuration file of Drydock says something that is not understood.', undefined),
];

/** Changes of what is in a cluster already. Against the last commit, which need not be there, they are warnings. */
const changes = [...updateRules, leftOverRule].map(
  ({ kinds, ...rule }): DocumentedRule => ({ ...rule, covers: [], severity: 'error', on: kinds }),
);

/** Everything that a diagnostic can be called, in alphabetical order. */
export const catalogue: readonly DocumentedRule[] = [...rules, ...workspaceRules, ...changes, ...otherFindings].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

const byId: ReadonlyMap<string, DocumentedRule> = new Map(catalogue.map((rule) => [rule.id, rule]));

export const knownRules: ReadonlySet<string> = new Set(byId.keys());

export function documentedRule(id: string): DocumentedRule | undefined {
  return byId.get(id);
}
