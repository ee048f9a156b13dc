package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/tools/record"
	daemonutil "k8s.io/kubernetes/pkg/controller/daemon/util"
	"k8s.io/kubernetes/pkg/controller/deployment"
	deploymentutil "k8s.io/kubernetes/pkg/controller/deployment/util"
	"k8s.io/kubernetes/pkg/controller/disruption"
	"k8s.io/kubernetes/pkg/controller/statefulset"
	testingclock "k8s.io/utils/clock/testing"
)

type budgeted struct {
	Budget       *policyv1.PodDisruptionBudget `json:"budget"`
	Pods         []*corev1.Pod                 `json:"pods,omitempty"`
	ReplicaSets  []*appsv1.ReplicaSet          `json:"replicaSets,omitempty"`
	Deployments  []*appsv1.Deployment          `json:"deployments,omitempty"`
	StatefulSets []*appsv1.StatefulSet         `json:"statefulSets,omitempty"`
}

type budgetStatus struct {
	Healthy   int32  `json:"healthy"`
	Desired   int32  `json:"desired"`
	Expected  int32  `json:"expected"`
	Allowed   int32  `json:"allowed"`
	Condition string `json:"condition"`
	// Said are the events' types, reasons and messages.
	Said []string `json:"said"`
}

// recordBudgets asks how many pods a budget lets go.
func recordBudgets(rng *rand.Rand, write func(any)) {
	for range 3000 {
		in := someBudgeted(rng)
		status, said := disruption.StatusOf(in.Budget, in.Pods, in.ReplicaSets, in.Deployments, in.StatefulSets)
		write(line{In: in, Out: budgetStatus{
			Healthy: status.CurrentHealthy, Desired: status.DesiredHealthy, Expected: status.ExpectedPods, Allowed: status.DisruptionsAllowed,
			Condition: fmt.Sprintf("%s %s", status.Conditions[0].Status, status.Conditions[0].Reason), Said: said,
		}})
	}
}

func someBudgeted(rng *rand.Rand) budgeted {
	in := budgeted{Budget: &policyv1.PodDisruptionBudget{}}
	in.Budget.Name, in.Budget.Namespace, in.Budget.UID, in.Budget.Generation = "b", "default", "b", 1
	in.Budget.Spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}}
	if rng.IntN(10) == 0 {
		in.Budget.Spec.Selector.MatchExpressions = []metav1.LabelSelectorRequirement{{Key: "tier", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"a", "b"}}}
	}
	if rng.IntN(2) == 0 {
		in.Budget.Spec.MinAvailable = budgetAmount(rng)
	} else {
		in.Budget.Spec.MaxUnavailable = budgetAmount(rng)
	}
	owners := someOwners(rng, &in)
	for i := range rng.IntN(10) {
		pod := &corev1.Pod{}
		pod.Name, pod.Namespace, pod.UID = nameOf("p", i), "default", types.UID(nameOf("p", i))
		pod.Labels = map[string]string{"app": pick(rng, "web", "web", "web", "web", "db")}
		pod.Status.Phase = corev1.PodRunning
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: pick(rng, corev1.ConditionTrue, corev1.ConditionTrue, corev1.ConditionFalse)}}
		if rng.IntN(8) == 0 {
			now := metav1.NewTime(epoch)
			pod.DeletionTimestamp = &now
		}
		if len(owners) > 0 && rng.IntN(12) > 0 {
			pod.OwnerReferences = []metav1.OwnerReference{owners[rng.IntN(len(owners))]}
		}
		in.Pods = append(in.Pods, pod)
	}
	return in
}

func budgetAmount(rng *rand.Rand) *intstr.IntOrString {
	value := intstr.FromInt32(int32(rng.IntN(8)))
	if rng.IntN(2) == 0 {
		value = intstr.FromString(fmt.Sprintf("%d%%", pick(rng, 0, 1, 10, 20, 25, 33, 34, 50, 51, 66, 67, 75, 99, 100)))
	}
	return &value
}

func someOwners(rng *rand.Rand, in *budgeted) []metav1.OwnerReference {
	owners := []metav1.OwnerReference{}
	yes := true
	for i := range rng.IntN(4) {
		replicas := int32(rng.IntN(8))
		name := nameOf("o", i)
		meta := metav1.ObjectMeta{Name: name, Namespace: "default", UID: types.UID(name)}
		if rng.IntN(3) == 0 {
			in.StatefulSets = append(in.StatefulSets, &appsv1.StatefulSet{ObjectMeta: meta, Spec: appsv1.StatefulSetSpec{Replicas: &replicas}})
			owners = append(owners, metav1.OwnerReference{APIVersion: "apps/v1", Kind: "StatefulSet", Name: name, UID: meta.UID, Controller: &yes})
			continue
		}
		if rng.IntN(2) == 0 {
			count := int32(rng.IntN(8))
			above := metav1.ObjectMeta{Name: "d" + name, Namespace: "default", UID: types.UID("d" + name)}
			in.Deployments = append(in.Deployments, &appsv1.Deployment{ObjectMeta: above, Spec: appsv1.DeploymentSpec{Replicas: &count}})
			meta.OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "Deployment", Name: above.Name, UID: above.UID, Controller: &yes}}
		}
		in.ReplicaSets = append(in.ReplicaSets, &appsv1.ReplicaSet{ObjectMeta: meta, Spec: appsv1.ReplicaSetSpec{Replicas: &replicas}})
		owners = append(owners, metav1.OwnerReference{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: name, UID: meta.UID, Controller: &yes})
	}
	return owners
}

type rollout struct {
	Deployment *appsv1.Deployment   `json:"deployment"`
	New        *appsv1.ReplicaSet   `json:"new"`
	Old        []*appsv1.ReplicaSet `json:"old,omitempty"`
}

type rolledOut struct {
	// Scaled and Rolled are the sizes that are written when the Deployment was scaled, and in the next step of its rollout.
	Scaled deployment.Sizes `json:"scaled"`
	Rolled deployment.Sizes `json:"rolled"`
}

// recordRollouts asks how large the ReplicaSets of a Deployment become.
func recordRollouts(rng *rand.Rand, write func(any)) {
	for range 4000 {
		in := someRollout(rng)
		write(line{In: in, Out: rolledOut{
			Scaled: deployment.Scaled(in.Deployment.DeepCopy(), in.New, in.Old),
			Rolled: deployment.Rolled(in.Deployment.DeepCopy(), in.New, in.Old),
		}})
	}
}

func someRollout(rng *rand.Rand) rollout {
	d := &appsv1.Deployment{}
	replicas := int32(rng.IntN(pick(rng, 4, 12, 60, 400)))
	d.Name, d.Namespace, d.UID, d.Spec.Replicas = "d", "default", "d", &replicas
	surge, unavailable := numberOrPercent(rng), numberOrPercent(rng)
	if surge == nil {
		surge = ptrOf(intstr.FromString("25%"))
	}
	if unavailable == nil {
		unavailable = ptrOf(intstr.FromString("25%"))
	}
	if surge.IntValue() == 0 && surge.Type == intstr.Int {
		unavailable = ptrOf(intstr.FromInt32(1))
	}
	d.Spec.Strategy = appsv1.DeploymentStrategy{Type: appsv1.RollingUpdateDeploymentStrategyType, RollingUpdate: &appsv1.RollingUpdateDeployment{MaxSurge: surge, MaxUnavailable: unavailable}}
	d.Status.Replicas = replicas
	before := replicas
	if rng.IntN(2) == 0 {
		before = int32(rng.IntN(pick(rng, 4, 12, 60, 400)))
	}
	in := rollout{Deployment: d, New: rolloutSet(rng, "r0", 0, before, d)}
	for i := range rng.IntN(4) {
		in.Old = append(in.Old, rolloutSet(rng, nameOf("r", i+1), i+1, before, d))
	}
	return in
}

// rolloutSet is a ReplicaSet that took note of a Deployment of `before` replicas.
func rolloutSet(rng *rand.Rand, name string, age int, before int32, d *appsv1.Deployment) *appsv1.ReplicaSet {
	set := &appsv1.ReplicaSet{}
	size := int32(rng.IntN(int(before) + 2))
	if rng.IntN(4) == 0 {
		size = pick(rng, 0, before)
	}
	set.Name, set.Namespace, set.UID, set.Spec.Replicas = name, "default", types.UID(name), &size
	set.CreationTimestamp = metav1.NewTime(epoch.Add(-time.Duration(age) * time.Minute))
	set.Status.Replicas = size
	if size > 0 {
		set.Status.AvailableReplicas = pick(rng, size, size, int32(rng.IntN(int(size)+1)))
	}
	if rng.IntN(10) > 0 {
		deploymentutil.SetReplicasAnnotations(set, before, before+pick(rng, int32(0), 1, before/4, deploymentutil.MaxSurge(*d)))
	}
	return set
}

type updateBudget struct {
	Written  *intstr.IntOrString `json:"written,omitempty"`
	Surge    *intstr.IntOrString `json:"surge,omitempty"`
	Replicas int                 `json:"replicas"`
}

// recordUpdateBudgets asks how many pods a StatefulSet may lack during an update; and a DaemonSet, and how many it may have twice.
func recordUpdateBudgets(rng *rand.Rand, write func(any)) {
	for range 2000 {
		in := updateBudget{Written: budgetAmount(rng), Surge: budgetAmount(rng), Replicas: rng.IntN(pick(rng, 5, 30, 2000))}
		set := &appsv1.DaemonSet{}
		set.Spec.UpdateStrategy = appsv1.DaemonSetUpdateStrategy{Type: appsv1.RollingUpdateDaemonSetStrategyType, RollingUpdate: &appsv1.RollingUpdateDaemonSet{MaxUnavailable: in.Written, MaxSurge: in.Surge}}
		most, err := statefulset.MostUnavailable(in.Written, in.Replicas)
		check(err)
		unavailable, err := daemonutil.UnavailableCount(set, in.Replicas)
		check(err)
		surge, err := daemonutil.SurgeCount(set, in.Replicas)
		check(err)
		write(line{In: in, Out: []int{most, unavailable, surge}})
	}
}

type said struct {
	// At is in seconds.
	At      int    `json:"at"`
	Object  string `json:"object"`
	Type    string `json:"type"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// recordEvents sends sequences of events through the correlator: what comes out of each, or nothing.
func recordEvents(rng *rand.Rand, write func(any)) {
	for range 300 {
		clock := testingclock.NewFakeClock(epoch)
		correlator := record.NewEventCorrelator(clock)
		in, out := []said{}, []*string{}
		now := 0
		pace := pick(rng, 0, 1, 20, 200, 400)
		kinds := pick(rng, 1, 3, 8, 1000)
		for i := range 10 + rng.IntN(50) {
			now += rng.IntN(pace + 1)
			if rng.IntN(30) == 0 {
				now += pick(rng, 300, 599, 600, 601, 1300)
			}
			one := said{At: now, Object: pick(rng, "a", "a", "a", "b"), Type: pick(rng, "Normal", "Warning"), Reason: pick(rng, "Killing", "Killing", "BackOff")}
			one.Message = fmt.Sprintf("%s %d", one.Reason, i%kinds)
			clock.SetTime(epoch.Add(time.Duration(now) * time.Second))
			result, err := correlator.EventCorrelate(eventOf(one, clock.Now()))
			check(err)
			in = append(in, one)
			if result.Skip {
				out = append(out, nil)
			} else {
				out = append(out, &result.Event.Message)
				correlator.UpdateState(result.Event)
			}
		}
		write(line{In: in, Out: out})
	}
}

func eventOf(one said, now time.Time) *corev1.Event {
	event := &corev1.Event{Type: one.Type, Reason: one.Reason, Message: one.Message, Source: corev1.EventSource{Component: "kubelet"}, Count: 1}
	event.InvolvedObject = corev1.ObjectReference{Kind: "Pod", Namespace: "default", Name: one.Object, UID: types.UID(one.Object)}
	event.Name, event.Namespace = one.Object, "default"
	event.FirstTimestamp, event.LastTimestamp = metav1.NewTime(now), metav1.NewTime(now)
	return event
}
