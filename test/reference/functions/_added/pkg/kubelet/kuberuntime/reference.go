package kuberuntime

import (
	"context"

	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/kubelet/allocation/state"
	"k8s.io/kubernetes/pkg/kubelet/cm"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	proberesults "k8s.io/kubernetes/pkg/kubelet/prober/results"
)

// Probes says how a container's probes stand.
type Probes struct {
	Startup, Liveness *proberesults.Result
}

// Actions is what a look at a pod leads to, by names.
type Actions struct {
	KillPod bool
	Kill    map[string]string
	Start   []string
}

// ActionsFor is computePodActions.
func ActionsFor(pod *v1.Pod, status *kubecontainer.PodStatus, probes map[kubecontainer.ContainerID]Probes) Actions {
	m := referenceManager()
	m.InitializeActuatedPod(klog.Background(), pod)
	for id, probe := range probes {
		if probe.Startup != nil {
			m.startupManager.Set(id, *probe.Startup, pod)
		}
		if probe.Liveness != nil {
			m.livenessManager.Set(id, *probe.Liveness, pod)
		}
	}
	found := m.computePodActions(context.Background(), pod, status, false)
	actions := Actions{KillPod: found.KillPod, Kill: map[string]string{}, Start: []string{}}
	for _, info := range found.ContainersToKill {
		actions.Kill[info.name] = info.message
	}
	for _, i := range found.InitContainersToStart {
		actions.Start = append(actions.Start, pod.Spec.InitContainers[i].Name)
	}
	for _, i := range found.ContainersToStart {
		actions.Start = append(actions.Start, pod.Spec.Containers[i].Name)
	}
	return actions
}

// BackOff is doBackOff of a pod's container.
func BackOff(pod *v1.Pod, container *v1.Container, status *kubecontainer.PodStatus, backOff *flowcontrol.Backoff) (bool, string) {
	waits, message, _ := referenceManager().doBackOff(context.Background(), pod, container, status, backOff)
	return waits, message
}

func referenceManager() *kubeGenericRuntimeManager {
	return &kubeGenericRuntimeManager{
		recorder:          &record.FakeRecorder{},
		livenessManager:   proberesults.NewManager(),
		startupManager:    proberesults.NewManager(),
		internalLifecycle: cm.NewFakeInternalContainerLifecycle(),
		actuatedState:     state.NewStateMemory(klog.Background(), nil),
	}
}
