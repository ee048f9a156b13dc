// What both emulators are given: the same Deployment, on as many nodes with room for all of it.

export const nodeCount = 10;

/** A webernetes image that runs until it is stopped; to Drydock all images are one. */
const image = 'registry.k8s.io/pause:3.10';

export function deployment(replicas, container = {}, name = 'web') {
  const labels = { app: name };
  const containers = [{ name: 'web', image, imagePullPolicy: 'IfNotPresent', ...container }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
