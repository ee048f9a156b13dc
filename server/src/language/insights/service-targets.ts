import type { Service } from '../../kubernetes/api.ts';
import { matchesLabels } from '../../kubernetes/selector.ts';
import type { Insight } from './insight.ts';

/** Which workloads of the workspace a Service sends traffic to. */
const serviceTargets: Insight = {
  fields: ['core.v1.ServiceSpec.selector', 'core.v1.ServicePort.targetPort', 'core.v1.ServiceSpec.clusterIP'],
  explain({ object, path, workspace }) {
    const { metadata, spec } = object as unknown as Service;
    if (path.at(-1) === 'clusterIP') {
      return spec?.clusterIP === 'None' ? 'Headless: DNS answers with the addresses of the pods themselves.' : undefined;
    }
    if (!spec?.selector || Object.keys(spec.selector).length === 0)
      return 'Without a selector nothing is selected; endpoints are added by hand.';
    const { selector } = spec;
    const namespace = metadata.namespace ?? 'default';
    const targets = workspace
      .podTemplates()
      .filter((use) => use.namespace === namespace && matchesLabels(selector, use.labels))
      .map(({ owner }) => `${owner.object.kind ?? ''} ${owner.object.metadata?.name ?? ''}`);
    return targets.length === 0 ? 'Selects no workload of this workspace.' : `Selects the pods of ${targets.join(', ')}.`;
  },
};

export default serviceTargets;
