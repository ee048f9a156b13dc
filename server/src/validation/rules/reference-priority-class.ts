import { absent, nameOf, ownerText } from '../references.ts';
import type { WorkspaceRule } from '../rule.ts';

/** They come with every cluster. */
const always: ReadonlySet<string> = new Set(['system-cluster-critical', 'system-node-critical']);

/** Source: plugin/pkg/admission/priority/admission.go */
const rule: WorkspaceRule = {
  id: 'reference-priority-class',
  covers: ['REF-05'],
  summary: 'The PriorityClass of pods exists.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#pod-priority',
  severity: 'warning',
  *check(workspace) {
    for (const use of workspace.podTemplates()) {
      const { priorityClassName: name = '' } = use.spec;
      if (name === '' || always.has(name) || workspace.mayExist('scheduling.v1.PriorityClass', '', name)) continue;
      const isPod = use.owner.object.kind === 'Pod';
      const consequence = isPod ? `Pod "${nameOf(use.owner)}" is refused` : `${ownerText(use)} can make no pods`;
      const message = `${absent('PriorityClass', name)}: without it ${consequence}`;
      yield { source: use.owner.source, path: [...use.specPath, 'priorityClassName'], message };
    }
  },
};

export default rule;
