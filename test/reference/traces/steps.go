package main

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// A run plays one scenario once.
type run struct {
	cluster  *cluster
	scenario *scenario
	log      *log
	kubelet  *kubelet
	nodes    int
	points   []point
	answers  []answer
}

// point is the state in which the cluster came to rest.
type point struct {
	Step    int              `json:"step"`
	Objects []map[string]any `json:"objects"`
}

// answer is what a command printed.
type answer struct {
	Step   int    `json:"step"`
	Text   string `json:"text"`
	Failed bool   `json:"failed"`
}

func (r *run) perform(index int, s step) error {
	verb, err := s.verb()
	if err != nil {
		return err
	}
	switch verb {
	case "expect", "always":
		return nil
	case "settle":
		return r.settle(index)
	case "advance":
		return r.advance(s)
	case "behave":
		var b behavior
		if err := s.decode(&b); err != nil {
			return err
		}
		r.kubelet.behave(b)
		return nil
	case "crash":
		namespace, name, err := r.objectOf(s)
		if err != nil {
			return err
		}
		return r.kubelet.crash(namespace, name)
	case "addNode":
		var n node
		if err := s.decode(&n); err != nil {
			return err
		}
		r.nodes++
		return createNode(r.cluster.client, n, r.nodes)
	case "failNode":
		r.kubelet.fail(s.argument("node"))
		return nil
	case "recoverNode":
		return r.kubelet.recover(s.argument("node"))
	case "taint":
		return r.taint(s)
	case "evict":
		return r.evict(index, s)
	}
	return r.command(index, verb, s)
}

func (k *kubelet) behave(b behavior) {
	others := []behavior{b}
	for _, old := range k.behaviors {
		if old.Image != b.Image || old.Container != b.Container {
			others = append(others, old)
		}
	}
	k.behaviors = others
	for _, m := range k.plan {
		if !m.stop {
			m.done = false
			m.due = k.now + b.ReadyAfterSeconds
		}
	}
}

func (r *run) taint(s step) error {
	var value struct {
		Node   string         `json:"node"`
		Taints []corev1.Taint `json:"taints"`
	}
	if err := s.decode(&value); err != nil {
		return err
	}
	n, err := r.cluster.client.CoreV1().Nodes().Get(background, value.Node, metav1.GetOptions{})
	if err != nil {
		return err
	}
	taints := value.Taints
	for _, old := range n.Spec.Taints {
		if strings.HasPrefix(old.Key, "node.kubernetes.io/") {
			taints = append(taints, old)
		}
	}
	n.Spec.Taints = taints
	_, err = r.cluster.client.CoreV1().Nodes().Update(background, n, metav1.UpdateOptions{})
	return err
}

func (r *run) evict(index int, s step) error {
	namespace, name, err := r.objectOf(s)
	if err != nil {
		return err
	}
	err = r.cluster.client.PolicyV1().Evictions(namespace).Evict(background,
		&policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}})
	one := answer{Step: index, Text: "evicted"}
	if err != nil {
		one = answer{Step: index, Text: err.Error(), Failed: true}
	}
	r.answers = append(r.answers, one)
	return nil
}
