import type { Pod, PriorityClass } from '../../kubernetes/api.ts';
import type { Reader } from '../engine/types.ts';
import { type Admission, type AdmissionPlugin, admitted, forbidden } from './plugin.ts';

/** Resolves priority classes to numbers, and allows one global default. Source: plugin/pkg/admission/priority/admission.go */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  kinds: ['Pod', 'PriorityClass'],
  admit(object, { read }) {
    return object.kind === 'Pod' ? admitPod(object, read) : admitClass(object, read);
  },
};

type Resolved = Pick<PriorityClass, 'value' | 'preemptionPolicy'> & { readonly name: string };

const withoutClass: Resolved = { name: '', value: 0, preemptionPolicy: 'PreemptLowerPriority' };

function admitPod(pod: Pod, read: Reader): Admission {
  if (!pod.spec) return admitted(pod);
  const wanted = pod.spec.priorityClassName ?? '';
  const found = wanted === '' ? defaultClass(read) : resolvedClass(read.get<PriorityClass>('PriorityClass', '', wanted));
  if (!found) return forbidden(pod, `no PriorityClass with name ${wanted} was found`);
  const value = found.value ?? 0;
  const { preemptionPolicy } = found;
  if (pod.spec.priority !== undefined && pod.spec.priority !== value) {
    return forbidden(
      pod,
      `the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  const given = pod.spec.preemptionPolicy;
  if (preemptionPolicy !== undefined && given !== undefined && given !== preemptionPolicy) {
    return forbidden(
      pod,
      `the string value of PreemptionPolicy (${given}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  }
  const named = found.name === '' ? {} : { priorityClassName: found.name };
  const policy = preemptionPolicy === undefined ? {} : { preemptionPolicy };
  return admitted({ ...pod, spec: { ...pod.spec, ...named, priority: value, ...policy } } as Pod);
}

function resolvedClass(found: PriorityClass | undefined): Resolved | undefined {
  if (!found) return undefined;
  // The API's own default; classes that the system makes may come without it.
  return {
    name: found.metadata.name ?? '',
    value: found.value,
    preemptionPolicy: found.preemptionPolicy ?? 'PreemptLowerPriority',
  };
}

/** Of several global defaults, which only a race can leave, the lowest counts. */
function defaultClass(read: Reader): Resolved {
  const defaults = read.list<PriorityClass>('PriorityClass').filter(({ globalDefault }) => globalDefault === true);
  const [lowest] = [...defaults].sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
  return resolvedClass(lowest) ?? withoutClass;
}

function admitClass(object: PriorityClass, read: Reader): Admission {
  if (object.globalDefault !== true) return admitted(object);
  const other = read.list<PriorityClass>('PriorityClass').find(({ globalDefault }) => globalDefault === true);
  if (!other) return admitted(object);
  return forbidden(object, `PriorityClass ${other.metadata.name ?? ''} is already marked as default. Only one default can exist`);
}
