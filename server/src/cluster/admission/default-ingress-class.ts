import type { Ingress } from '../../kubernetes/api.ts';
import { defaultClassName } from './default-class.ts';
import { type AdmissionPlugin, admitted } from './plugin.ts';

const classAnnotation = 'kubernetes.io/ingress.class';
const defaultAnnotations = ['ingressclass.kubernetes.io/is-default-class'];

/** An Ingress that names no class gets the default one. Source: plugin/pkg/admission/network/defaultingressclass/admission.go */
export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  kinds: ['Ingress'],
  admit(object, { read }) {
    const ingress = object as Ingress;
    const isNamed = ingress.spec?.ingressClassName !== undefined || ingress.metadata.annotations?.[classAnnotation] !== undefined;
    if (isNamed) return admitted(ingress);
    const ingressClassName = defaultClassName(read.list('IngressClass'), defaultAnnotations);
    if (ingressClassName === undefined) return admitted(ingress);
    return admitted({ ...ingress, spec: { ...ingress.spec, ingressClassName } } as Ingress);
  },
};
