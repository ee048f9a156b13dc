package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
)

// The kubelet moves one pod at a time and then waits until nobody writes any more. So the order of what controllers see is
// that of the scenario and not of the machine. Its own clock, in virtual seconds, only says which pod is next.
type kubelet struct {
	client    kubernetes.Interface
	log       *log
	now       float64
	plan      map[types.UID]*move
	behaviors []behavior
	addresses int
	// failed nodes are silent: nothing on them moves, and their leases run out.
	failed map[string]bool
}

// move is what is next for a pod.
type move struct {
	due  float64
	pod  *corev1.Pod
	stop bool
	done bool
	runs int32
}

const (
	startSeconds = 2.0
	stopSeconds  = 0.5
	// pace is how long nobody may have written before the next pod moves.
	pace = 250 * time.Millisecond
)

// observe reads what was written since it was last asked.
func (k *kubelet) observe() {
	for {
		select {
		case one := <-k.log.changed:
			if one.Object["kind"] == "Pod" {
				k.see(one)
			}
		default:
			return
		}
	}
}

func (k *kubelet) see(one write) {
	pod := &corev1.Pod{}
	text, _ := json.Marshal(one.Object)
	if json.Unmarshal(text, pod) != nil {
		return
	}
	if one.Type == "DELETED" {
		delete(k.plan, pod.UID)
		return
	}
	m := k.plan[pod.UID]
	if pod.Spec.NodeName == "" {
		return
	}
	if m == nil {
		m = &move{due: k.now + startSeconds + k.readyAfter(pod)}
		k.plan[pod.UID] = m
	}
	m.pod = pod
	if pod.DeletionTimestamp != nil && !m.stop {
		*m = move{due: k.now + stopSeconds, pod: pod, stop: true}
	}
}

// next is the pod that moves next; nil when every pod is where it belongs.
func (k *kubelet) next() *move {
	var ready []*move
	for _, m := range k.plan {
		if m.pod != nil && !m.done && !k.failed[m.pod.Spec.NodeName] && (m.stop || k.canMove(m.pod)) {
			ready = append(ready, m)
		}
	}
	sort.Slice(ready, func(i, j int) bool {
		if ready[i].due != ready[j].due {
			return ready[i].due < ready[j].due
		}
		return ready[i].pod.Name < ready[j].pod.Name
	})
	if len(ready) == 0 {
		return nil
	}
	return ready[0]
}

func (k *kubelet) canMove(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodPending || k.wantsReady(pod) != isReady(pod) || k.endsItself(pod)
}

// step moves one pod; false when there is none to move.
func (k *kubelet) step() (bool, error) {
	k.observe()
	m := k.next()
	if m == nil {
		return false, nil
	}
	if m.due > k.now {
		k.now = m.due
	}
	if m.stop {
		m.done = true
		zero := int64(0)
		err := k.client.CoreV1().Pods(m.pod.Namespace).Delete(background, m.pod.Name, metav1.DeleteOptions{
			GracePeriodSeconds: &zero, Preconditions: &metav1.Preconditions{UID: &m.pod.UID}})
		if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
			err = nil
		}
		return true, err
	}
	status := k.statusOf(m)
	if k.endsItself(m.pod) && m.pod.Status.Phase == corev1.PodRunning {
		m.done = true
	}
	return true, k.writeStatus(m, status)
}

func (k *kubelet) writeStatus(m *move, status corev1.PodStatus) error {
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": m.pod.UID}, "status": status})
	if err != nil {
		return err
	}
	pod, err := k.client.CoreV1().Pods(m.pod.Namespace).Patch(background, m.pod.Name, types.StrategicMergePatchType, patch,
		metav1.PatchOptions{}, "status")
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		m.done = true
		return nil
	}
	if err == nil {
		m.pod = pod
	}
	return err
}

func (k *kubelet) behaviorOf(container corev1.Container) behavior {
	for _, b := range k.behaviors {
		if b.matches(container.Image, container.Name) {
			return b
		}
	}
	return behavior{}
}

func (k *kubelet) readyAfter(pod *corev1.Pod) float64 {
	after := 0.0
	for _, container := range pod.Spec.Containers {
		if container.ReadinessProbe != nil || container.StartupProbe != nil {
			after = max(after, k.behaviorOf(container).ReadyAfterSeconds)
		}
	}
	return after
}

func (k *kubelet) pullError(pod *corev1.Pod) string {
	for _, container := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if text := k.behaviorOf(container).PullError; text != "" {
			return text
		}
	}
	return ""
}

func (k *kubelet) wantsReady(pod *corev1.Pod) bool {
	if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed || k.pullError(pod) != "" {
		return isReady(pod)
	}
	for _, container := range pod.Spec.Containers {
		if (container.ReadinessProbe != nil || container.StartupProbe != nil) && k.behaviorOf(container).NeverReady {
			return false
		}
	}
	return true
}

// endsItself: pods that are not restarted run to their end, as in the emulator.
func (k *kubelet) endsItself(pod *corev1.Pod) bool {
	return pod.Spec.RestartPolicy != corev1.RestartPolicyAlways && pod.Status.Phase == corev1.PodRunning
}

func (k *kubelet) statusOf(m *move) corev1.PodStatus {
	pod := m.pod
	status := *pod.Status.DeepCopy()
	status.ContainerStatuses = nil
	failed := k.pullError(pod)
	ends := k.endsItself(pod)
	ready := k.wantsReady(pod) && failed == "" && !ends
	code := int32(0)
	for _, container := range pod.Spec.Containers {
		code = max(code, int32(k.behaviorOf(container).ExitCode))
	}
	switch {
	case failed != "":
		status.Phase = corev1.PodPending
		m.done = true
	case ends && code == 0:
		status.Phase = corev1.PodSucceeded
	case ends:
		status.Phase = corev1.PodFailed
	default:
		status.Phase = corev1.PodRunning
	}
	if status.PodIP == "" {
		k.addresses++
		status.PodIP = fmt.Sprintf("10.244.%d.%d", k.addresses/250, k.addresses%250+1)
		status.PodIPs = []corev1.PodIP{{IP: status.PodIP}}
		now := metav1.Now()
		status.StartTime = &now
	}
	for _, container := range pod.Spec.Containers {
		started := failed == "" && !ends
		state := corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}
		if failed != "" {
			state = corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ImagePullBackOff", Message: failed}}
		}
		if ends {
			state = corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: code, Reason: "Completed"}}
		}
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{
			Name: container.Name, Image: container.Image, ImageID: "sha256:0", State: state, Ready: ready, Started: &started,
			RestartCount: m.runs})
	}
	setCondition(&status, corev1.PodReadyToStartContainers, true, "")
	setCondition(&status, corev1.PodInitialized, true, "")
	reason := "ContainersNotReady"
	if status.Phase == corev1.PodSucceeded {
		reason = "PodCompleted"
	}
	setCondition(&status, corev1.ContainersReady, ready, reason)
	setCondition(&status, corev1.PodReady, ready, reason)
	return status
}

func setCondition(status *corev1.PodStatus, kind corev1.PodConditionType, holds bool, reason string) {
	value := corev1.ConditionTrue
	if holds {
		reason = ""
	} else {
		value = corev1.ConditionFalse
	}
	for i := range status.Conditions {
		if c := &status.Conditions[i]; c.Type == kind {
			if c.Status != value {
				c.LastTransitionTime = metav1.Now()
			}
			c.Status, c.Reason = value, reason
			return
		}
	}
	status.Conditions = append(status.Conditions, corev1.PodCondition{Type: kind, Status: value, Reason: reason,
		LastTransitionTime: metav1.Now()})
}

func isReady(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// crash ends a pod's container; it restarts at once.
func (k *kubelet) crash(namespace, name string) error {
	pod, err := k.client.CoreV1().Pods(namespace).Get(background, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	k.observe()
	m := k.plan[pod.UID]
	if m == nil {
		return fmt.Errorf("pod %s/%s does not run", namespace, name)
	}
	m.runs++
	status := *pod.Status.DeepCopy()
	for i := range status.ContainerStatuses {
		status.ContainerStatuses[i].Ready = false
		status.ContainerStatuses[i].RestartCount = m.runs
	}
	setCondition(&status, corev1.ContainersReady, false, "ContainersNotReady")
	setCondition(&status, corev1.PodReady, false, "ContainersNotReady")
	m.due = k.now + startSeconds
	return k.writeStatus(m, status)
}
