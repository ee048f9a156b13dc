package main

import (
	"math/rand/v2"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// The clusters and pods that the scheduler is asked about: small, and so that labels, ports and amounts often meet.

// theme says what a case is about; a case of all themes at once would nearly always end at the first filter.
type theme struct{ resources, taints, affinity, ports, pods, spread, images, defaults, priority bool }

func someTheme(rng *rand.Rand) theme {
	chosen := theme{}
	for range 1 + rng.IntN(3) {
		switch rng.IntN(9) {
		case 0:
			chosen.resources = true
		case 1:
			chosen.taints = true
		case 2:
			chosen.affinity = true
		case 3:
			chosen.ports = true
		case 4:
			chosen.pods = true
		case 5:
			chosen.spread = true
		case 6:
			chosen.images = true
		case 7:
			chosen.defaults = true
		case 8:
			chosen.priority = rng.IntN(2) == 0
		}
	}
	return chosen
}

func someScheduling(rng *rand.Rand) scheduling {
	about := someTheme(rng)
	in := scheduling{}
	for i := range 1 + rng.IntN(6) {
		in.Nodes = append(in.Nodes, clusterNode(rng, about, i))
	}
	for _, name := range []string{"default", "other"} {
		namespace := &corev1.Namespace{}
		namespace.Name, namespace.Labels = name, map[string]string{"kubernetes.io/metadata.name": name}
		if rng.IntN(2) == 0 {
			namespace.Labels["team"] = pick(rng, "red", "blue")
		}
		in.Namespaces = append(in.Namespaces, namespace)
	}
	if about.defaults {
		addOwners(rng, &in)
	}
	in.Pod = clusterPod(rng, about, &in, "p")
	in.Pod.Namespace = "default"
	for i := range rng.IntN(9) {
		pod := clusterPod(rng, about, &in, nameOf("e", i))
		pod.Spec.NodeName = in.Nodes[rng.IntN(len(in.Nodes))].Name
		pod.Spec.TopologySpreadConstraints = nil
		if rng.IntN(10) == 0 {
			now := metav1.NewTime(epoch)
			pod.DeletionTimestamp = &now
		}
		in.Pods = append(in.Pods, pod)
	}
	return in
}

func clusterNode(rng *rand.Rand, about theme, i int) *corev1.Node {
	node := &corev1.Node{}
	node.Name = nameOf("n", i)
	node.Labels = map[string]string{"kubernetes.io/hostname": node.Name}
	if rng.IntN(8) > 0 {
		node.Labels["topology.kubernetes.io/zone"] = pick(rng, "a", "a", "b", "c")
	}
	if rng.IntN(3) == 0 {
		node.Labels["topology.kubernetes.io/region"] = pick(rng, "x", "y")
	}
	if about.affinity && rng.IntN(2) == 0 {
		node.Labels["disk"] = pick(rng, "ssd", "hdd")
	}
	if about.affinity && rng.IntN(2) == 0 {
		node.Labels["cpus"] = pick(rng, "8", "16", "x")
	}
	node.Status.Allocatable = corev1.ResourceList{
		"cpu":    resource.MustParse(pick(rng, "2", "4", "3500m", "1")),
		"memory": resource.MustParse(pick(rng, "4Gi", "8Gi", "3900Mi", "2Gi")),
		"pods":   resource.MustParse(pick(rng, "110", "110", "3", "2")),
	}
	if about.resources && rng.IntN(3) == 0 {
		node.Status.Allocatable["example.com/gpu"] = resource.MustParse(pick(rng, "1", "2", "0"))
	}
	if about.resources && rng.IntN(3) == 0 {
		node.Status.Allocatable["ephemeral-storage"] = resource.MustParse(pick(rng, "10Gi", "1Gi"))
	}
	node.Status.Capacity = node.Status.Allocatable
	if about.taints {
		for range rng.IntN(3) {
			node.Spec.Taints = append(node.Spec.Taints, someTaint(rng))
		}
		node.Spec.Unschedulable = rng.IntN(6) == 0
	}
	if about.images {
		for range rng.IntN(4) {
			name := pick(rng, "web:1", "db:latest", "registry.example.com:5000/big:2", "tiny:1")
			node.Status.Images = append(node.Status.Images, corev1.ContainerImage{
				Names: []string{name}, SizeBytes: pick(rng, int64(5), 22, 23, 24, 50, 300, 999, 1000, 1001, 2500) * 1024 * 1024,
			})
		}
	}
	return node
}

func clusterPod(rng *rand.Rand, about theme, in *scheduling, name string) *corev1.Pod {
	pod := &corev1.Pod{}
	pod.Name, pod.UID, pod.Namespace = name, types.UID(name), pick(rng, "default", "default", "default", "other")
	pod.CreationTimestamp = metav1.NewTime(epoch)
	pod.Labels = map[string]string{"app": pick(rng, "web", "web", "db")}
	if rng.IntN(3) == 0 {
		pod.Labels["tier"] = pick(rng, "front", "back")
	}
	pod.Spec.SchedulerName = "default-scheduler"
	for i := range 1 + rng.IntN(2) {
		container := corev1.Container{Name: nameOf("c", i), Image: pick(rng, "web:1", "db", "registry.example.com:5000/big:2", "tiny:1", "registry.example.com:5000/big")}
		if rng.IntN(4) > 0 {
			container.Resources.Requests = someShare(rng, about)
		}
		if about.ports && rng.IntN(2) == 0 {
			container.Ports = append(container.Ports, corev1.ContainerPort{
				ContainerPort: 80, HostPort: pick(rng, int32(80), 443, 0), HostIP: pick(rng, "", "0.0.0.0", "127.0.0.1", "10.0.0.1"),
				Protocol: pick(rng, corev1.ProtocolTCP, corev1.ProtocolTCP, corev1.ProtocolUDP),
			})
		}
		pod.Spec.Containers = append(pod.Spec.Containers, container)
	}
	if about.resources && rng.IntN(4) == 0 {
		always := corev1.ContainerRestartPolicyAlways
		init := corev1.Container{Name: "i", Image: "tiny:1", Resources: corev1.ResourceRequirements{Requests: someShare(rng, about)}}
		init.RestartPolicy = pick(rng, nil, &always)
		pod.Spec.InitContainers = append(pod.Spec.InitContainers, init)
	}
	if about.resources && rng.IntN(10) == 0 {
		pod.Spec.Overhead = corev1.ResourceList{"cpu": resource.MustParse("100m")}
	}
	if about.taints {
		for range rng.IntN(3) {
			pod.Spec.Tolerations = append(pod.Spec.Tolerations, someToleration(rng))
		}
	}
	if about.affinity && name == "p" {
		pod.Spec.Affinity = someAffinity(rng)
		if rng.IntN(4) == 0 {
			pod.Spec.NodeSelector = map[string]string{"disk": pick(rng, "ssd", "hdd")}
		}
		if rng.IntN(6) == 0 {
			pinTo(rng, pod)
		}
	}
	if about.pods && rng.IntN(3) > 0 {
		addPodAffinity(rng, pod)
	}
	if about.spread && name == "p" {
		for range 1 + rng.IntN(2) {
			pod.Spec.TopologySpreadConstraints = append(pod.Spec.TopologySpreadConstraints, someSpread(rng))
		}
	}
	if about.priority {
		priority := pick(rng, int32(0), 10, 10)
		pod.Spec.Priority = &priority
		if rng.IntN(5) == 0 {
			never := corev1.PreemptNever
			pod.Spec.PreemptionPolicy = &never
		}
	}
	if len(in.ReplicaSets) > 0 && rng.IntN(4) > 0 {
		own(pod, in.ReplicaSets[rng.IntN(len(in.ReplicaSets))])
	}
	return pod
}

// someShare is near what makes a node full.
func someShare(rng *rand.Rand, about theme) corev1.ResourceList {
	list := corev1.ResourceList{}
	if rng.IntN(4) > 0 {
		list["cpu"] = resource.MustParse(pick(rng, "0", "100m", "500m", "1", "999m", "1001m", "1750m", "2"))
	}
	if rng.IntN(4) > 0 {
		list["memory"] = resource.MustParse(pick(rng, "0", "128Mi", "1Gi", "1950Mi", "2Gi", "2049Mi", "500M"))
	}
	if about.resources && rng.IntN(4) == 0 {
		list["example.com/gpu"] = resource.MustParse(pick(rng, "0", "1", "2"))
	}
	if about.resources && rng.IntN(4) == 0 {
		list["ephemeral-storage"] = resource.MustParse(pick(rng, "1Gi", "6Gi"))
	}
	return list
}

func pinTo(rng *rand.Rand, pod *corev1.Pod) {
	names := func() corev1.NodeSelectorTerm {
		return corev1.NodeSelectorTerm{MatchFields: []corev1.NodeSelectorRequirement{{
			Key: "metadata.name", Operator: corev1.NodeSelectorOpIn, Values: []string{pick(rng, "n0", "n1", "n9")},
		}}}
	}
	required := &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{names()}}
	if rng.IntN(3) == 0 {
		required.NodeSelectorTerms = append(required.NodeSelectorTerms, names())
	}
	pod.Spec.Affinity = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: required}}
}

func addPodAffinity(rng *rand.Rand, pod *corev1.Pod) {
	if pod.Spec.Affinity == nil {
		pod.Spec.Affinity = &corev1.Affinity{}
	}
	if rng.IntN(2) == 0 {
		affinity := &corev1.PodAffinity{}
		for range rng.IntN(2) {
			affinity.RequiredDuringSchedulingIgnoredDuringExecution = append(affinity.RequiredDuringSchedulingIgnoredDuringExecution, podTerm(rng))
		}
		for range rng.IntN(3) {
			affinity.PreferredDuringSchedulingIgnoredDuringExecution = append(affinity.PreferredDuringSchedulingIgnoredDuringExecution, weightedTerm(rng))
		}
		pod.Spec.Affinity.PodAffinity = affinity
	}
	if rng.IntN(2) == 0 {
		anti := &corev1.PodAntiAffinity{}
		for range rng.IntN(2) {
			anti.RequiredDuringSchedulingIgnoredDuringExecution = append(anti.RequiredDuringSchedulingIgnoredDuringExecution, podTerm(rng))
		}
		for range rng.IntN(3) {
			anti.PreferredDuringSchedulingIgnoredDuringExecution = append(anti.PreferredDuringSchedulingIgnoredDuringExecution, weightedTerm(rng))
		}
		pod.Spec.Affinity.PodAntiAffinity = anti
	}
}

func weightedTerm(rng *rand.Rand) corev1.WeightedPodAffinityTerm {
	return corev1.WeightedPodAffinityTerm{Weight: pick(rng, int32(1), 10, 50, 100), PodAffinityTerm: podTerm(rng)}
}

func podTerm(rng *rand.Rand) corev1.PodAffinityTerm {
	term := corev1.PodAffinityTerm{
		LabelSelector: podSelector(rng),
		TopologyKey:   pick(rng, "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region"),
	}
	switch rng.IntN(6) {
	case 0:
		term.Namespaces = []string{pick(rng, "default", "other")}
	case 1:
		term.NamespaceSelector = &metav1.LabelSelector{MatchLabels: map[string]string{"team": pick(rng, "red", "blue")}}
	case 2:
		term.NamespaceSelector = &metav1.LabelSelector{}
	}
	return term
}

func podSelector(rng *rand.Rand) *metav1.LabelSelector {
	switch rng.IntN(8) {
	case 0:
		return nil
	case 1:
		return &metav1.LabelSelector{}
	case 2:
		return &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "tier", Operator: pick(rng, metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist)}}}
	default:
		return &metav1.LabelSelector{MatchLabels: map[string]string{"app": pick(rng, "web", "db")}}
	}
}

func someSpread(rng *rand.Rand) corev1.TopologySpreadConstraint {
	constraint := corev1.TopologySpreadConstraint{
		MaxSkew:           pick(rng, int32(1), 1, 2, 3),
		TopologyKey:       pick(rng, "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region"),
		WhenUnsatisfiable: pick(rng, corev1.DoNotSchedule, corev1.ScheduleAnyway),
		LabelSelector:     podSelector(rng),
	}
	if rng.IntN(5) == 0 && constraint.WhenUnsatisfiable == corev1.DoNotSchedule {
		domains := pick(rng, int32(1), 2, 5)
		constraint.MinDomains = &domains
	}
	honor, ignore := corev1.NodeInclusionPolicyHonor, corev1.NodeInclusionPolicyIgnore
	constraint.NodeAffinityPolicy = pick(rng, nil, nil, &honor, &ignore)
	constraint.NodeTaintsPolicy = pick(rng, nil, nil, &honor, &ignore)
	if rng.IntN(5) == 0 && constraint.LabelSelector != nil {
		constraint.MatchLabelKeys = []string{"tier"}
	}
	return constraint
}

func addOwners(rng *rand.Rand, in *scheduling) {
	for i := range rng.IntN(3) {
		service := &corev1.Service{}
		service.Name, service.Namespace = nameOf("s", i), "default"
		service.Spec.Selector = map[string]string{pick(rng, "app", "tier"): pick(rng, "web", "front")}
		in.Services = append(in.Services, service)
	}
	for i := range rng.IntN(3) {
		set := &appsv1.ReplicaSet{}
		set.Name, set.Namespace, set.UID = nameOf("r", i), "default", types.UID(nameOf("r", i))
		set.Spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{"app": pick(rng, "web", "db")}}
		in.ReplicaSets = append(in.ReplicaSets, set)
	}
}

func own(pod *corev1.Pod, set *appsv1.ReplicaSet) {
	yes := true
	pod.Labels["app"] = set.Spec.Selector.MatchLabels["app"]
	pod.OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: set.Name, UID: set.UID, Controller: &yes}}
}
