package main

import (
	gocontext "context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

type context = gocontext.Context

var background = gocontext.Background()

// recording is one run of a scenario, as it was.
type recording struct {
	Scenario string `json:"scenario"`
	// Kubernetes is the version that this program was built from.
	Kubernetes string   `json:"kubernetes"`
	Points     []point  `json:"points"`
	Answers    []answer `json:"answers"`
	Writes     []write  `json:"writes"`
}

// record plays the scenarios named after the output folder, three times each, into <folder>/<scenario>.<run>.json.
func record(arguments []string) error {
	if len(arguments) < 2 {
		return fmt.Errorf("usage: traces OUTPUT-FOLDER SCENARIO.yaml …")
	}
	folder, err := os.MkdirTemp("", "traces-")
	if err != nil {
		return err
	}
	if err := shareClock(folder); err != nil {
		return err
	}
	c, err := startCluster(folder)
	if c != nil {
		defer c.stop()
	}
	if err != nil {
		return fmt.Errorf("%w (logs are in %s)", err, folder)
	}
	stop := heartbeats(c.client)
	defer stop()
	dyn, err := dynamic.NewForConfig(c.config)
	if err != nil {
		return err
	}
	failures := 0
	for _, path := range arguments[1:] {
		for number := 1; number <= 3; number++ {
			began := time.Now()
			if err := recordOne(c, dyn, path, arguments[0], number); err != nil {
				fmt.Fprintf(os.Stderr, "%s, run %d: %v\n", path, number, err)
				failures++
				break
			}
			fmt.Printf("%s, run %d: %.0f s\n", filepath.Base(path), number, time.Since(began).Seconds())
		}
	}
	if failures > 0 {
		return fmt.Errorf("%d scenarios could not be recorded (logs are in %s)", failures, folder)
	}
	return os.RemoveAll(folder)
}

func recordOne(c *cluster, dyn dynamic.Interface, path, output string, number int) error {
	s, err := readScenario(path)
	if err != nil {
		return err
	}
	if err := clean(c, dyn); err != nil {
		return err
	}
	for index, n := range expandNodes(s.Spec.Cluster.Nodes) {
		if err := createNode(c.client, n, index); err != nil {
			return err
		}
	}
	if err := waitForNodes(c); err != nil {
		return err
	}
	l, err := openLog(dyn)
	if err != nil {
		return err
	}
	defer l.close()
	r := &run{cluster: c, scenario: s, log: l, nodes: len(s.Spec.Cluster.Nodes),
		kubelet: &kubelet{client: c.client, log: l, plan: map[types.UID]*move{}, behaviors: s.Spec.Cluster.Images,
			failed: map[string]bool{}}}
	silent.Clear()
	for index, step := range s.Spec.Steps {
		l.setStep(index)
		if err := r.perform(index, step); err != nil {
			return fmt.Errorf("step %d: %w", index, err)
		}
	}
	if len(r.points) == 0 || r.points[len(r.points)-1].Step < len(s.Spec.Steps)-1 {
		if err := r.settle(len(s.Spec.Steps) - 1); err != nil {
			return err
		}
	}
	writes, err := l.inOrder()
	if err != nil {
		return err
	}
	text, err := json.Marshal(recording{Scenario: s.name, Kubernetes: kubernetesVersion(), Points: r.points, Answers: r.answers, Writes: writes})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(output, fmt.Sprintf("%s.%d.json", s.name, number)), text, 0o600)
}

func kubernetesVersion() string {
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == "k8s.io/kubernetes" {
			return module.Version
		}
	}
	return "unknown"
}

// waitForNodes until the node lifecycle controller has taken away the taint of nodes that are not ready yet.
func waitForNodes(c *cluster) error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		nodes, err := c.client.CoreV1().Nodes().List(background, metav1.ListOptions{})
		if err != nil {
			return err
		}
		waiting := 0
		for _, n := range nodes.Items {
			for _, t := range n.Spec.Taints {
				if t.Key == "node.kubernetes.io/not-ready" {
					waiting++
				}
			}
		}
		_, err = c.client.CoreV1().ServiceAccounts("default").Get(background, "default", metav1.GetOptions{})
		if waiting == 0 && err == nil {
			// The scheduler's own caches follow by watches, and have nothing to show for it.
			time.Sleep(500 * time.Millisecond)
			return nil
		}
	}
	return fmt.Errorf("the nodes do not get ready")
}

// clean removes what a scenario may have left, owners first.
func clean(c *cluster, dyn dynamic.Interface) error {
	kinds := []schema.GroupVersionResource{
		{Group: "batch", Version: "v1", Resource: "cronjobs"}, {Group: "batch", Version: "v1", Resource: "jobs"},
		{Group: "apps", Version: "v1", Resource: "deployments"}, {Group: "apps", Version: "v1", Resource: "statefulsets"},
		{Group: "apps", Version: "v1", Resource: "daemonsets"}, {Group: "apps", Version: "v1", Resource: "replicasets"},
		{Version: "v1", Resource: "services"}, {Version: "v1", Resource: "pods"},
		{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"},
		{Group: "apps", Version: "v1", Resource: "controllerrevisions"}, {Version: "v1", Resource: "persistentvolumeclaims"},
		{Version: "v1", Resource: "persistentvolumes"}, {Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices"},
		{Version: "v1", Resource: "nodes"}, {Version: "v1", Resource: "configmaps"}, {Version: "v1", Resource: "secrets"},
		{Version: "v1", Resource: "events"},
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(300 * time.Millisecond) {
		left := 0
		for _, kind := range kinds {
			n, err := removeAll(dyn, kind)
			if err != nil {
				return err
			}
			left += n
		}
		if left == 0 {
			return nil
		}
	}
	return fmt.Errorf("the cluster does not get empty")
}

func removeAll(dyn dynamic.Interface, kind schema.GroupVersionResource) (int, error) {
	list, err := dyn.Resource(kind).List(background, metav1.ListOptions{})
	if err != nil {
		return 0, err
	}
	zero, inBackground := int64(0), metav1.DeletePropagationBackground
	left := 0
	for _, object := range list.Items {
		if object.GetName() == "kubernetes" || object.GetName() == "kube-root-ca.crt" ||
			(object.GetNamespace() == "kube-system" && kind.Resource == "configmaps") {
			continue
		}
		left++
		if len(object.GetFinalizers()) > 0 {
			_, _ = dyn.Resource(kind).Namespace(object.GetNamespace()).Patch(background, object.GetName(), types.MergePatchType,
				[]byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
		}
		_ = dyn.Resource(kind).Namespace(object.GetNamespace()).Delete(background, object.GetName(),
			metav1.DeleteOptions{GracePeriodSeconds: &zero, PropagationPolicy: &inBackground})
	}
	return left, nil
}
