import type { FieldPath } from '../../kubernetes/path.ts';
import { parseDuration } from '../duration.ts';
import type { Problem } from '../types.ts';

/** More virtual time than this in one step is a slip of the keyboard. */
const longestMs = 31 * 24 * 3_600_000;

/** What is wrong with a duration. */
export function durationProblems(text: unknown, path: FieldPath): readonly Problem[] {
  const ms = typeof text === 'string' ? parseDuration(text) : undefined;
  if (ms === undefined) return [{ path, message: 'write a duration such as 30s, 5m or 1h30m' }];
  if (ms === 0) return [{ path, message: 'no time would pass' }];
  return ms > longestMs ? [{ path, message: 'that is more than a month of virtual time' }] : [];
}
