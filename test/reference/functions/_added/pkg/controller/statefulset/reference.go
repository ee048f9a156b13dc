package statefulset

import "k8s.io/apimachinery/pkg/util/intstr"

// MostUnavailable is getStatefulSetMaxUnavailable.
func MostUnavailable(written *intstr.IntOrString, replicas int) (int, error) {
	return getStatefulSetMaxUnavailable(written, replicas)
}
