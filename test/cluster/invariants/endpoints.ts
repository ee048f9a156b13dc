import type { EndpointSlice, Pod, Service } from '../../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { isPodReady, isPodTerminal } from '../../../server/src/kubernetes/pod-status.ts';
import { matchesLabels } from '../../../server/src/kubernetes/selector.ts';
import type { Invariant } from './world.ts';

/** At rest the ready endpoints of a Service are the ready pods that it selects. */
export const endpoints: Invariant = {
  name: 'endpoints at rest are the ready pods',
  atRest(live) {
    const objects = [...live.values()];
    const services = objects.filter((object): object is Service => object.kind === 'Service');
    return services.flatMap((service) => {
      const { selector, publishNotReadyAddresses: all = false, type } = service.spec ?? {};
      if (selector === undefined || type === 'ExternalName') return [];
      const wanted = objects
        .filter((object): object is Pod => object.kind === 'Pod')
        .filter(({ metadata }) => metadata.namespace === service.metadata.namespace && matchesLabels(selector, metadata.labels))
        .filter((pod) => !isPodTerminal(pod) && (all || (isPodReady(pod) && pod.metadata.deletionTimestamp === undefined)))
        .flatMap(({ status }) => (status?.podIP ? [status.podIP] : []));
      const found = slicesOf(service, objects).flatMap(({ endpoints: entries = [] }) =>
        entries.filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses }) => addresses),
      );
      const [expected, said] = [wanted, found].map((addresses) => addresses.toSorted().join(', '));
      return expected === said ? [] : [`Service/${service.metadata.name}: ready are ${said}, should be ${expected}`];
    });
  },
};

function slicesOf({ metadata }: Service, objects: readonly KubernetesObject[]): readonly EndpointSlice[] {
  return objects.filter(
    (object): object is EndpointSlice =>
      object.kind === 'EndpointSlice' &&
      object.metadata.namespace === metadata.namespace &&
      object.metadata.labels?.['kubernetes.io/service-name'] === metadata.name,
  );
}
