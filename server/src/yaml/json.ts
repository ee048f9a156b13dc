import type { Composed } from './compose.ts';
import type { YamlNode, YamlProblem } from './document.ts';
import { formatPath } from '../kubernetes/path.ts';

/**
 * JSON is read by a JSON decoder first, which is laxer than YAML about white space and refuses a repeated field in its
 * own words. Text that begins with a brace but is no JSON is YAML.
 */
export function checkJson(text: string, composed: Composed): Composed {
  if (!isValidJson(text)) return composed;
  const problems = composed.problems.filter((problem) => problem.code !== 'syntax' && problem.code !== 'duplicate-key');
  const repeats = composed.problems.some((problem) => problem.code === 'duplicate-key');
  const paths = repeats ? keyPaths(composed.root) : new Map<number, string>();
  const duplicates = composed.problems
    .filter((problem) => problem.code === 'duplicate-key')
    .map(
      (problem): YamlProblem => ({
        ...problem,
        message: `strict decoding error: duplicate field "${paths.get(problem.range.start) ?? ''}"`,
      }),
    );
  return { ...composed, problems: [...problems, ...duplicates] };
}

function isValidJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The path of each key by where the key begins. */
function keyPaths(root: YamlNode | undefined): Map<number, string> {
  const paths = new Map<number, string>();
  const visit = (node: YamlNode | undefined, path: readonly (string | number)[]): void => {
    if (node?.kind === 'list') node.items.forEach((item, index) => visit(item, [...path, index]));
    if (node?.kind !== 'map') return;
    for (const entry of node.entries) {
      paths.set(entry.keyRange.start, formatPath([...path, entry.key]));
      visit(entry.value, [...path, entry.key]);
    }
  };
  visit(root, []);
  return paths;
}
