import type { Namespace } from '../../kubernetes/api.ts';
import { type AdmissionPlugin, admitted, forbidden } from './plugin.ts';

/**
 * Nothing is created in a namespace that does not exist or is going away.
 * Source: staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go
 */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit(object, { read }) {
    const { namespace } = object.metadata;
    if (namespace === undefined || namespace === '') return admitted(object);
    const found = read.get<Namespace>('Namespace', '', namespace);
    if (!found) return { ok: false, error: { code: 404, reason: 'NotFound', message: `namespaces "${namespace}" not found` } };
    if (found.status?.phase !== 'Terminating') return admitted(object);
    return forbidden(object, `unable to create new content in namespace ${namespace} because it is being terminated`);
  },
};
