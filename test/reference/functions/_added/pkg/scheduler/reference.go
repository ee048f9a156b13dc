package scheduler

import (
	"context"

	v1 "k8s.io/api/core/v1"
	"k8s.io/klog/v2"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

// Attempt is how a pod fared in one scheduling cycle that binds nothing.
type Attempt struct {
	// Order is that in which nodes are looked at.
	Order     []string
	Feasible  []string
	Diagnosis framework.Diagnosis
	Scores    []fwk.NodePluginScores
	// Failure is what the scheduler says if no node is left; Preempts is true where it would evict pods instead.
	Failure  error
	Preempts bool
}

// Attempt takes a pod through filters and scores, over the nodes and pods that the cache holds.
func (sched *Scheduler) Attempt(ctx context.Context, pod *v1.Pod) (Attempt, error) {
	attempt := Attempt{}
	if err := sched.Cache.UpdateSnapshot(klog.FromContext(ctx), sched.nodeInfoSnapshot); err != nil {
		return attempt, err
	}
	nodes, err := sched.nodeInfoSnapshot.ListNodesInPlacement()
	if err != nil {
		return attempt, err
	}
	for _, node := range nodes {
		attempt.Order = append(attempt.Order, node.Node().Name)
	}
	podInfo, err := framework.NewPodInfo(pod)
	if err != nil {
		return attempt, err
	}
	profile := sched.Profiles[pod.Spec.SchedulerName]
	state := framework.NewCycleState()
	feasible, diagnosis, _, err := sched.findNodesThatFitPod(ctx, profile, state, &framework.QueuedPodInfo{PodInfo: podInfo})
	attempt.Diagnosis = diagnosis
	if err != nil {
		return attempt, err
	}
	for _, node := range feasible {
		attempt.Feasible = append(attempt.Feasible, node.Node().Name)
	}
	switch len(feasible) {
	case 0:
		result, status := profile.RunPostFilterPlugins(ctx, state, pod, diagnosis.NodeToStatus)
		diagnosis.PostFilterMsg = status.Message()
		attempt.Failure = &framework.FitError{Pod: pod, NumAllNodes: len(nodes), Diagnosis: diagnosis}
		attempt.Preempts = result != nil && result.NominatingInfo != nil && result.NominatedNodeName != ""
	case 1:
	default:
		attempt.Scores, err = prioritizeNodes(ctx, nil, profile, state, pod, feasible)
	}
	return attempt, err
}

// EnoughNodes is how many feasible nodes end the search, with the default percentage.
func (sched *Scheduler) EnoughNodes(all int32) int32 {
	return sched.numFeasibleNodesToFind(nil, all)
}
