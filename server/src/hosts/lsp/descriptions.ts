import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Reads the field descriptions when the first hover asks for them. */
export function readDescriptions(schemas: string): () => Readonly<Record<string, string>> {
  let descriptions: Readonly<Record<string, string>> | undefined;
  return () => {
    descriptions ??= JSON.parse(readFileSync(path.join(schemas, 'descriptions-1.37.json'), 'utf8')) as Record<string, string>;
    return descriptions;
  };
}
