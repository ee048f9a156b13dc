package main

import (
	"context"
	"math/rand/v2"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/flowcontrol"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/kubernetes/pkg/kubelet"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/images"
	"k8s.io/kubernetes/pkg/kubelet/kuberuntime"
	"k8s.io/kubernetes/pkg/kubelet/lifecycle"
	proberesults "k8s.io/kubernetes/pkg/kubelet/prober/results"
	"k8s.io/kubernetes/pkg/kubelet/status"
	schedulerframework "k8s.io/kubernetes/pkg/scheduler/framework"
	testingclock "k8s.io/utils/clock/testing"
)

type podReport struct {
	Pod      *corev1.Pod              `json:"pod"`
	Statuses []corev1.ContainerStatus `json:"statuses"`
	// Ended: the kubelet has stopped the pod. Initialized: a main container has run before.
	Ended       bool `json:"ended"`
	Initialized bool `json:"initialized"`
	// Sandbox is none, lost or ready.
	Sandbox string `json:"sandbox"`
}

type podReported struct {
	Phase      corev1.PodPhase       `json:"phase"`
	Conditions []corev1.PodCondition `json:"conditions"`
}

// recordPodStatus asks for a pod's phase and conditions.
func recordPodStatus(rng *rand.Rand, write func(any)) {
	for range 4000 {
		in := podReport{Pod: reportedPod(rng), Statuses: []corev1.ContainerStatus{}, Ended: rng.IntN(4) == 0, Initialized: rng.IntN(2) == 0, Sandbox: pick(rng, "none", "lost", "ready", "ready")}
		for _, container := range append(append([]corev1.Container{}, in.Pod.Spec.InitContainers...), in.Pod.Spec.Containers...) {
			if rng.IntN(10) > 0 {
				in.Statuses = append(in.Statuses, someContainerStatus(rng, container))
			}
		}
		old := &in.Pod.Status
		phase := kubelet.PhaseOf(in.Pod, in.Statuses, in.Ended, in.Initialized)
		write(line{In: in, Out: podReported{Phase: phase, Conditions: []corev1.PodCondition{
			status.GeneratePodReadyToStartContainersCondition(in.Pod, old, sandboxes(in.Sandbox)),
			status.GeneratePodInitializedCondition(in.Pod, old, in.Statuses, phase),
			status.GeneratePodReadyCondition(in.Pod, old, old.Conditions, in.Statuses, phase),
			status.GenerateContainersReadyCondition(in.Pod, old, in.Statuses, phase),
		}}})
	}
}

func sandboxes(state string) *kubecontainer.PodStatus {
	found := &kubecontainer.PodStatus{}
	switch state {
	case "lost":
		found.SandboxStatuses = []*runtimeapi.PodSandboxStatus{{Id: "s", Metadata: &runtimeapi.PodSandboxMetadata{}, State: runtimeapi.PodSandboxState_SANDBOX_NOTREADY}}
	case "ready":
		found.SandboxStatuses = []*runtimeapi.PodSandboxStatus{{Id: "s", Metadata: &runtimeapi.PodSandboxMetadata{}, State: runtimeapi.PodSandboxState_SANDBOX_READY, Network: &runtimeapi.PodSandboxNetworkStatus{Ip: "10.0.0.1"}}}
	}
	return found
}

func reportedPod(rng *rand.Rand) *corev1.Pod {
	pod := podOfContainers(rng)
	pod.Generation = int64(1 + rng.IntN(2))
	for range rng.IntN(2) {
		pod.Spec.ReadinessGates = append(pod.Spec.ReadinessGates, corev1.PodReadinessGate{ConditionType: pick(rng, corev1.PodConditionType("example.com/a"), "example.com/b")})
	}
	if rng.IntN(3) == 0 {
		pod.Status.Conditions = append(pod.Status.Conditions, corev1.PodCondition{Type: pick(rng, corev1.PodConditionType("example.com/a"), "example.com/b"), Status: pick(rng, corev1.ConditionTrue, corev1.ConditionFalse, corev1.ConditionUnknown)})
	}
	if rng.IntN(4) == 0 {
		pod.Status.Conditions = append(pod.Status.Conditions, corev1.PodCondition{Type: corev1.PodInitialized, Status: pick(rng, corev1.ConditionTrue, corev1.ConditionFalse)})
	}
	return pod
}

func podOfContainers(rng *rand.Rand) *corev1.Pod {
	pod := &corev1.Pod{}
	pod.Name, pod.Namespace, pod.UID = "p", "default", "u"
	pod.Spec.RestartPolicy = pick(rng, corev1.RestartPolicyAlways, corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever)
	always := corev1.ContainerRestartPolicyAlways
	for i := range rng.IntN(4) {
		container := someContainer(rng, nameOf("i", i))
		if rng.IntN(2) == 0 {
			container.RestartPolicy, container.RestartPolicyRules = &always, nil
		}
		pod.Spec.InitContainers = append(pod.Spec.InitContainers, container)
	}
	for i := range 1 + rng.IntN(3) {
		pod.Spec.Containers = append(pod.Spec.Containers, someContainer(rng, nameOf("c", i)))
	}
	return pod
}

func someContainer(rng *rand.Rand, name string) corev1.Container {
	container := corev1.Container{Name: name, Image: "web:1"}
	if rng.IntN(4) > 0 {
		return container
	}
	container.RestartPolicy = pick(rng, ptrOf(corev1.ContainerRestartPolicyNever), ptrOf(corev1.ContainerRestartPolicyOnFailure))
	if rng.IntN(2) == 0 {
		container.RestartPolicyRules = []corev1.ContainerRestartRule{{
			Action: corev1.ContainerRestartRuleActionRestart,
			ExitCodes: &corev1.ContainerRestartRuleOnExitCodes{
				Operator: pick(rng, corev1.ContainerRestartRuleOnExitCodesOpIn, corev1.ContainerRestartRuleOnExitCodesOpNotIn), Values: []int32{pick(rng, int32(0), 1, 42)},
			},
		}}
	}
	return container
}

func ptrOf[T any](value T) *T { return &value }

func someContainerStatus(rng *rand.Rand, container corev1.Container) corev1.ContainerStatus {
	found := corev1.ContainerStatus{Name: container.Name, Image: container.Image, Ready: rng.IntN(2) == 0, RestartCount: int32(rng.IntN(3))}
	ended := func() *corev1.ContainerStateTerminated {
		return &corev1.ContainerStateTerminated{ExitCode: pick(rng, int32(0), 0, 1, 42), Reason: pick(rng, "Completed", "Error")}
	}
	if rng.IntN(3) == 0 {
		found.LastTerminationState.Terminated = ended()
	}
	switch rng.IntN(6) {
	case 0, 1:
		found.State.Waiting = &corev1.ContainerStateWaiting{Reason: pick(rng, "ContainerCreating", "PodInitializing", "CrashLoopBackOff", "ErrImagePull")}
	case 2, 3:
		found.State.Running = &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(epoch)}
		found.Started = ptrOf(rng.IntN(3) > 0)
	default:
		found.State.Terminated = ended()
	}
	return found
}

type podLook struct {
	Pod *corev1.Pod `json:"pod"`
	// Containers that have been made; the others never ran.
	Containers map[string]containerFact `json:"containers"`
}

type containerFact struct {
	IsRunning bool `json:"isRunning"`
	ExitCode  int  `json:"exitCode"`
	// Startup and Liveness: what the probe has found last; empty where there is no result.
	Startup  string `json:"startup,omitempty"`
	Liveness string `json:"liveness,omitempty"`
}

type podActions struct {
	KillPod bool              `json:"killPod"`
	Kill    map[string]string `json:"kill"`
	Start   []string          `json:"start"`
}

// recordPodActions asks what the kubelet does about a pod whose sandbox is there: which containers it starts and kills.
func recordPodActions(rng *rand.Rand, write func(any)) {
	for range 4000 {
		in := podLook{Pod: podOfContainers(rng), Containers: map[string]containerFact{}}
		addProbes(rng, in.Pod)
		fill := 0
		if rng.IntN(4) > 0 {
			fill = rng.IntN(len(in.Pod.Spec.InitContainers) + 1)
		}
		isStarted := fill == len(in.Pod.Spec.InitContainers)
		for i, container := range in.Pod.Spec.InitContainers {
			isSidecar := container.RestartPolicy != nil && *container.RestartPolicy == corev1.ContainerRestartPolicyAlways
			if i < fill {
				fact := containerFact{IsRunning: isSidecar}
				if isSidecar && rng.IntN(3) == 0 {
					fact = someFact(rng, container)
				}
				if fact.IsRunning && container.StartupProbe != nil && fact.Startup == "" {
					fact.Startup = "success"
				}
				in.Containers[container.Name] = fact
			} else if i == fill && rng.IntN(3) > 0 {
				fact := someFact(rng, container)
				in.Containers[container.Name] = fact
			}
		}
		for _, container := range in.Pod.Spec.Containers {
			if isStarted && rng.IntN(6) > 0 {
				in.Containers[container.Name] = someFact(rng, container)
			}
		}
		write(line{In: in, Out: actionsFor(in)})
	}
}

func addProbes(rng *rand.Rand, pod *corev1.Pod) {
	probe := &corev1.Probe{PeriodSeconds: 10, FailureThreshold: 3, SuccessThreshold: 1}
	add := func(container *corev1.Container) {
		if rng.IntN(3) == 0 {
			container.StartupProbe = probe
		}
		if rng.IntN(3) == 0 {
			container.LivenessProbe = probe
		}
	}
	for i := range pod.Spec.InitContainers {
		if container := &pod.Spec.InitContainers[i]; container.RestartPolicy != nil && *container.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			add(container)
		}
	}
	for i := range pod.Spec.Containers {
		add(&pod.Spec.Containers[i])
	}
}

func someFact(rng *rand.Rand, container corev1.Container) containerFact {
	fact := containerFact{IsRunning: rng.IntN(2) == 0}
	if !fact.IsRunning {
		fact.ExitCode = pick(rng, 0, 0, 1, 42)
		return fact
	}
	if container.StartupProbe != nil {
		fact.Startup = pick(rng, "", "success", "success", "failure")
	}
	if container.LivenessProbe != nil && (container.StartupProbe == nil || fact.Startup == "success") {
		fact.Liveness = pick(rng, "success", "success", "failure")
	}
	return fact
}

func actionsFor(in podLook) podActions {
	found := sandboxes("ready")
	probes := map[kubecontainer.ContainerID]kuberuntime.Probes{}
	for _, container := range append(append([]corev1.Container{}, in.Pod.Spec.InitContainers...), in.Pod.Spec.Containers...) {
		fact, isThere := in.Containers[container.Name]
		if !isThere {
			continue
		}
		id := kubecontainer.ContainerID{Type: "containerd", ID: container.Name}
		one := &kubecontainer.Status{ID: id, Name: container.Name, State: kubecontainer.ContainerStateExited, ExitCode: fact.ExitCode, Hash: kubecontainer.HashContainer(&container)}
		if fact.IsRunning {
			one.State = kubecontainer.ContainerStateRunning
		}
		found.ContainerStatuses = append(found.ContainerStatuses, one)
		found.ActiveContainerStatuses = append(found.ActiveContainerStatuses, one)
		probes[id] = kuberuntime.Probes{Startup: resultOf(fact.Startup), Liveness: resultOf(fact.Liveness)}
	}
	actions := kuberuntime.ActionsFor(in.Pod, found, probes)
	return podActions{KillPod: actions.KillPod, Kill: actions.Kill, Start: actions.Start}
}

func resultOf(text string) *proberesults.Result {
	switch text {
	case "success":
		return ptrOf(proberesults.Success)
	case "failure":
		return ptrOf(proberesults.Failure)
	}
	return nil
}

type restarts struct {
	// Runs are how long the container runs each time, in milliseconds.
	Runs []int64 `json:"runs"`
}

type restarted struct {
	// Waits from each end to the next start, in milliseconds, and what the kubelet says meanwhile.
	Waits    []int64  `json:"waits"`
	Messages []string `json:"messages"`
}

// recordBackOff lets a container end again and again, and asks when it is started again.
func recordBackOff(rng *rand.Rand, write func(any)) {
	config := &kubeletconfig.KubeletConfiguration{}
	config.CrashLoopBackOff.MaxContainerRestartPeriod = &metav1.Duration{Duration: kubelet.MaxCrashLoopBackOff}
	longest, first := kubelet.CrashLoopBackOffs(config)
	for range 500 {
		in := restarts{}
		for range 1 + rng.IntN(12) {
			in.Runs = append(in.Runs, pick(rng, int64(1), 1000, 9999, 10000, 10001, 20000, 60000, 299999, 300000, 400000, 590000, 600000, 600001, 900000))
		}
		write(line{In: in, Out: restartsOf(in, longest, first)})
	}
}

func restartsOf(in restarts, longest, first time.Duration) restarted {
	out := restarted{Waits: []int64{}, Messages: []string{}}
	clock := testingclock.NewFakeClock(epoch)
	backOff := flowcontrol.NewFakeBackOff(first, longest, clock)
	container := &corev1.Container{Name: "c", Image: "web:1"}
	pod := &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{*container}}}
	pod.Name, pod.Namespace, pod.UID = "p", "default", "u"
	for _, run := range in.Runs {
		clock.Step(time.Duration(run) * time.Millisecond)
		ended := clock.Now()
		found := &kubecontainer.PodStatus{ContainerStatuses: []*kubecontainer.Status{{Name: "c", State: kubecontainer.ContainerStateExited, FinishedAt: ended}}}
		waits, message := kuberuntime.BackOff(pod, container, found, backOff)
		for waits {
			key := kuberuntime.GetBackoffKey(pod, container)
			clock.SetTime(ended.Add(backOff.Get(key)))
			waits, _ = kuberuntime.BackOff(pod, container, found, backOff)
		}
		out.Waits = append(out.Waits, clock.Since(ended).Milliseconds())
		out.Messages = append(out.Messages, message)
	}
	return out
}

type imageName struct {
	Name  string `json:"name,omitempty"`
	Error string `json:"error,omitempty"`
}

// recordImageNames asks for the name under which an image is pulled, or why there is none.
func recordImageNames(rng *rand.Rand, write func(any)) {
	for i := range 2000 {
		image := pick(rng, "nginx", "nginx:1.27", "nginx:latest", "library/nginx", "docker.io/nginx", "registry.example.com/a/b", "registry.example.com:5000/a/b:v1", "localhost/x", "localhost:5000/x:y", "a/b/c/d", "nginx@sha256:"+digits(rng, 64), "nginx:1@sha256:"+digits(rng, 64), digits(rng, 64), "quay.io/x/y-z_w.v", "a--b", "a__b", "a.b/c", "A/b")
		if i%2 == 0 {
			image = spoilName(rng, image)
		}
		name, err := images.NameWithTag(image)
		if err != nil {
			write(line{In: image, Out: imageName{Error: err.Error()}})
		} else {
			write(line{In: image, Out: imageName{Name: name}})
		}
	}
}

func digits(rng *rand.Rand, count int) string {
	text := make([]byte, count)
	for i := range text {
		text[i] = "0123456789abcdef"[rng.IntN(16)]
	}
	return string(text)
}

func spoilName(rng *rand.Rand, text string) string {
	letters := []byte("abzAZ019.-_:/@ +$")
	for range 1 + rng.IntN(2) {
		at := rng.IntN(len(text) + 1)
		letter := string(letters[rng.IntN(len(letters))])
		if at < len(text) && rng.IntN(2) == 0 {
			text = text[:at] + letter + text[at+1:]
		} else {
			text = text[:at] + letter + text[at:]
		}
	}
	return text
}

type admission struct {
	Pod  *corev1.Pod   `json:"pod"`
	Node *corev1.Node  `json:"node"`
	Pods []*corev1.Pod `json:"pods,omitempty"`
}

type admitted struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

// recordAdmission asks a node's kubelet whether it takes a pod that was bound to it.
func recordAdmission(rng *rand.Rand, write func(any)) {
	for range 2000 {
		about := someTheme(rng)
		cluster := scheduling{Nodes: []*corev1.Node{clusterNode(rng, about, 0)}}
		in := admission{Node: cluster.Nodes[0], Pod: clusterPod(rng, about, &cluster, "p")}
		in.Pod.Spec.TopologySpreadConstraints = nil
		for i := range rng.IntN(4) {
			pod := clusterPod(rng, about, &cluster, nameOf("e", i))
			pod.Status.Phase = corev1.PodRunning
			in.Pods = append(in.Pods, pod)
		}
		getNode := func(context.Context, bool) (*corev1.Node, error) { return in.Node, nil }
		update := func(*schedulerframework.NodeInfo, *lifecycle.PodAdmitAttributes) error { return nil }
		handler := lifecycle.NewPredicateAdmitHandler(getNode, lifecycle.NewAdmissionFailureHandlerStub(), update)
		found := handler.Admit(context.Background(), &lifecycle.PodAdmitAttributes{Pod: in.Pod, OtherPods: in.Pods, Operation: lifecycle.AddOperation})
		write(line{In: in, Out: admitted{Reason: found.Reason, Message: found.Message}})
	}
}
