package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

var defaultCapacity = map[string]string{"cpu": "4", "memory": "16Gi", "ephemeral-storage": "100Gi", "pods": "110"}

// createNode registers a healthy node as its kubelet would.
func createNode(client kubernetes.Interface, n node, index int) error {
	labels := map[string]string{
		"beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
		"kubernetes.io/hostname": n.Name, "kubernetes.io/os": "linux",
	}
	if n.Zone != "" {
		labels["topology.kubernetes.io/zone"] = n.Zone
	}
	for name, value := range n.Labels {
		labels[name] = value
	}
	object := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.Name, Labels: labels}}
	object.Spec.PodCIDR = fmt.Sprintf("10.244.%d.0/24", index%256)
	object.Spec.PodCIDRs = []string{object.Spec.PodCIDR}
	for _, t := range n.Taints {
		object.Spec.Taints = append(object.Spec.Taints, corev1.Taint{Key: t.Key, Value: t.Value, Effect: corev1.TaintEffect(t.Effect)})
	}
	object.Status = healthy(n)
	created, err := client.CoreV1().Nodes().Create(background, object, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	created.Status = object.Status
	if _, err = client.CoreV1().Nodes().UpdateStatus(background, created, metav1.UpdateOptions{}); err != nil && !apierrors.IsConflict(err) {
		return err
	}
	return renew(client, n.Name)
}

func healthy(n node) corev1.NodeStatus {
	capacity := corev1.ResourceList{}
	for name, amount := range defaultCapacity {
		capacity[corev1.ResourceName(name)] = resource.MustParse(amount)
	}
	for name, amount := range n.Capacity {
		capacity[corev1.ResourceName(name)] = resource.MustParse(strings.TrimSpace(fmt.Sprint(amount)))
	}
	allocatable := capacity.DeepCopy()
	memory := allocatable[corev1.ResourceMemory]
	memory.Sub(resource.MustParse("100Mi"))
	allocatable[corev1.ResourceMemory] = memory
	status := corev1.NodeStatus{Capacity: capacity, Allocatable: allocatable}
	now := metav1.Now()
	condition := func(kind corev1.NodeConditionType, value corev1.ConditionStatus, reason string) {
		status.Conditions = append(status.Conditions, corev1.NodeCondition{Type: kind, Status: value, Reason: reason,
			LastHeartbeatTime: now, LastTransitionTime: now})
	}
	condition(corev1.NodeMemoryPressure, corev1.ConditionFalse, "KubeletHasSufficientMemory")
	condition(corev1.NodeDiskPressure, corev1.ConditionFalse, "KubeletHasNoDiskPressure")
	condition(corev1.NodePIDPressure, corev1.ConditionFalse, "KubeletHasSufficientPID")
	condition(corev1.NodeReady, corev1.ConditionTrue, "KubeletReady")
	return status
}

// silent are the nodes that have failed.
var silent sync.Map

// heartbeats renew the leases of all nodes that have not failed, so that the node lifecycle controller finds them alive.
func heartbeats(client kubernetes.Interface) (stop func()) {
	done := make(chan struct{})
	var once sync.Once
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Second):
			}
			nodes, err := client.CoreV1().Nodes().List(background, metav1.ListOptions{})
			if err != nil {
				continue
			}
			for _, n := range nodes.Items {
				if _, failed := silent.Load(n.Name); !failed {
					_ = renew(client, n.Name)
				}
			}
		}
	}()
	return func() { once.Do(func() { close(done) }) }
}

func renew(client kubernetes.Interface, name string) error {
	leases := client.CoordinationV1().Leases("kube-node-lease")
	now, seconds := metav1.NowMicro(), int32(40)
	lease, err := leases.Get(background, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		_, err = leases.Create(background, &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: name},
			Spec: coordinationv1.LeaseSpec{HolderIdentity: &name, LeaseDurationSeconds: &seconds, RenewTime: &now}}, metav1.CreateOptions{})
		return err
	}
	if err != nil {
		return err
	}
	lease.Spec.RenewTime = &now
	_, err = leases.Update(background, lease, metav1.UpdateOptions{})
	return err
}

// fail makes the kubelet of a node silent, from now on.
func (k *kubelet) fail(name string) {
	silent.Store(name, true)
	k.failed[name] = true
}

// recover lets the kubelet of a node speak again: first its lease, then that it is ready.
func (k *kubelet) recover(name string) error {
	silent.Delete(name)
	delete(k.failed, name)
	if err := renew(k.client, name); err != nil {
		return err
	}
	for {
		n, err := k.client.CoreV1().Nodes().Get(background, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		capacity := map[string]any{}
		for resource, amount := range n.Status.Capacity {
			capacity[string(resource)] = amount.String()
		}
		n.Status = healthy(node{Name: name, Capacity: capacity})
		if _, err = k.client.CoreV1().Nodes().UpdateStatus(background, n, metav1.UpdateOptions{}); !apierrors.IsConflict(err) {
			return err
		}
	}
}
