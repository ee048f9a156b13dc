// Takes field descriptions for hovers out of the type declarations of `@pulumi/kubernetes` (a devDependency, Apache-2.0)
// while building, so that the repository holds none. Keys are the type names of the structure file:
// `apps.v1.DeploymentSpec` for a type, `apps.v1.DeploymentSpec.replicas` for a field.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Groups that the structure file names by their Go package. */
const packagePrefix = /^(apiextensions-apiserver|kube-aggregator)\.pkg\.apis\./;

/** What Pulumi adds about its own waiting and its own resource names; always the last paragraphs. */
const pulumiOnly = /\n\n(This resource waits|This resource currently|Note: While Pulumi)[^]*$/;

/** These say the same words on every kind. */
const everywhere = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * @param {object} structure the parsed structure file
 * @returns {{ descriptions: Record<string, string>, wanted: number, found: number, missing: string[] }}
 */
export function collectDescriptions(structure) {
  const root = path.dirname(createRequire(import.meta.url).resolve('@pulumi/kubernetes/package.json'));
  const documented = new Map();
  for (const file of ['input.d.ts', 'output.d.ts']) {
    readDeclarations(readFileSync(path.join(root, 'types', file), 'utf8'), documented);
  }
  const descriptions = {};
  const missing = [];
  let wanted = 0;
  const take = (key, source) => {
    wanted++;
    const text = documented.get(source);
    if (text) descriptions[key] = text;
    else missing.push(key);
  };
  for (const [type, shape] of Object.entries(structure.types)) {
    const source = type.replace(packagePrefix, '');
    if (!shape.properties) continue;
    const text = documented.get(source);
    if (text) descriptions[type] = text;
    for (const field of Object.keys(shape.properties)) {
      if (!(everywhere.has(field) && shape.properties.apiVersion)) take(`${type}.${field}`, `${source}.${field}`);
    }
  }
  return { descriptions, wanted, found: wanted - missing.length, missing };
}

/** The declarations are generated, one construct a line, so a reader of lines is enough. */
function readDeclarations(text, into) {
  const scope = [];
  let comment = '';
  let inComment = false;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (inComment) {
      if (line === '*/') inComment = false;
      else comment += `${line.replace(/^\* ?/, '')}\n`;
      continue;
    }
    if (line === '/**') {
      comment = '';
      inComment = true;
      continue;
    }
    const opened = /^(?:export declare )?(?:namespace|interface) (\w+)\b.*\{$/.exec(line);
    const field = /^([\w$]+|"[^"]+")\??: /.exec(line);
    if (opened) {
      scope.push(opened[1]);
      if (comment && scope.length === 3) note(into, scope, '', comment);
    } else if (line === '}') {
      scope.pop();
    } else if (field && scope.length === 3) {
      note(into, scope, `.${fieldName(field[1])}`, comment);
    }
    comment = '';
  }
}

/** Pulumi writes `x-kubernetes-…` with underscores, since it has to be an identifier. */
function fieldName(name) {
  const plain = name.replaceAll('"', '');
  return plain.startsWith('x_kubernetes_') ? plain.replaceAll('_', '-') : plain.replace(/^_/, '$');
}

function note(into, scope, suffix, comment) {
  const text = comment
    .replace(pulumiOnly, '')
    .trim()
    .replace(/[ \t]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n');
  if (text) into.set(scope.join('.') + suffix, text);
}
