import { duplicate, type FieldError } from '../field-error.ts';
import { type ContainerList, type PodSpec, placedContainers } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainers, validateInitContainers, validateEphemeralContainers) */
export default defineRule({
  id: 'container-name-unique',
  covers: ['POD-02', 'POD-03'],
  summary: 'No two containers of a pod have the same name, init containers included.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    yield* repeated(spec, site);
  },
});

/** A nameless container counts as a name in the list of containers, and as none among init containers. */
const countsNameless: readonly ContainerList[] = ['containers', 'ephemeralContainers'];

function* repeated(spec: PodSpec, site: Site): Iterable<FieldError> {
  const seen = new Set<string>();
  for (const { container, list, index } of placedContainers(spec)) {
    const name = container.name ?? '';
    if (seen.has(name)) yield duplicate(site.at(list, index, 'name'), name);
    else if (name !== '' || countsNameless.includes(list)) seen.add(name);
  }
}
