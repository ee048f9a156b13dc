/**
 * The forms that names of all sorts must have. Each check gives the API server's complaints, none for a good name.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content/{dns,kube}.go (1.37.2)
 */

/** Gives the complaints about one text. */
export type TextCheck = (text: string) => readonly string[];

const labelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainFormat = `${labelFormat}(\\.${labelFormat})*`;
const underscoreLabelFormat = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const underscoreSubdomainFormat = `${underscoreLabelFormat}(\\.${underscoreLabelFormat})*`;
const labelKeyFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValueFormat = `(${labelKeyFormat})?`;
const configKeyFormat = '[-._a-zA-Z0-9]+';
const headerFormat = '[-A-Za-z0-9]+';
const percentFormat = '[0-9]+%';

const whole = (format: string): RegExp => new RegExp(`^${format}$`);
const labelPattern = whole(labelFormat);
const subdomainPattern = whole(subdomainFormat);
const underscoreSubdomainPattern = whole(underscoreSubdomainFormat);
const labelKeyPattern = whole(labelKeyFormat);
const labelValuePattern = whole(labelValueFormat);
const configKeyPattern = whole(configKeyFormat);
const headerPattern = whole(headerFormat);
const percentPattern = whole(percentFormat);

const labelForm =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const subdomainForm =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const underscoreSubdomainForm =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const labelKeyForm =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelValueForm =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelKeyExamples = ['MyName', 'my.name', '123-abc'];

/** At most 63 bytes: the names of namespaces, containers, volumes. */
export const dns1123Label: TextCheck = (text) => {
  const complaints = tooLong(text, 63, 'characters');
  if (labelPattern.test(text)) return complaints;
  const isSubdomain = subdomainPattern.test(text);
  return [...complaints, isSubdomain ? 'must not contain dots' : formComplaint(labelForm, labelFormat, ['my-name', '123-abc'])];
};

const dns1035Form =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const dns1035Format = '[a-z]([-a-z0-9]*[a-z0-9])?';

/** A label that begins with a letter: the names of Services until 1.35. */
export const dns1035Label: TextCheck = (text) => {
  const isLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(text);
  return [
    ...tooLong(text, 63, 'characters'),
    ...(isLabel ? [] : [formComplaint(dns1035Form, dns1035Format, ['my-name', 'abc-123'])]),
  ];
};

/** At most 253 bytes: the names of most objects. */
export const dns1123Subdomain: TextCheck = (text) => subdomain(text, 'characters');

/** As {@link dns1123Subdomain}, with underscores: DNS search paths. */
export const dns1123SubdomainWithUnderscore: TextCheck = (text) => [
  ...tooLong(text, 253, 'characters'),
  ...unless(underscoreSubdomainPattern.test(text), underscoreSubdomainForm, underscoreSubdomainFormat, ['example.com']),
];

const wildcardForm =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
const wildcardPattern = whole(`\\*\\.${subdomainFormat}`);

/** A host of an Ingress: a subdomain, of which the first label may be an asterisk. */
export const hostName: TextCheck = (text) =>
  text.includes('*')
    ? [
        ...tooLong(text, 253, 'bytes'),
        ...unless(wildcardPattern.test(text), wildcardForm, `\\*\\.${subdomainFormat}`, ['*.example.com']),
      ]
    : dns1123Subdomain(text);

/** The key of a label; also the form of resource names, finalizers, condition types: an optional DNS prefix and a name. */
export const qualifiedName: TextCheck = (text) => {
  const parts = text.split('/');
  if (parts.length > 2) {
    const form = formComplaint(labelKeyForm, labelKeyFormat, labelKeyExamples);
    return [`a valid label key ${form} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  const ofPrefix = prefix === undefined ? [] : prefix === '' ? ['must be non-empty'] : subdomain(prefix, 'bytes');
  const ofName = [
    ...(name === '' ? ['must be non-empty'] : tooLong(name, 63, 'bytes')),
    ...unless(labelKeyPattern.test(name), labelKeyForm, labelKeyFormat, labelKeyExamples),
  ];
  return [...ofPrefix.map((complaint) => `prefix part ${complaint}`), ...ofName.map((complaint) => `name part ${complaint}`)];
};

export const labelValue: TextCheck = (text) => [
  ...tooLong(text, 63, 'bytes'),
  ...unless(labelValuePattern.test(text), labelValueForm, labelValueFormat, ['MyValue', 'my_value', '12345']),
];

/** A segment of a URL's path: all that is asked of every object's name. Source: pkg/api/validate/path/name.go */
export const pathSegment: TextCheck = (text) => {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%'].filter((char) => text.includes(char)).map((char) => `may not contain '${char}'`);
};

/** The name of a port in a container, or a port named in a probe or a Service: an IANA service name in lower case. */
export const portName: TextCheck = (text) => [
  ...tooLong(text, 15, 'characters'),
  ...(/^[-a-z0-9]+$/.test(text) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(text) ? [] : ['must contain at least one letter (a-z)']),
  ...(text.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(text.startsWith('-') || text.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
];

export const portNumber = (port: number): readonly string[] => inRange(port, 1, 65535);

export function inRange(value: number, lowest: number, highest: number): readonly string[] {
  return lowest <= value && value <= highest ? [] : [`must be between ${lowest} and ${highest}, inclusive`];
}

/** Numbers of users and groups. */
export const idNumber = (id: number): readonly string[] => inRange(id, 0, 2147483647);

/** The name of an environment variable, as the API server has checked it since RelaxedEnvironmentVariableValidation. */
export const environmentVariableName: TextCheck = (text) => [
  ...(text === '' ? ['environment variable name must be non-empty'] : []),
  ...(/^[ -<>-~]*$/.test(text)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]),
];

/** A key of a ConfigMap or a Secret. */
export const configKey: TextCheck = (text) => [
  ...tooLong(text, 253, 'characters'),
  ...unless(
    configKeyPattern.test(text),
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    configKeyFormat,
    ['key.name', 'KEY_NAME', 'key-name'],
  ),
  ...relativeStart(text),
];

const httpPathFormat = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const httpPathPattern = whole(httpPathFormat);

/** What is wrong with a path in a domain of its owner, and with which part of it. Source: IsDomainPrefixedPath */
export function domainPrefixedPath(text: string): readonly { readonly value: string; readonly complaint: string }[] {
  const slash = text.indexOf('/');
  const [domain, path] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash <= 0 || path === '') return [{ value: text, complaint: 'must be a domain-prefixed path (such as "acme.io/foo")' }];
  return [
    ...dns1123Subdomain(domain).map((complaint) => ({ value: domain, complaint })),
    ...(httpPathPattern.test(path)
      ? []
      : [{ value: path, complaint: `Invalid path (regex used for validation is '${httpPathFormat}')` }]),
  ];
}

export const httpHeaderName: TextCheck = (text) =>
  unless(headerPattern.test(text), "a valid HTTP header must consist of alphanumeric characters or '-'", headerFormat, [
    'X-Header-Name',
  ]);

export const percentage: TextCheck = (text) =>
  unless(percentPattern.test(text), "a valid percent string must be a numeric string followed by an ending '%'", percentFormat, [
    '1%',
    '93%',
  ]);

/**
 * A check of names as a check of `generateName`: a trailing dash is fine there, since the server adds characters.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/validation/generic.go (maskTrailingDash)
 */
export const asPrefix =
  (check: TextCheck): TextCheck =>
  (text) =>
    check(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

/** How long a text is to the API server: in bytes of UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function subdomain(text: string, unit: 'characters' | 'bytes'): readonly string[] {
  return [...tooLong(text, 253, unit), ...unless(subdomainPattern.test(text), subdomainForm, subdomainFormat, ['example.com'])];
}

/** Upstream counts bytes everywhere; only the newer checks say so. */
function tooLong(text: string, most: number, unit: 'characters' | 'bytes'): readonly string[] {
  return byteLength(text) > most ? [`must be no more than ${most} ${unit}`] : [];
}

function unless(isGood: boolean, form: string, format: string, examples: readonly string[]): readonly string[] {
  return isGood ? [] : [formComplaint(form, format, examples)];
}

function formComplaint(form: string, format: string, examples: readonly string[]): string {
  return `${form} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${format}')`;
}

function relativeStart(text: string): readonly string[] {
  if (text === '.') return ["must not be '.'"];
  if (text === '..') return ["must not be '..'"];
  return text.startsWith('..') ? ["must not start with '..'"] : [];
}
