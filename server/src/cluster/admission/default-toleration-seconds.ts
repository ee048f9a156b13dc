import type { Pod, Toleration } from '../../kubernetes/api.ts';
import { type AdmissionPlugin, admitted } from './plugin.ts';

const toleratedSeconds = 300;
const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/**
 * Pods stay for five minutes on a node that is not ready or cannot be reached, unless they say otherwise.
 * Source: plugin/pkg/admission/defaulttolerationseconds/admission.go
 */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  kinds: ['Pod'],
  admit(object) {
    const pod = object as Pod;
    const given = pod.spec?.tolerations ?? [];
    const missing = keys.filter((key) => !given.some((toleration) => covers(toleration, key)));
    if (!pod.spec || missing.length === 0) return admitted(pod);
    return admitted({ ...pod, spec: { ...pod.spec, tolerations: [...given, ...missing.map(tolerationOf)] } } as Pod);
  },
};

function covers({ key, effect }: Toleration, wanted: string): boolean {
  return (!key || key === wanted) && (!effect || effect === 'NoExecute');
}

function tolerationOf(key: string): Toleration {
  return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: toleratedSeconds };
}
