package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/events"
	"k8s.io/klog/v2"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/profile"
)

// scheduling is a pod, and the cluster in which it looks for a node.
type scheduling struct {
	Pod         *corev1.Pod          `json:"pod"`
	Nodes       []*corev1.Node       `json:"nodes"`
	Pods        []*corev1.Pod        `json:"pods,omitempty"`
	Namespaces  []*corev1.Namespace  `json:"namespaces,omitempty"`
	Services    []*corev1.Service    `json:"services,omitempty"`
	ReplicaSets []*appsv1.ReplicaSet `json:"replicaSets,omitempty"`
}

type scheduled struct {
	Order []string `json:"order"`
	// Rejected has the reasons of each node that was looked at; Message is what the user reads if no node is left.
	Rejected map[string][]string `json:"rejected,omitempty"`
	Message  string              `json:"message,omitempty"`
	Preempts bool                `json:"preempts,omitempty"`
	// Scores in the order of nodes, by plug-in; plug-ins that give no points to anyone are left out.
	Scores map[string]pluginScores `json:"scores,omitempty"`
	Totals map[string]int64        `json:"totals,omitempty"`
}

type pluginScores struct {
	Raw map[string]int64 `json:"raw"`
	// Weighted is normalised and multiplied by the plug-in's weight.
	Weighted map[string]int64 `json:"weighted"`
}

// recordScheduling takes pods through the filters and scores of the default profile.
func recordScheduling(rng *rand.Rand, write func(any)) {
	for count := 0; count < 2500; {
		in := someScheduling(rng)
		if out, err := attempt(in); err == nil {
			write(line{In: in, Out: out})
			count++
		}
	}
}

// recordEnoughNodes asks how many feasible nodes end the search.
func recordEnoughNodes(rng *rand.Rand, write func(any)) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	sched, _ := newScheduler(ctx)
	ask := func(nodes int32) { write(line{In: nodes, Out: sched.EnoughNodes(nodes)}) }
	for nodes := range int32(400) {
		ask(nodes)
	}
	for range 800 {
		ask(int32(rng.IntN(pick(rng, 1000, 6000, 20000))))
	}
}

type silence struct{}

func (silence) Eventf(regarding, related runtime.Object, eventtype, reason, action, note string, args ...any) {
}
func (s silence) WithLogger(klog.Logger) events.EventRecorderLogger { return s }

func newScheduler(ctx context.Context, objects ...runtime.Object) (*scheduler.Scheduler, informers.SharedInformerFactory) {
	client := fake.NewClientset(objects...)
	factory := informers.NewSharedInformerFactory(client, 0)
	recorders := profile.RecorderFactory(func(string) events.EventRecorderLogger { return silence{} })
	sched, err := scheduler.New(ctx, client, factory, nil, recorders, scheduler.WithParallelism(1))
	check(err)
	return sched, factory
}

func attempt(in scheduling) (scheduled, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	sched, factory := newScheduler(ctx, in.Pod)
	check(factory.Core().V1().Pods().Informer().GetIndexer().Add(in.Pod))
	logger := klog.FromContext(ctx)
	for _, node := range in.Nodes {
		sched.Cache.AddNode(logger, node)
	}
	for _, pod := range in.Pods {
		check(sched.Cache.AddPod(logger, pod))
		check(factory.Core().V1().Pods().Informer().GetIndexer().Add(pod))
	}
	for _, namespace := range in.Namespaces {
		check(factory.Core().V1().Namespaces().Informer().GetIndexer().Add(namespace))
	}
	for _, service := range in.Services {
		check(factory.Core().V1().Services().Informer().GetIndexer().Add(service))
	}
	for _, set := range in.ReplicaSets {
		check(factory.Apps().V1().ReplicaSets().Informer().GetIndexer().Add(set))
	}
	got, err := sched.Attempt(ctx, in.Pod)
	if err != nil {
		return scheduled{}, err
	}
	out := scheduled{Order: got.Order, Preempts: got.Preempts}
	got.Diagnosis.NodeToStatus.ForEachExplicitNode(func(name string, status *fwk.Status) {
		if out.Rejected == nil {
			out.Rejected = map[string][]string{}
		}
		out.Rejected[name] = status.Reasons()
	})
	if got.Failure != nil && !got.Preempts {
		out.Message = got.Failure.Error()
	}
	for _, node := range got.Scores {
		noteScores(&out, node)
	}
	for name, scores := range out.Scores {
		if allZero(scores.Raw) && allZero(scores.Weighted) {
			delete(out.Scores, name)
		}
	}
	return out, nil
}

func noteScores(out *scheduled, node fwk.NodePluginScores) {
	if out.Scores == nil {
		out.Scores, out.Totals = map[string]pluginScores{}, map[string]int64{}
	}
	out.Totals[node.Name] = node.TotalScore
	for i, score := range node.Scores {
		scores, known := out.Scores[score.Name]
		if !known {
			scores = pluginScores{Raw: map[string]int64{}, Weighted: map[string]int64{}}
			out.Scores[score.Name] = scores
		}
		scores.Raw[node.Name] = node.RawScores[i].Score
		scores.Weighted[node.Name] = score.Score
	}
}

func allZero(values map[string]int64) bool {
	for _, value := range values {
		if value != 0 {
			return false
		}
	}
	return true
}

func nameOf(prefix string, i int) string { return fmt.Sprintf("%s%d", prefix, i) }
