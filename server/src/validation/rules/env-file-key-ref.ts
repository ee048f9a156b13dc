import { dns1123Label, environmentVariableName } from '../../kubernetes/names.ts';
import { type FieldError, invalid, notFound, required } from '../field-error.ts';
import { claimTemplateNames, podSpecAround } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateFileKeySelector, validateFileKeyRefVolumes) */
export default defineRule({
  id: 'env-file-key-ref',
  covers: ['ENV-08'],
  summary: 'A fileKeyRef names a key in a file of an emptyDir volume of the pod.',
  docs: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-via-file/',
  severity: 'error',
  on: 'core.v1.FileKeySelector',
  *check({ key = '', volumeName = '', path = '' }, site) {
    if (key === '') yield required(site.at('key'));
    else for (const complaint of environmentVariableName(key)) yield invalid(site.at('key'), key, complaint);
    if (volumeName === '') yield required(site.at('volumeName'));
    else for (const complaint of dns1123Label(volumeName)) yield invalid(site.at('volumeName'), volumeName, complaint);
    if (path === '') yield required(site.at('path'));
    else if (path.split('/').includes('..')) yield invalid(site.at('path'), path, "must not contain '..'");
    yield* volumeErrors(volumeName, site);
  },
});

function* volumeErrors(name: string, site: Site): Iterable<FieldError> {
  const volume = podSpecAround(site)?.volumes?.findLast((each) => (each.name ?? '') === name);
  const isClaim = claimTemplateNames(site).has(name);
  if (volume === undefined && !isClaim) yield notFound(site.at('volumeName'), name);
  else if (isClaim || volume?.emptyDir === undefined) {
    yield invalid(site.at('volumeName'), name, 'referenced volume must be of type emptyDir');
  }
}
