import { dns1123Label } from '../../kubernetes/names.ts';
import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { kindOf } from '../workload.ts';

const kinds = ['batch.v1.CronJob', 'apps.v1.Deployment', 'batch.v1.Job', 'core.v1.Pod', 'apps.v1.ReplicaSet'] as const;

/** Source: the WarningsOnCreate of the strategies under pkg/registry */
export default defineRule({
  id: 'warning-name-dns-label',
  covers: ['META-02'],
  summary: 'The name of what makes pods is best a DNS label, since it ends up in host names.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names',
  severity: 'warning',
  on: kinds,
  *check({ metadata }, site) {
    const name = metadata?.name ?? '';
    if (name === '') return;
    const complaints = dns1123Label(name);
    if (complaints.length === 0) return;
    const use = kindOf(site) === 'Pod' ? "in the Pod's hostname" : 'in Pod names and hostnames';
    const advice = `this is used ${use}, which can result in surprising behavior; a DNS label is recommended`;
    yield warning(['metadata', 'name'], `${advice}: [${complaints.join(' ')}]`);
  },
});
