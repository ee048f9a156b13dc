/**
 * Formats of strings that are checked here as the API server checks them. It knows more (credit cards, ISBNs, colours); those
 * are passed over rather than guessed. Source: pkg/apiserver/validation/formats.go of k8s.io/apiextensions-apiserver
 */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uuid4: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i.test(text),
  ipv4: (text) => /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/.test(text) && !text.endsWith('.'),
};

/** The check of a format; undefined where there is none. */
export function knownFormat(format: string): ((text: string) => boolean) | undefined {
  return formats[format];
}

/** A format as it counts for values of a type: '' where the type has no such format. */
export function formatNamed(type: string, format: string): string {
  switch (type) {
    case '':
    case 'string':
      return stringFormats.has(format.replaceAll('-', '')) ? format.replaceAll('-', '') : '';
    case 'integer':
      return format === 'int32' || format === 'int64' ? format : '';
    case 'number':
      return format === 'float' || format === 'double' ? format : '';
    default:
      return '';
  }
}

const stringFormats: ReadonlySet<string> = new Set(
  `bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn hexcolor rgbcolor
  byte password date duration datetime k8sshortname k8slongname`.split(/\s+/),
);
