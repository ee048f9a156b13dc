package main

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller"
	"k8s.io/kubernetes/pkg/controller/daemon"
	deploymentutil "k8s.io/kubernetes/pkg/controller/deployment/util"
)

type bounds struct {
	Surge       *intstr.IntOrString `json:"surge,omitempty"`
	Unavailable *intstr.IntOrString `json:"unavailable,omitempty"`
	Desired     int32               `json:"desired"`
}

// recordBounds resolves maxSurge and maxUnavailable.
func recordBounds(rng *rand.Rand, write func(any)) {
	for range 2000 {
		in := bounds{Surge: numberOrPercent(rng), Unavailable: numberOrPercent(rng), Desired: int32(rng.IntN(pick(rng, 5, 30, 2000)))}
		surge, unavailable, err := deploymentutil.ResolveFenceposts(in.Surge, in.Unavailable, in.Desired)
		if err == nil {
			write(line{In: in, Out: []int32{surge, unavailable}})
		}
	}
}

func numberOrPercent(rng *rand.Rand) *intstr.IntOrString {
	var value intstr.IntOrString
	switch rng.IntN(5) {
	case 0:
		return nil
	case 1, 2:
		value = intstr.FromInt32(int32(rng.IntN(6)))
	default:
		value = intstr.FromString(fmt.Sprintf("%d%%", rng.IntN(pick(rng, 10, 101, 300))))
	}
	return &value
}

type deletion struct {
	Now  string       `json:"now"`
	Pods []corev1.Pod `json:"pods"`
}

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// recordDeletionOrder sorts pods by how much a ReplicaSet wants to be rid of them. Only what has one order is recorded.
func recordDeletionOrder(rng *rand.Rand, write func(any)) {
	for count := 0; count < 1500; {
		now := epoch.Add(time.Duration(rng.IntN(pick(rng, 100, 5000, 1000000))) * time.Second)
		in := deletion{Now: now.Format(time.RFC3339)}
		for i := range 2 + rng.IntN(7) {
			in.Pods = append(in.Pods, somePod(rng, i, now))
		}
		if names, isStrict := deletionOrder(in.Pods, now); isStrict {
			write(line{In: in, Out: names})
			count++
		}
	}
}

func somePod(rng *rand.Rand, i int, now time.Time) corev1.Pod {
	past := func() metav1.Time {
		return metav1.NewTime(epoch.Add(time.Duration(rng.Int64N(max(1, int64(now.Sub(epoch).Seconds())))) * time.Second))
	}
	pod := corev1.Pod{}
	pod.Name, pod.UID, pod.CreationTimestamp = fmt.Sprintf("p%d", i), types.UID(fmt.Sprintf("%x", rng.Uint32())), past()
	pod.Spec.NodeName = pick(rng, "", "a", "a", "b", "c")
	pod.Status.Phase = pick(rng, corev1.PodPending, corev1.PodRunning, corev1.PodRunning, corev1.PodRunning, corev1.PodUnknown)
	pod.Spec.Containers = []corev1.Container{{Name: "c"}}
	if cost := pick(rng, "", "", "", "5", "-5", "+5", "007", "2147483648", "x"); cost != "" {
		pod.Annotations = map[string]string{corev1.PodDeletionCost: cost}
	}
	if rng.IntN(3) > 0 {
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: pick(rng, corev1.ConditionTrue, corev1.ConditionTrue, corev1.ConditionFalse), LastTransitionTime: past()}}
	}
	always := corev1.ContainerRestartPolicyAlways
	pod.Spec.InitContainers = []corev1.Container{{Name: "once"}, {Name: "side", RestartPolicy: &always}}
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: "c", RestartCount: int32(rng.IntN(3))}}
	pod.Status.InitContainerStatuses = []corev1.ContainerStatus{{Name: "once", RestartCount: int32(rng.IntN(3))}, {Name: "side", RestartCount: int32(rng.IntN(3))}}
	return pod
}

func deletionOrder(pods []corev1.Pod, now time.Time) (names []string, isStrict bool) {
	onNode := map[string]int{}
	for i := range pods {
		if controller.IsPodActive(&pods[i]) {
			onNode[pods[i].Spec.NodeName]++
		}
	}
	ranked := controller.ActivePodsWithRanks{Now: metav1.NewTime(now)}
	for i := range pods {
		ranked.Pods = append(ranked.Pods, &pods[i])
		ranked.Rank = append(ranked.Rank, onNode[pods[i].Spec.NodeName])
	}
	sort.Sort(ranked)
	isStrict = true
	for i, pod := range ranked.Pods {
		isStrict = isStrict && (i == 0 || ranked.Less(i-1, i))
		names = append(names, pod.Name)
	}
	return names, isStrict
}

type daemonQuestion struct {
	Spec corev1.PodSpec `json:"spec"`
	Node corev1.Node    `json:"node"`
}

// recordDaemonNodes asks whether a node runs the pod of a DaemonSet, and whether a pod that is there may stay.
func recordDaemonNodes(rng *rand.Rand, write func(any)) {
	for range 3000 {
		in := daemonQuestion{Spec: placement(rng), Node: someNode(rng)}
		set := &appsv1.DaemonSet{Spec: appsv1.DaemonSetSpec{Template: corev1.PodTemplateSpec{Spec: in.Spec}}}
		should, mayStay := daemon.NodeShouldRunDaemonPod(klog.Background(), &in.Node, set)
		write(line{In: in, Out: []bool{should, mayStay}})
	}
}

func placement(rng *rand.Rand) corev1.PodSpec {
	spec := corev1.PodSpec{HostNetwork: rng.IntN(3) == 0}
	if rng.IntN(8) == 0 {
		spec.NodeName = pick(rng, "a", "b")
	}
	if rng.IntN(4) == 0 {
		spec.NodeSelector = map[string]string{pick(rng, "zone", "disk"): pick(rng, "a", "ssd")}
	}
	if rng.IntN(3) == 0 {
		spec.Affinity = someAffinity(rng)
	}
	for range rng.IntN(3) {
		spec.Tolerations = append(spec.Tolerations, someToleration(rng))
	}
	return spec
}

func someNode(rng *rand.Rand) corev1.Node {
	node := corev1.Node{}
	node.Name = pick(rng, "a", "b", "c")
	node.Labels = map[string]string{}
	for range rng.IntN(4) {
		node.Labels[pick(rng, "zone", "disk", "cpus", "gpu")] = pick(rng, "a", "b", "ssd", "8", "16", "-3", "", "x8", "+7", "9223372036854775808")
	}
	for range rng.IntN(3) {
		node.Spec.Taints = append(node.Spec.Taints, someTaint(rng))
	}
	return node
}

func someTaint(rng *rand.Rand) corev1.Taint {
	return corev1.Taint{
		Key:    pick(rng, "gpu", "dedicated", "node.kubernetes.io/not-ready", "node.kubernetes.io/unschedulable", "node.kubernetes.io/network-unavailable", "node.kubernetes.io/disk-pressure"),
		Value:  pick(rng, "", "", "true", "5"),
		Effect: pick(rng, corev1.TaintEffectNoExecute, corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule),
	}
}

func someToleration(rng *rand.Rand) corev1.Toleration {
	seconds := int64(30)
	return corev1.Toleration{
		Key:               pick(rng, "", "gpu", "dedicated", "node.kubernetes.io/not-ready", "node.kubernetes.io/network-unavailable"),
		Operator:          pick(rng, corev1.TolerationOperator(""), corev1.TolerationOpEqual, corev1.TolerationOpExists, corev1.TolerationOpExists, corev1.TolerationOpLt, corev1.TolerationOpGt),
		Value:             pick(rng, "", "", "true", "5", "7"),
		Effect:            pick(rng, corev1.TaintEffect(""), corev1.TaintEffectNoExecute, corev1.TaintEffectNoSchedule),
		TolerationSeconds: pick(rng, nil, &seconds),
	}
}

func someAffinity(rng *rand.Rand) *corev1.Affinity {
	required := &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{}}
	for range rng.IntN(3) {
		required.NodeSelectorTerms = append(required.NodeSelectorTerms, someTerm(rng))
	}
	affinity := &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: required}
	for range rng.IntN(3) {
		affinity.PreferredDuringSchedulingIgnoredDuringExecution = append(affinity.PreferredDuringSchedulingIgnoredDuringExecution,
			corev1.PreferredSchedulingTerm{Weight: int32(rng.IntN(4) * 10), Preference: someTerm(rng)})
	}
	return &corev1.Affinity{NodeAffinity: affinity}
}

func someTerm(rng *rand.Rand) corev1.NodeSelectorTerm {
	term := corev1.NodeSelectorTerm{}
	for range rng.IntN(3) {
		term.MatchExpressions = append(term.MatchExpressions, someRequirement(rng, pick(rng, "zone", "disk", "cpus", "gpu")))
	}
	if rng.IntN(4) == 0 {
		term.MatchFields = append(term.MatchFields, someRequirement(rng, pick(rng, "metadata.name", "metadata.name", "metadata.namespace")))
	}
	return term
}

func someRequirement(rng *rand.Rand, key string) corev1.NodeSelectorRequirement {
	requirement := corev1.NodeSelectorRequirement{Key: key, Operator: pick(rng, corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn, corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist, corev1.NodeSelectorOpGt, corev1.NodeSelectorOpLt)}
	count := rng.IntN(3)
	if takesNone := requirement.Operator == corev1.NodeSelectorOpExists || requirement.Operator == corev1.NodeSelectorOpDoesNotExist; rng.IntN(3) > 0 {
		count = 1
		if takesNone {
			count = 0
		}
	}
	for range count {
		requirement.Values = append(requirement.Values, pick(rng, "a", "b", "ssd", "8", "5", "-4", "+6", "x"))
	}
	return requirement
}
