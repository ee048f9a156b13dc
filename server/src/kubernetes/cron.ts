import { isTimeZone } from './time-zone.ts';

/**
 * Cron schedules as the CronJob controller reads them.
 * Source: github.com/robfig/cron/v3 (parser.go, spec.go), pkg/util/parsers/parsers.go
 */

/** The times that match: numbers in ascending order. `isAny` where the field was written as `*` or `?`. */
export interface CronField {
  readonly values: readonly number[];
  readonly isAny: boolean;
}

export type CronSchedule =
  | {
      readonly minute: CronField;
      readonly hour: CronField;
      readonly dayOfMonth: CronField;
      readonly month: CronField;
      /** 0 is Sunday. */
      readonly dayOfWeek: CronField;
    }
  | { readonly everySeconds: number };

export type CronResult = { readonly ok: true; readonly schedule: CronSchedule } | { readonly ok: false; readonly error: string };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const minutes: Bounds = { min: 0, max: 59, names: [] };
const hours: Bounds = { min: 0, max: 23, names: [] };
const daysOfMonth: Bounds = { min: 1, max: 31, names: [] };
/** Names stand for numbers from `min` on. */
const months: Bounds = {
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const daysOfWeek: Bounds = { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Ends the reading of a schedule; caught in {@link parseCron}. */
class CronError extends Error {}

const fail = (message: string): never => {
  throw new CronError(message);
};

/** Reads a schedule; the error is the API server's own text. */
export function parseCron(text: string): CronResult {
  try {
    return { ok: true, schedule: readSchedule(text) };
  } catch (error) {
    if (error instanceof CronError) return { ok: false, error: error.message };
    throw error;
  }
}

function readSchedule(text: string): CronSchedule {
  if (text === '') fail('empty spec string');
  const spec = withoutTimeZone(text);
  if (spec.startsWith('@')) return readDescriptor(spec);
  const fields = spec.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5) fail(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  return {
    minute: readField(minute, minutes),
    hour: readField(hour, hours),
    dayOfMonth: readField(dayOfMonth, daysOfMonth),
    month: readField(month, months),
    dayOfWeek: readField(dayOfWeek, daysOfWeek),
  };
}

/** The library knows a zone in front of the schedule; the API server reads it before it forbids it. */
function withoutTimeZone(text: string): string {
  if (!text.startsWith('TZ=') && !text.startsWith('CRON_TZ=')) return text;
  const space = text.indexOf(' ');
  if (space < 0) fail('invalid schedule format: runtime error: slice bounds out of range [:-1]');
  const zone = text.slice(text.indexOf('=') + 1, space);
  if (zone !== '' && zone !== 'Local' && !isTimeZone(zone)) fail(`provided bad location ${zone}: unknown time zone ${zone}`);
  return text.slice(space).trim();
}

function readDescriptor(spec: string): CronSchedule {
  const meaning = descriptors[spec];
  if (meaning !== undefined) return readSchedule(meaning);
  const every = '@every ';
  if (!spec.startsWith(every)) return fail(`unrecognized descriptor: ${spec}`);
  const duration = parseDuration(spec.slice(every.length));
  if (typeof duration === 'string') return fail(`failed to parse duration ${spec}: ${duration}`);
  return { everySeconds: Math.max(1, Math.floor(duration)) };
}

function readField(field: string, bounds: Bounds): CronField {
  const ranges = field
    .split(',')
    .filter((range) => range !== '')
    .map((range) => readRange(range, bounds));
  const values = new Set(ranges.flatMap((range) => range.values));
  return { values: [...values].sort((a, b) => a - b), isAny: ranges.some((range) => range.isAny) };
}

/** `number | number-number`, each with an optional `/step`; `*` and `?` are the whole range. */
function readRange(text: string, bounds: Bounds): CronField {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...more] = range.split('-');
  const isStar = low === '*' || low === '?';
  const start = isStar ? bounds.min : readNumberOrName(low, bounds);
  if (!isStar && more.length > 0) fail(`too many hyphens: ${text}`);
  let end = isStar ? bounds.max : high === undefined ? start : readNumberOrName(high, bounds);
  if (moreSteps.length > 0) fail(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : readNumber(stepText);
  // A single number with a step begins a range that lasts to the end.
  if (stepText !== undefined && high === undefined) end = bounds.max;
  if (start < bounds.min) fail(`beginning of range (${start}) below minimum (${bounds.min}): ${text}`);
  if (end > bounds.max) fail(`end of range (${end}) above maximum (${bounds.max}): ${text}`);
  if (start > end) fail(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) fail(`step of range should be a positive number: ${text}`);
  const values: number[] = [];
  for (let value = start; value <= end; value += step) values.push(value);
  return { values, isAny: isStar && step === 1 };
}

function readNumberOrName(text: string, bounds: Bounds): number {
  const index = bounds.names.indexOf(text.toLowerCase());
  return index < 0 ? readNumber(text) : bounds.min + index;
}

const largestInt64 = 2n ** 63n - 1n;

function readNumber(text: string): number {
  const failed = (why: string): never =>
    fail(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`);
  if (!/^[+-]?[0-9]+$/.test(text)) failed('invalid syntax');
  const value = BigInt(text.replace('+', ''));
  if (value > largestInt64 || value < -largestInt64 - 1n) failed('value out of range');
  if (value < 0n) fail(`negative number (${value}) not allowed: ${text}`);
  return Number(value);
}

const secondsPerUnit: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};
/** The longest time that fits, about 292 years. */
const longestSeconds = 2 ** 63 / 1e9;

/** Seconds of a Go duration (`1h30m`), or the error's text. Source: Go's time.ParseDuration */
function parseDuration(text: string): number | string {
  const wrong = `time: invalid duration ${JSON.stringify(text)}`;
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0;
  if (rest === '') return wrong;
  let seconds = 0;
  while (rest !== '') {
    const [all = '', number = '', unit = ''] = /^([0-9]*\.?[0-9]*)([^.0-9]*)/.exec(rest) ?? [];
    if (!/[0-9]/.test(number)) return wrong;
    if (unit === '') return `time: missing unit in duration ${JSON.stringify(text)}`;
    const factor = secondsPerUnit[unit];
    if (factor === undefined) return `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`;
    seconds += Number(number) * factor;
    if (seconds > longestSeconds) return wrong;
    rest = rest.slice(all.length);
  }
  return sign * seconds;
}
