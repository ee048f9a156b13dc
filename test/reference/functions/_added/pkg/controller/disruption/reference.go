package disruption

import (
	"context"

	apps "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/record"
	"k8s.io/utils/clock"
)

// StatusOf syncs a budget over pods and their owners. It returns the status, as written if it was, and what was said.
func StatusOf(budget *policy.PodDisruptionBudget, pods []*v1.Pod, sets []*apps.ReplicaSet, deployments []*apps.Deployment, stateful []*apps.StatefulSet) (policy.PodDisruptionBudgetStatus, []string) {
	factory := informers.NewSharedInformerFactory(fake.NewClientset(), 0)
	recorder := record.NewFakeRecorder(10)
	dc := &DisruptionController{
		podLister: factory.Core().V1().Pods().Lister(), pdbLister: factory.Policy().V1().PodDisruptionBudgets().Lister(),
		rcLister: factory.Core().V1().ReplicationControllers().Lister(), rsLister: factory.Apps().V1().ReplicaSets().Lister(),
		dLister: factory.Apps().V1().Deployments().Lister(), ssLister: factory.Apps().V1().StatefulSets().Lister(),
		recorder: recorder, clock: clock.RealClock{},
	}
	for _, pod := range pods {
		factory.Core().V1().Pods().Informer().GetIndexer().Add(pod)
	}
	for _, set := range sets {
		factory.Apps().V1().ReplicaSets().Informer().GetIndexer().Add(set)
	}
	for _, deployment := range deployments {
		factory.Apps().V1().Deployments().Informer().GetIndexer().Add(deployment)
	}
	for _, set := range stateful {
		factory.Apps().V1().StatefulSets().Informer().GetIndexer().Add(set)
	}
	status := budget.Status
	dc.getUpdater = func() updater {
		return func(_ context.Context, written *policy.PodDisruptionBudget) error {
			status = written.Status
			return nil
		}
	}
	if err := dc.trySync(context.Background(), budget); err != nil {
		panic(err)
	}
	said := []string{}
	for len(recorder.Events) > 0 {
		said = append(said, <-recorder.Events)
	}
	return status, said
}
