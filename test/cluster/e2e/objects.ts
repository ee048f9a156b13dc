/** Manifests for scenarios, as small as they can be; what a scenario is about is given to them. */

type Fields = Readonly<Record<string, unknown>>;

export interface Template {
  readonly image?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly container?: Fields;
  readonly pod?: Fields;
}

export function template(name: string, { image = 'nginx:1', annotations, labels, container, pod }: Template = {}): Fields {
  return {
    metadata: { labels: { app: name, ...labels }, ...(annotations && { annotations }) },
    spec: { ...pod, containers: [{ name: 'app', image, ...container }] },
  };
}

function workload(kind: string, name: string, spec: Fields, pod: Template, annotations?: Fields): Fields {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, ...(annotations && { annotations }) },
    spec: { selector: { matchLabels: { app: name } }, ...spec, template: template(name, pod) },
  };
}

export function deployment(spec: Fields = {}, pod: Template = {}, name = 'web'): Fields {
  return workload('Deployment', name, spec, pod);
}

export function replicaSet(spec: Fields = {}, pod: Template = {}, name = 'web'): Fields {
  return workload('ReplicaSet', name, spec, pod);
}

export function daemonSet(spec: Fields = {}, pod: Template = {}, name = 'agent'): Fields {
  return workload('DaemonSet', name, spec, pod);
}

export function statefulSet(spec: Fields = {}, pod: Template = {}, name = 'db'): Fields {
  return workload('StatefulSet', name, { serviceName: name, ...spec }, pod);
}

export function claimTemplate(name = 'data', spec: Fields = {}): Fields {
  return {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  };
}

export function pod(name: string, { annotations, labels, container, pod: spec, image = 'nginx:1' }: Template = {}): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name, ...labels }, ...(annotations && { annotations }) },
    spec: { ...spec, containers: [{ name: 'app', image, ...container }] },
  };
}

export function service(name: string, spec: Fields = {}): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
  };
}

export function budget(name: string, spec: Fields): Fields {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { selector: { matchLabels: { app: name } }, ...spec },
  };
}
