import { negativeDetail } from '../numbers.ts';
import { invalid } from '../field-error.ts';
import { nameCheck } from '../metadata.ts';
import { defineRule } from '../rule.ts';

/** The kinds whose strategies set it to 1. */
const countsItself =
  /^(?:admissionregistration\.k8s\.io|apps|autoscaling|batch|discovery\.k8s\.io|flowcontrol\.apiserver\.k8s\.io|networking\.k8s\.io|policy|resource\.k8s\.io|scheduling\.k8s\.io)\/|^v1\/(?:Pod|PodTemplate|ReplicationController)$/;

/** Kinds that count generations themselves begin anew. Source: apimachinery/pkg/api/validation/objectmeta.go (ValidateObjectMeta) */
export default defineRule({
  id: 'metadata-generation',
  covers: [],
  summary: 'The generation of an object, which the server counts, is not negative.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check({ generation = 0 }, site) {
    if (generation >= 0 || site.ancestors.length !== 1 || nameCheck(site.kind) === undefined || countsItself.test(site.kind))
      return;
    yield invalid(site.at('generation'), generation, negativeDetail);
  },
});
