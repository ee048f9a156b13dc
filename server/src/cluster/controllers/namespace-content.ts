import type { ConfigMap, Namespace, ServiceAccount } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { Action, Change, Controller, Reader } from '../engine/types.ts';
import { isNamespaceTerminating } from './pod-control.ts';

const serviceAccountName = 'default';
const rootCaName = 'kube-root-ca.crt';

/**
 * Gives each namespace its ServiceAccount `default`. Keys are names of namespaces.
 * Source: pkg/controller/serviceaccount/serviceaccounts_controller.go
 */
export const serviceAccountController: Controller<KubernetesObject> = createOnce(
  'serviceaccount-controller',
  'ServiceAccount',
  serviceAccountName,
  defaultServiceAccount,
);

/**
 * Gives each namespace the certificate that pods check the API server by. Keys are names of namespaces.
 * Source: pkg/controller/certificates/rootcacertpublisher/publisher.go
 */
export const rootCaPublisher: Controller<KubernetesObject> = createOnce(
  'root-ca-certificate-publisher-controller',
  'ConfigMap',
  rootCaName,
  rootCa,
);

/** Keeps one object of a name in every namespace that lives. The observation is the object that is missing. */
function createOnce(
  controller: string,
  kind: string,
  name: string,
  build: (namespace: string) => KubernetesObject,
): Controller<KubernetesObject> {
  return {
    name: controller,
    watches: {
      Namespace: ({ type, object }) => (type === 'deleted' ? [] : [object.metadata.name ?? '']),
      [kind]: ({ type, object }: Change) =>
        type === 'deleted' && object.metadata.name === name ? [object.metadata.namespace ?? ''] : [],
    },
    observe: (namespace, read) => (isMissing(namespace, kind, name, read) ? build(namespace) : undefined),
    reconcile: (object): Action[] => [
      {
        do: 'create',
        object,
        then: (outcome) =>
          outcome.ok || isNamespaceTerminating(outcome.error) ? [] : [{ do: 'retry', error: outcome.error.message }],
      },
    ],
  };
}

function isMissing(namespace: string, kind: string, name: string, read: Reader): boolean {
  const found = read.get<Namespace>('Namespace', '', namespace);
  return found !== undefined && found.metadata.deletionTimestamp === undefined && read.get(kind, namespace, name) === undefined;
}

function defaultServiceAccount(namespace: string): ServiceAccount {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccountName, namespace } };
}

function rootCa(namespace: string): ConfigMap {
  const certificate = '-----BEGIN CERTIFICATE-----\n(the emulated cluster has no certificate)\n-----END CERTIFICATE-----\n';
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: rootCaName, namespace },
    data: { 'ca.crt': certificate },
  };
}
