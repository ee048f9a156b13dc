import type { FieldPath } from '../../kubernetes/path.ts';
import type { CursorContext } from './cursor-context.ts';

/** The place within `{ … }` and `[ … ]` that begin in the cursor's line. */
export function flowContext(typed: string, path: FieldPath, offset: number, lineEnd: number): CursorContext | undefined {
  const open: { readonly isMap: boolean; key: string; index: number; keys: Set<string> }[] = [];
  let word = '';
  for (const [token] of typed.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[\]{},]|:(?=\s|$)|[^\s[\]{},:'"]+|:|\s+/g)) {
    const level = open.at(-1);
    if (token === '{' || token === '[') {
      open.push({ isMap: token === '{', key: '', index: 0, keys: new Set() });
      word = '';
    } else if (token === '}' || token === ']') {
      open.pop();
      word = '';
    } else if (token === ',' && level) {
      level.key = '';
      level.index += 1;
      word = '';
    } else if (token === ':' && level?.isMap && level.key === '') {
      level.key = word.trim();
      level.keys.add(level.key);
      word = '';
    } else if (word !== '' || token.trim() !== '') word += token;
  }
  const last = open.at(-1);
  if (!last) return undefined;
  const inner = open.flatMap(({ isMap, key, index }, depth): FieldPath => {
    if (!isMap) return [index];
    return key === '' && depth === open.length - 1 ? [] : [key];
  });
  const isKey = last.isMap && last.key === '';
  // The cursor may stand behind a carriage return, which is no part of the line.
  const end = Math.min(offset, lineEnd);
  const start = end - word.length;
  const siblings = isKey ? last.keys : new Set<string>();
  const common = { siblings, prefix: word, start, end, column: 0, hasColon: false, inFlow: true };
  return { ...common, path: [...path, ...inner], at: isKey ? 'key' : 'value' };
}
