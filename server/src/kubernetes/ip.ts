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

/** An address of a field that came after the checks had become strict: IPv6 is written in one way only. */
export function strictIpComplaints(text: string): readonly string[] {
  const complaints = ipComplaints(text);
  const groups = groupsOf(text);
  if (complaints.length > 0 || groups === undefined) return complaints;
  const canonical = formatGroups(groups);
  return canonical === text ? [] : [`must be in canonical form ("${canonical}")`];
}

export const isIPv4 = (text: string): boolean => isSloppyIPv4(text);

/** In lower case, with the first of the longest runs of zeros left out. */
function formatGroups(groups: readonly number[]): string {
  const texts = groups.map((group) => group.toString(16));
  const runs = [...texts.join(':').matchAll(/\b0(?::0)+\b/g)];
  const [longest] = runs.sort((a, b) => b[0].length - a[0].length);
  if (longest === undefined) return texts.join(':');
  const text = texts.join(':');
  const [head, tail] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)];
  return `${head.replace(/:$/, '')}::${tail.replace(/^:/, '')}`;
}

/** A network as the API server reads it in the same fields: `parseCIDR` of the same file. */
export function cidrComplaints(text: string): readonly string[] {
  const cidr = parseCidr(text);
  if (cidr === undefined) return ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
  const [address = '', length = ''] = text.split('/');
  if (/^0[0-9]/.test(length) || ipComplaints(address).includes('must not have leading 0s')) {
    return ['must not have leading 0s in IP or prefix length'];
  }
  if (!isSloppyIPv4(address) && isMapped(address)) return ['must not have an IPv4-mapped IPv6 address'];
  return /1/.test(cidr.bits.slice(cidr.length)) ? ['must not have bits set beyond the prefix length'] : [];
}

/** Whether `inner` lies in `outer` and is smaller; what is no network at all is not judged. */
export function isStrictSubset(inner: string, outer: string): boolean {
  const [small, large] = [parseCidr(inner), parseCidr(outer)];
  if (small === undefined || large === undefined) return true;
  const isInside = small.bits.length === large.bits.length && small.bits.startsWith(large.bits.slice(0, large.length));
  return isInside && small.length > large.length;
}

interface Cidr {
  /** The address as a row of 0 and 1. */
  readonly bits: string;
  readonly length: number;
}

function parseCidr(text: string): Cidr | undefined {
  const [address = '', digits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^[0-9]+$/.test(digits) || !text.includes('/')) return undefined;
  const bits = addressBits(address);
  const length = Number(digits);
  return bits === '' || length > bits.length ? undefined : { bits, length };
}

const bitsOf = (parts: readonly number[], width: number): string =>
  parts.map((part) => part.toString(2).padStart(width, '0')).join('');

/**
 * What an address cannot be if traffic is to reach it.
 * Source: pkg/apis/core/validation/validation.go (ValidateEndpointIP)
 */
export function endpointIpComplaints(text: string): readonly string[] {
  const bits = addressBits(text);
  if (bits === '') return ['must be a valid IP address'];
  const isIn = (...networks: readonly string[]): boolean => networks.some((network) => isInNetwork(bits, network));
  return [
    ...(/1/.test(bits) ? [] : [`may not be unspecified (${text})`]),
    ...(isIn('127.0.0.0/8', '::1/128') ? ['may not be in the loopback range (127.0.0.0/8, ::1/128)'] : []),
    ...(isIn('169.254.0.0/16', 'fe80::/10') ? ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'] : []),
    ...(isIn('224.0.0.0/24', 'ff02::/16') ? ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'] : []),
  ];
}

function isInNetwork(bits: string, network: string): boolean {
  const cidr = parseCidr(network);
  return cidr !== undefined && cidr.bits.length === bits.length && bits.startsWith(cidr.bits.slice(0, cidr.length));
}

/** Empty for what is no address. */
function addressBits(address: string): string {
  return isSloppyIPv4(address) ? bitsOf(address.split('.').map(Number), 8) : bitsOf(groupsOf(address) ?? [], 16);
}
