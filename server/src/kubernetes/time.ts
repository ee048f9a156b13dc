/**
 * Times as the API writes them (RFC 3339, UTC, whole seconds), computed without a clock.
 */

/** Where every simulation's virtual time begins: 2026-01-01T00:00:00Z, in seconds since 1970. */
export const simulationEpochSeconds = 1_767_225_600;

const secondsPerDay = 86_400;

/** `2026-01-01T00:00:19Z` for 19.4 s of virtual time; fractions are cut, as metav1.Time does. */
export function timestampAt(virtualMs: number): string {
  const seconds = simulationEpochSeconds + Math.floor(virtualMs / 1000);
  if (seconds !== lastAsked.seconds) lastAsked = { seconds, text: formatUnixSeconds(seconds) };
  return lastAsked.text;
}

/** A simulation asks for the same second many times in a row. */
let lastAsked = { seconds: Number.NaN, text: '' };

/** Virtual milliseconds of an API timestamp; undefined for what is none. */
export function virtualMsOf(timestamp: string | undefined): number | undefined {
  const seconds = timestamp === undefined ? undefined : parseUnixSeconds(timestamp);
  return seconds === undefined ? undefined : Math.round((seconds - simulationEpochSeconds) * 1000);
}

/** Years are civil years after 1970; the arithmetic is Howard Hinnant's days_from_civil. */
export function formatUnixSeconds(seconds: number): string {
  const days = Math.floor(seconds / secondsPerDay);
  const rest = seconds - days * secondsPerDay;
  const [year, month, day] = civilFromDays(days);
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${clock}Z`;
}

export function parseUnixSeconds(timestamp: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?Z$/.exec(timestamp);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fraction = match[7] === undefined ? 0 : Number(`0${match[7]}`);
  return daysFromCivil(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second + fraction;
}

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): [number, number, number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1];
}
