import { absent, namespaceOf } from '../references.ts';
import type { WorkspaceRule } from '../rule.ts';

/** Something else makes the certificate's Secret. */
const makers = ['cert-manager.io/', 'kubernetes.io/tls-acme', 'networking.gke.io/managed-certificates', 'acme.cert-manager.io/'];

/** Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls */
const rule: WorkspaceRule = {
  id: 'reference-ingress-secret',
  covers: ['REF-10'],
  summary: 'The Secret with the certificate of an Ingress exists, and is one for TLS.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
  severity: 'warning',
  *check(workspace) {
    for (const ingress of workspace.all('networking.v1.Ingress')) {
      const annotations = Object.keys(ingress.object.metadata?.annotations ?? {});
      const isMade = annotations.some((key) => makers.some((maker) => key.startsWith(maker)));
      for (const [index, { secretName: name = '' }] of (ingress.object.spec?.tls ?? []).entries()) {
        if (name === '') continue;
        const place = { source: ingress.source, path: ['spec', 'tls', index, 'secretName'] };
        const secret = workspace.get('core.v1.Secret', namespaceOf(ingress), name);
        if (secret) {
          const { type = 'Opaque', data, stringData } = secret.object;
          const keys = Object.keys({ ...data, ...stringData });
          const missing = ['tls.crt', 'tls.key'].filter((key) => !keys.includes(key));
          if (missing.length === 0) continue;
          yield { ...place, message: `Secret "${name}" of type ${type} has no ${missing.join(' and no ')}` };
        } else if (!isMade && !workspace.mayExist('core.v1.Secret', namespaceOf(ingress), name)) {
          yield { ...place, message: `${absent('Secret', name)}: without it the Ingress has no certificate of its own` };
        }
      }
    }
  },
};

export default rule;
