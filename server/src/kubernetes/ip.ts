/**
 * Addresses as the API server reads them in the fields that had them before its checks became strict.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go (IsValidIPForLegacyField, strict since 1.36)
 */
export function ipComplaints(text: string): readonly string[] {
  const isIPv4 = isSloppyIPv4(text);
  if (!isIPv4 && !isIPv6(text)) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  const dotted = text.slice(text.lastIndexOf(':') + 1);
  if (dotted.includes('.') && dotted.split('.').some((octet) => octet.length > 1 && octet.startsWith('0'))) {
    return ['must not have leading 0s'];
  }
  return !isIPv4 && isMapped(text) ? ['must not be an IPv4-mapped IPv6 address'] : [];
}

/** Four octets, leading zeros allowed. */
function isSloppyIPv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^[0-9]+$/.test(octet) && Number(octet) <= 255);
}

function isIPv6(text: string): boolean {
  return groupsOf(text) !== undefined;
}

/** `::ffff:a.b.c.d` in whatever spelling. */
function isMapped(text: string): boolean {
  const groups = groupsOf(text);
  return groups !== undefined && groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

/** The eight groups of an IPv6 address, the last two of which may be written as an IPv4 address. */
function groupsOf(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) return undefined;
  const [head, tail] = [readGroups(halves[0] ?? '', halves.length === 1), readGroups(halves[1] ?? '', true)];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function readGroups(text: string, mayEndInIPv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (mayEndInIPv4 && index === parts.length - 1 && isSloppyIPv4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}
