/** Names in the time zone database that are no zones for calendars. */
const placeholders: readonly string[] = ['Factory'];

/**
 * Whether the API server finds the zone in its time zone database. It compares names letter for letter, as the files of
 * the database are named. Source: Go's time.LoadLocation
 */
export function isTimeZone(name: string): boolean {
  if (name === 'UTC' || placeholders.includes(name)) return true;
  // Offsets (`+01:00`) are zones to this runtime, but no names.
  if (!/^[A-Za-z]/.test(name)) return false;
  if (hasOtherCase(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

let canonicalNames: ReadonlyMap<string, string> | undefined;

/** Whether the name differs from a name of the database only in capital letters. */
function hasOtherCase(name: string): boolean {
  canonicalNames ??= new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));
  const canonical = canonicalNames.get(name.toLowerCase());
  return canonical !== undefined && canonical !== name;
}
