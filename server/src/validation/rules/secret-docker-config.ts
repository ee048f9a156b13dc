import { goQuote, invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const keyOfType: Readonly<Record<string, string>> = {
  'kubernetes.io/dockercfg': '.dockercfg',
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
};

/** Looks at what is written as text; base 64 is left alone. Source: pkg/apis/core/validation/validation.go (ValidateSecret) */
export default defineRule({
  id: 'secret-docker-config',
  covers: ['SECR-01'],
  summary: 'The credentials for registries in a Secret are a JSON object.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets',
  severity: 'error',
  on: 'core.v1.Secret',
  *check({ type = '', stringData = {} }, site) {
    const key = keyOfType[type];
    const text = key === undefined ? undefined : stringData[key];
    const complaint = text === undefined ? undefined : complaintAbout(text);
    if (key === undefined || complaint === undefined) return;
    const place = { path: site.at('stringData', key), field: `data[${key}]` };
    yield invalid(place, '<secret contents redacted>', complaint);
  },
});

/** What Go's decoder says of it, as far as the first characters tell. */
function complaintAbout(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return syntaxComplaint(text.trimStart());
  }
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
}

function syntaxComplaint(text: string): string {
  const [first, second] = text;
  if (first === undefined) return 'unexpected end of JSON input';
  const quoted = (char: string): string => `'${goQuote(char).slice(1, -1)}'`;
  if (first === '-' && second !== undefined) return `invalid character ${quoted(second)} in numeric literal`;
  if (first === '{') {
    return second === undefined ? 'unexpected end of JSON input' : 'invalid character in a JSON object';
  }
  return `invalid character ${quoted(first)} looking for beginning of value`;
}
