/** A container image's name, taken apart. */
export interface ImageReference {
  /** With registry and path: `docker.io/library/nginx`. */
  readonly repository: string;
  /** `latest` where neither tag nor digest is written. */
  readonly tag: string;
  readonly digest: string;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const shape = new RegExp(
  `^((?:${domain}/)?${component}(?:/${component})*)` +
    '(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?' +
    '(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$',
);
const hexLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const longestName = 255;

/**
 * Reads an image name as a container runtime does; undefined for one that no runtime accepts.
 * Source: pkg/util/parsers/parsers.go, and ParseNormalizedNamed of github.com/distribution/reference
 */
export function parseImage(image: string): ImageReference | undefined {
  if (/^[a-f0-9]{64}$/.test(image)) return undefined;
  const match = shape.exec(withDomain(image));
  if (!match) return undefined;
  const [, repository = '', tag = '', digest = ''] = match;
  if (isTooLong(repository) || digestRefusal(digest) !== undefined) return undefined;
  return { repository, tag: tag === '' && digest === '' ? 'latest' : tag, digest };
}

/** Why {@link parseImage} reads nothing, in the runtime's words. */
export function imageRefusal(image: string): string {
  if (/^[a-f0-9]{64}$/.test(image)) return `invalid repository name (${image}), cannot specify 64-byte hexadecimal strings`;
  const full = withDomain(image);
  const path = full.slice(full.indexOf('/') + 1).split(':')[0] ?? '';
  if (path !== path.toLowerCase()) return `invalid reference format: repository name (${path}) must be lowercase`;
  const [, repository = '', , digest = ''] = shape.exec(full) ?? [];
  if (isTooLong(repository)) return `repository name must not be more than ${longestName} characters`;
  return digestRefusal(digest) ?? 'invalid reference format';
}

function isTooLong(repository: string): boolean {
  return repository.slice(repository.indexOf('/') + 1).length > longestName;
}

/** Source: github.com/opencontainers/go-digest (Validate) */
function digestRefusal(digest: string): string | undefined {
  if (digest === '') return undefined;
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = hexLengths[algorithm];
  if (length === undefined) {
    return algorithm === algorithm.toLowerCase() ? 'unsupported digest algorithm' : 'invalid checksum digest format';
  }
  if (hex.length !== length) return 'invalid checksum digest length';
  return hex === hex.toLowerCase() ? undefined : 'invalid checksum digest format';
}

/** `nginx` is `docker.io/library/nginx`: what comes before the first slash is a registry only if it looks like one. */
function withDomain(image: string): string {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  const isRegistry = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = !isRegistry || first === 'index.docker.io' ? 'docker.io' : first;
  const rest = isRegistry ? image.slice(slash + 1) : image;
  return registry === 'docker.io' && !rest.includes('/') ? `${registry}/library/${rest}` : `${registry}/${rest}`;
}
