package deployment

import (
	"context"

	apps "k8s.io/api/apps/v1"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/record"
	"k8s.io/kubernetes/pkg/controller"
)

// Sizes are the replicas of ReplicaSets by name, where a step has changed them or their notes.
type Sizes map[string]int32

// Scaled is what becomes of the ReplicaSets when the Deployment was scaled.
func Scaled(deployment *apps.Deployment, newSet *apps.ReplicaSet, old []*apps.ReplicaSet) Sizes {
	return written(newSet, old, func(dc *DeploymentController, newSet *apps.ReplicaSet, old []*apps.ReplicaSet) error {
		return dc.scale(context.Background(), deployment, newSet, old)
	})
}

// Rolled is the next step of a rolling update: up if it can, else down.
func Rolled(deployment *apps.Deployment, newSet *apps.ReplicaSet, old []*apps.ReplicaSet) Sizes {
	return written(newSet, old, func(dc *DeploymentController, newSet *apps.ReplicaSet, old []*apps.ReplicaSet) error {
		all := append(append([]*apps.ReplicaSet{}, old...), newSet)
		if isUp, err := dc.reconcileNewReplicaSet(context.Background(), all, newSet, deployment); isUp || err != nil {
			return err
		}
		_, err := dc.reconcileOldReplicaSets(context.Background(), all, controller.FilterActiveReplicaSets(old), newSet, deployment)
		return err
	})
}

func written(newSet *apps.ReplicaSet, old []*apps.ReplicaSet, step func(*DeploymentController, *apps.ReplicaSet, []*apps.ReplicaSet) error) Sizes {
	newSet = newSet.DeepCopy()
	client := fake.NewSimpleClientset(newSet)
	copies := []*apps.ReplicaSet{}
	for _, set := range old {
		copies = append(copies, set.DeepCopy())
		if err := client.Tracker().Add(set.DeepCopy()); err != nil {
			panic(err)
		}
	}
	client.ClearActions()
	dc := &DeploymentController{client: client, eventRecorder: &record.FakeRecorder{}}
	if err := step(dc, newSet, copies); err != nil {
		panic(err)
	}
	sizes := Sizes{}
	for _, action := range client.Actions() {
		if update, isUpdate := action.(clienttesting.UpdateAction); isUpdate {
			set := update.GetObject().(*apps.ReplicaSet)
			sizes[set.Name] = *set.Spec.Replicas
		}
	}
	return sizes
}
