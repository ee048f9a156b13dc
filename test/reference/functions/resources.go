package main

import (
	"fmt"
	"math/rand/v2"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	resourcehelper "k8s.io/component-helpers/resource"
	"k8s.io/kubernetes/pkg/apis/core/v1/helper/qos"
)

type resources struct {
	// Requests and Limits as the scheduler counts them: CPU in thousandths, all else in whole units.
	Requests map[corev1.ResourceName]int64 `json:"requests"`
	Limits   map[corev1.ResourceName]int64 `json:"limits"`
	QOS      corev1.PodQOSClass            `json:"qos"`
}

// recordPodResources adds up what pods ask for, and names their quality of service.
func recordPodResources(rng *rand.Rand, write func(any)) {
	for range 3000 {
		pod := &corev1.Pod{Spec: somePodResources(rng)}
		write(line{In: pod.Spec, Out: resources{
			Requests: amounts(resourcehelper.PodRequests(pod, resourcehelper.PodResourcesOptions{})),
			Limits:   amounts(resourcehelper.PodLimits(pod, resourcehelper.PodResourcesOptions{})),
			QOS:      qos.ComputePodQOS(pod),
		}})
	}
}

func somePodResources(rng *rand.Rand) corev1.PodSpec {
	spec := corev1.PodSpec{}
	isEqual := rng.IntN(3) == 0
	for i := range 1 + rng.IntN(3) {
		spec.Containers = append(spec.Containers, corev1.Container{Name: fmt.Sprintf("c%d", i), Resources: someRequirements(rng, isEqual)})
	}
	always := corev1.ContainerRestartPolicyAlways
	for i := range rng.IntN(4) {
		container := corev1.Container{Name: fmt.Sprintf("i%d", i), Resources: someRequirements(rng, isEqual)}
		if rng.IntN(2) == 0 {
			container.RestartPolicy = &always
		}
		spec.InitContainers = append(spec.InitContainers, container)
	}
	if rng.IntN(5) == 0 {
		spec.Overhead = someResourceList(rng, 2)
	}
	if rng.IntN(5) == 0 {
		own := someRequirements(rng, rng.IntN(2) == 0)
		spec.Resources = &own
	}
	return spec
}

func someRequirements(rng *rand.Rand, isEqual bool) corev1.ResourceRequirements {
	if isEqual {
		list := corev1.ResourceList{"cpu": someAmount(rng, "cpu"), "memory": someAmount(rng, "memory")}
		return corev1.ResourceRequirements{Requests: list, Limits: list}
	}
	return corev1.ResourceRequirements{Requests: someResourceList(rng, 3), Limits: someResourceList(rng, 3)}
}

func someResourceList(rng *rand.Rand, most int) corev1.ResourceList {
	var list corev1.ResourceList
	for range rng.IntN(most + 1) {
		if list == nil {
			list = corev1.ResourceList{}
		}
		name := pick(rng, corev1.ResourceCPU, "memory", "ephemeral-storage", "example.com/gpu", "hugepages-2Mi")
		list[name] = someAmount(rng, name)
	}
	return list
}

func someAmount(rng *rand.Rand, name corev1.ResourceName) resource.Quantity {
	// The text is read twice: objects that come from the API server hold canonical quantities.
	written := resource.MustParse(writtenAmount(rng, name))
	return resource.MustParse(written.String())
}

func writtenAmount(rng *rand.Rand, name corev1.ResourceName) string {
	switch name {
	case "cpu":
		return pick(rng, "0", "100m", "250m", "1", "1.5", "2", "1e-1", "0.1m", "1n", "1500u")
	case "example.com/gpu":
		return pick(rng, "0", "1", "2")
	default:
		return pick(rng, "0", "64Mi", "128Mi", "1Gi", "1.5Gi", "100M", "123456789", "1e9", "400m")
	}
}

func amounts(list corev1.ResourceList) map[corev1.ResourceName]int64 {
	numbers := map[corev1.ResourceName]int64{}
	for name, amount := range list {
		numbers[name] = amount.Value()
		if name == corev1.ResourceCPU {
			numbers[name] = amount.MilliValue()
		}
	}
	return numbers
}
