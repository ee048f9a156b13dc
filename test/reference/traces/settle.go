package main

import (
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// stride is how far the clock is put forward at a time, while there is nothing to do.
const stride = time.Second

// longestWait bounds what a recording waits for.
const longestWait = 20 * time.Minute

// pass lets the kubelet move a pod when nobody has written for a while, and time pass when none is to be moved and nobody
// has done anything for so long by the clock of the machine.
func (r *run) pass(still time.Duration, limit time.Time) (moved bool, err error) {
	time.Sleep(20 * time.Millisecond)
	if r.log.still() < pace {
		return true, nil
	}
	if moved, err = r.kubelet.step(); moved || err != nil || r.log.still() < still {
		return moved, err
	}
	// Whoever is behind answers late; the clock waits for the API server.
	if _, err := r.cluster.client.Discovery().RESTClient().Get().AbsPath("/readyz/etcd").DoRaw(background); err != nil {
		return false, err
	}
	if left := time.Until(limit); left > 0 && r.log.still() >= still {
		putForward(min(stride, left))
	}
	return false, nil
}

// settle moves pods until all are where they belong and nobody has written for long enough.
func (r *run) settle(index int) error {
	for deadline := time.Now().Add(2 * time.Hour); time.Now().Before(deadline); {
		moved, err := r.pass(pace, deadline)
		if err != nil {
			return err
		}
		if !moved && r.log.quiet() >= r.rest() {
			r.points = append(r.points, point{Step: index, Objects: r.log.objects()})
			return nil
		}
	}
	return fmt.Errorf("step %d does not settle", index)
}

// advance lets time pass, while the kubelet goes on.
func (r *run) advance(s step) error {
	text, _ := s["advance"].(string)
	duration, err := time.ParseDuration(text)
	if err != nil {
		return err
	}
	for end := time.Now().Add(duration); time.Now().Before(end); {
		if _, err := r.pass(pace, end); err != nil {
			return err
		}
	}
	return nil
}

// rest is how long nobody may have written when the cluster counts as settled: longer while something waits by the clock.
func (r *run) rest() time.Duration {
	// Controllers that look again and again do so within this.
	wait := 6 * time.Second
	longer := func(seconds int64) {
		if d := time.Duration(seconds+2) * time.Second; d <= longestWait {
			wait = max(wait, d)
		}
	}
	for _, kind := range []string{"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"} {
		for _, object := range r.log.ofKind(kind) {
			if seconds, found, _ := unstructured.NestedInt64(object.Object, "spec", "minReadySeconds"); found {
				longer(seconds)
			}
			longer(deadlineOf(object))
		}
	}
	nodes, evicting := map[string]bool{}, false
	for _, n := range r.log.ofKind("Node") {
		nodes[n.GetName()] = true
		taints, _, _ := unstructured.NestedSlice(n.Object, "spec", "taints")
		for _, each := range taints {
			taint, _ := each.(map[string]any)
			evicting = evicting || taint["effect"] == "NoExecute"
		}
	}
	for _, namespace := range r.log.ofKind("Namespace") {
		// The namespace controller comes back when pods may have ended.
		if namespace.GetDeletionTimestamp() != nil {
			longer(20)
		}
	}
	if len(r.kubelet.failed) > 0 {
		// The node lifecycle controller's grace period.
		longer(60)
	}
	for _, pod := range r.log.ofKind("Pod") {
		// The scheduler backs off; the pod garbage collector looks every 20 s and then waits for 40 s.
		if name, _, _ := unstructured.NestedString(pod.Object, "spec", "nodeName"); name == "" {
			longer(12)
		} else if !nodes[name] {
			longer(62)
		}
		tolerations, _, _ := unstructured.NestedSlice(pod.Object, "spec", "tolerations")
		for _, toleration := range tolerations {
			fields, _ := toleration.(map[string]any)
			if seconds, ok := fields["tolerationSeconds"].(int64); ok && evicting && pod.GetDeletionTimestamp() == nil {
				longer(seconds)
			}
		}
	}
	return wait
}

// deadlineOf is the progress deadline of a rollout that is neither complete nor given up, in seconds.
func deadlineOf(object unstructured.Unstructured) int64 {
	seconds, _, _ := unstructured.NestedInt64(object.Object, "spec", "progressDeadlineSeconds")
	paused, _, _ := unstructured.NestedBool(object.Object, "spec", "paused")
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	for _, each := range conditions {
		condition, _ := each.(map[string]any)
		if condition["type"] == "Progressing" && (condition["reason"] == "NewReplicaSetAvailable" || condition["reason"] == "ProgressDeadlineExceeded") {
			return 0
		}
	}
	if paused {
		return 0
	}
	return seconds
}
