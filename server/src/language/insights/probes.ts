import type { Probe } from '../../kubernetes/api.ts';
import { type Insight, type InsightSite, span, valueAt } from './insight.ts';

const probeNames = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** How long it takes until a probe has an effect, and which. */
const probes: Insight = {
  fields: [
    ...probeNames.map((name) => `core.v1.Container.${name}`),
    ...['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold', 'successThreshold'].map(
      (field) => `core.v1.Probe.${field}`,
    ),
  ],
  explain(site) {
    const at = site.path.findLastIndex((part) => probeNames.some((name) => name === part));
    const probe = valueAt(site.object, site.path.slice(0, at + 1)) as Probe | undefined;
    return probe && say(String(site.path[at]), probe, site, at);
  },
};

function say(name: string, probe: Probe, site: InsightSite, at: number): string {
  const { periodSeconds = 10, failureThreshold = 3, initialDelaySeconds = 0, successThreshold = 1 } = probe;
  const until = failureThreshold * periodSeconds;
  if (name === 'startupProbe') {
    return `The container has up to ${span(initialDelaySeconds + until)} to start (${failureThreshold} tries, one each ${span(periodSeconds)}); then it is killed. Until the first success the other probes wait.`;
  }
  if (name === 'readinessProbe') {
    const back = successThreshold === 1 ? 'one success' : `${successThreshold} successes in a row`;
    return `After ${failureThreshold} failures in a row (about ${span(until)}) the pod gets no more traffic; ${back} brings it back. It is never restarted for that.`;
  }
  const grace = probe.terminationGracePeriodSeconds ?? graceOf(site, at);
  return `After ${failureThreshold} failures in a row (about ${span(until)}) the container is stopped, with ${span(grace)} to end by itself, and restarted.`;
}

/** The grace of the pod around the container. */
function graceOf(site: InsightSite, at: number): number {
  const spec = valueAt(site.object, site.path.slice(0, at - 2)) as { terminationGracePeriodSeconds?: number } | undefined;
  return spec?.terminationGracePeriodSeconds ?? 30;
}

export default probes;
