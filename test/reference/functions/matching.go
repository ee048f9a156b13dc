package main

import (
	"math/rand/v2"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corev1helpers "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/klog/v2"
)

type selection struct {
	Selector *metav1.LabelSelector `json:"selector"`
	Labels   map[string]string     `json:"labels"`
}

// recordSelectors matches labels against label selectors. What is no proper selector is not recorded: validation refuses it.
func recordSelectors(rng *rand.Rand, write func(any)) {
	for range 3000 {
		in := selection{Labels: map[string]string{}}
		for range rng.IntN(4) {
			in.Labels[pick(rng, "app", "tier", "zone")] = pick(rng, "", "web", "db", "a")
		}
		if rng.IntN(20) > 0 {
			in.Selector = someSelector(rng)
		}
		if selector, err := metav1.LabelSelectorAsSelector(in.Selector); err == nil {
			write(line{In: in, Out: selector.Matches(labels.Set(in.Labels))})
		}
	}
}

func someSelector(rng *rand.Rand) *metav1.LabelSelector {
	selector := &metav1.LabelSelector{}
	for range rng.IntN(2) {
		selector.MatchLabels = map[string]string{pick(rng, "app", "tier", "zone"): pick(rng, "", "web", "db", "a")}
	}
	for range rng.IntN(3) {
		expression := metav1.LabelSelectorRequirement{
			Key:      pick(rng, "app", "tier", "zone", "none"),
			Operator: pick(rng, metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn, metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist),
		}
		if expression.Operator == metav1.LabelSelectorOpIn || expression.Operator == metav1.LabelSelectorOpNotIn {
			for range 1 + rng.IntN(2) {
				expression.Values = append(expression.Values, pick(rng, "", "web", "db", "a"))
			}
		}
		selector.MatchExpressions = append(selector.MatchExpressions, expression)
	}
	return selector
}

type nodeAnswer struct {
	Matches bool `json:"matches"`
	// Score of the preferred terms; left out where they are malformed.
	Score *int64 `json:"score,omitempty"`
}

// recordNodeAffinity asks whether a pod's nodeSelector and affinity allow a node, and how much it is preferred.
func recordNodeAffinity(rng *rand.Rand, write func(any)) {
	for range 3000 {
		in := daemonQuestion{Spec: corev1.PodSpec{Affinity: someAffinity(rng)}, Node: someNode(rng)}
		if rng.IntN(4) == 0 {
			in.Spec.NodeSelector = map[string]string{pick(rng, "zone", "disk"): pick(rng, "a", "ssd")}
		}
		matches, err := nodeaffinity.GetRequiredNodeAffinity(&corev1.Pod{Spec: in.Spec}).Match(&in.Node)
		answer := nodeAnswer{Matches: matches && err == nil}
		preferred, err := nodeaffinity.NewPreferredSchedulingTerms(in.Spec.Affinity.NodeAffinity.PreferredDuringSchedulingIgnoredDuringExecution)
		if err == nil {
			score := preferred.Score(&in.Node)
			answer.Score = &score
		}
		write(line{In: in, Out: answer})
	}
}

type toleration struct {
	Tolerations []corev1.Toleration `json:"tolerations"`
	Taint       corev1.Taint        `json:"taint"`
}

// recordTolerations asks whether tolerations cover a taint, with the operators that 1.37 knows by default.
func recordTolerations(rng *rand.Rand, write func(any)) {
	for range 2000 {
		in := toleration{Taint: someTaint(rng)}
		for range rng.IntN(4) {
			in.Tolerations = append(in.Tolerations, someToleration(rng))
		}
		write(line{In: in, Out: corev1helpers.TolerationsTolerateTaint(klog.Background(), in.Tolerations, &in.Taint, false)})
	}
}
