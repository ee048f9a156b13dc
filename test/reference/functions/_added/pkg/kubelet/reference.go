package kubelet

import (
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/klog/v2"
	kubeletconfiginternal "k8s.io/kubernetes/pkg/kubelet/apis/config"
)

// PhaseOf is getPhase.
func PhaseOf(pod *v1.Pod, statuses []v1.ContainerStatus, isTerminal, hasInitialized bool) v1.PodPhase {
	return getPhase(klog.Background(), pod, statuses, isTerminal, hasInitialized)
}

// CrashLoopBackOffs are the longest and the first wait of a container that ends again and again.
func CrashLoopBackOffs(config *kubeletconfiginternal.KubeletConfiguration) (longest, first time.Duration) {
	return newCrashLoopBackOff(config)
}
