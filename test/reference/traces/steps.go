package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
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
	case "taint":
		return r.taint(s)
	case "evict":
		return r.evict(index, s)
	}
	return r.command(index, verb, s)
}

// command runs kubectl itself; what it prints is part of the recording.
func (r *run) command(index int, verb string, s step) error {
	arguments, input, err := r.kubectl(verb, s)
	if err != nil {
		return err
	}
	if verb == "drain" {
		return r.drain(index, arguments)
	}
	text, failed, err := r.cluster.kubectl(input, arguments...)
	if err != nil {
		return err
	}
	r.answers = append(r.answers, answer{Step: index, Text: text, Failed: failed})
	return nil
}

func (r *run) kubectl(verb string, s step) (arguments []string, input string, err error) {
	target := s.argument("target")
	if target != "" && !strings.Contains(target, "/") {
		_, name, err := r.objectOf(s)
		if err != nil {
			return nil, "", err
		}
		target += "/" + name
	}
	namespace := s.argument("namespace")
	if namespace == "" {
		namespace = "default"
	}
	in := "--namespace=" + namespace
	switch verb {
	case "apply":
		text, ok := s["apply"].(string)
		if !ok {
			return nil, "", fmt.Errorf("apply needs text")
		}
		return []string{"apply", "-f", "-"}, text, nil
	case "applyFile":
		name, _ := s["applyFile"].(string)
		return []string{"apply", "-f", filepath.Join(r.scenario.folder, name)}, "", nil
	case "scale":
		return []string{"scale", in, target, "--replicas=" + s.argument("replicas")}, "", nil
	case "setImage":
		container := s.argument("container")
		if container == "" {
			container = "*"
		}
		return []string{"set", "image", in, target, container + "=" + s.argument("image")}, "", nil
	case "pause", "resume", "restart":
		return []string{"rollout", verb, in, target}, "", nil
	case "undo":
		arguments := []string{"rollout", "undo", in, target}
		if revision := s.argument("toRevision"); revision != "" {
			arguments = append(arguments, "--to-revision="+revision)
		}
		return arguments, "", nil
	case "cordon", "uncordon":
		return []string{verb, s.argument("node")}, "", nil
	case "drain":
		return []string{"drain", s.argument("node"), "--ignore-daemonsets", "--delete-emptydir-data", "--force"}, "", nil
	case "removeNode":
		return []string{"delete", "node", s.argument("node"), "--wait=false"}, "", nil
	case "patch":
		return r.patch(s, in, target)
	case "delete":
		arguments := []string{"delete", in, target, "--wait=false"}
		if grace := s.argument("gracePeriodSeconds"); grace != "" {
			arguments = append(arguments, "--grace-period="+grace)
			if grace == "0" {
				arguments = append(arguments, "--force")
			}
		}
		if policy := s.argument("propagationPolicy"); policy != "" {
			arguments = append(arguments, "--cascade="+strings.ToLower(policy))
		}
		return arguments, "", nil
	case "label":
		arguments := []string{"label", in, target, "--overwrite"}
		var value struct {
			Labels map[string]string `json:"labels"`
			Remove []string          `json:"remove"`
		}
		if err := s.decode(&value); err != nil {
			return nil, "", err
		}
		for name, text := range value.Labels {
			arguments = append(arguments, name+"="+text)
		}
		for _, name := range value.Remove {
			arguments = append(arguments, name+"-")
		}
		sort.Strings(arguments[4:])
		return arguments, "", nil
	}
	return nil, "", fmt.Errorf("the recorder knows no step %q", verb)
}

func (r *run) patch(s step, in, target string) ([]string, string, error) {
	var value struct {
		Type  string `json:"type"`
		Patch any    `json:"patch"`
	}
	if err := s.decode(&value); err != nil {
		return nil, "", err
	}
	text, err := json.Marshal(value.Patch)
	if err != nil {
		return nil, "", err
	}
	if value.Type == "" {
		value.Type = "strategic"
	}
	return []string{"patch", in, target, "--type=" + value.Type, "--patch=" + string(text)}, "", nil
}

func (c *cluster) kubectl(input string, arguments ...string) (text string, failed bool, err error) {
	self, err := os.Executable()
	if err != nil {
		return "", false, err
	}
	command := exec.Command(self, append([]string{"kubectl", "--kubeconfig=" + c.kubeconfig}, arguments...)...)
	command.Stdin = strings.NewReader(input)
	command.Env = append(os.Environ(), "HOME="+c.folder, "KUBECTL_COMMAND_HEADERS=false")
	out, err := command.CombinedOutput()
	if _, exited := err.(*exec.ExitError); exited {
		return string(out), true, nil
	}
	return string(out), false, err
}

// drain waits for pods to go, which the kubelet must move meanwhile.
func (r *run) drain(index int, arguments []string) error {
	type result struct {
		text   string
		failed bool
		err    error
	}
	ended := make(chan result, 1)
	go func() {
		text, failed, err := r.cluster.kubectl("", append(arguments, "--timeout=30s")...)
		ended <- result{text, failed, err}
	}()
	for {
		select {
		case got := <-ended:
			r.answers = append(r.answers, answer{Step: index, Text: got.text, Failed: got.failed})
			return got.err
		case <-time.After(20 * time.Millisecond):
			if r.log.quiet() >= pace {
				if _, err := r.kubelet.step(); err != nil {
					return err
				}
			}
		}
	}
}

// settle moves pods until all are where they belong and nobody has written for long enough.
func (r *run) settle(index int) error {
	deadline := time.Now().Add(10 * time.Minute)
	for time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
		if r.log.quiet() < pace {
			continue
		}
		moved, err := r.kubelet.step()
		if err != nil {
			return err
		}
		if !moved && r.log.quiet() >= r.rest() {
			if moved, err = r.kubelet.step(); err != nil {
				return err
			}
			if !moved {
				r.points = append(r.points, point{Step: index, Objects: r.log.objects()})
				return nil
			}
		}
	}
	return fmt.Errorf("step %d does not settle", index)
}

// rest is how long nobody may have written when the cluster counts as settled: longer while something waits by the clock.
func (r *run) rest() time.Duration {
	wait := 1500 * time.Millisecond
	longer := func(seconds int64) {
		d := time.Duration(seconds)*time.Second + 1500*time.Millisecond
		if d > wait && d <= longestWait {
			wait = d
		}
	}
	for _, kind := range []string{"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"} {
		for _, object := range r.log.ofKind(kind) {
			if seconds, found, _ := unstructured.NestedInt64(object.Object, "spec", "minReadySeconds"); found {
				longer(seconds)
			}
			if seconds, found, _ := unstructured.NestedInt64(object.Object, "spec", "progressDeadlineSeconds"); found && seconds <= 30 {
				longer(seconds)
			}
		}
	}
	nodes := map[string]bool{}
	for _, n := range r.log.ofKind("Node") {
		nodes[n.GetName()] = true
	}
	for _, pod := range r.log.ofKind("Pod") {
		// The scheduler backs off; the pod garbage collector looks every 20 s and then waits for 40 s.
		if name, _, _ := unstructured.NestedString(pod.Object, "spec", "nodeName"); name == "" {
			longer(3)
		} else if !nodes[name] {
			longer(62)
		}
		tolerations, _, _ := unstructured.NestedSlice(pod.Object, "spec", "tolerations")
		for _, toleration := range tolerations {
			if fields, ok := toleration.(map[string]any); ok {
				if seconds, ok := fields["tolerationSeconds"].(int64); ok && seconds <= 30 {
					longer(seconds)
				}
			}
		}
	}
	return wait
}

// advance waits by the clock on the wall, while the kubelet goes on.
func (r *run) advance(s step) error {
	text, _ := s["advance"].(string)
	duration, err := time.ParseDuration(text)
	if err != nil {
		return err
	}
	if duration > longestWait {
		return fmt.Errorf("advancing %s takes too long to record", text)
	}
	for end := time.Now().Add(duration); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if r.log.quiet() >= pace {
			if _, err := r.kubelet.step(); err != nil {
				return err
			}
		}
	}
	return nil
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

// objectOf finds the object that a step means: by name, or by selector and index among those of its kind in order of creation.
func (r *run) objectOf(s step) (namespace, name string, err error) {
	var value struct {
		Target    string            `json:"target"`
		Namespace string            `json:"namespace"`
		Selector  map[string]string `json:"selector"`
		Index     int               `json:"index"`
	}
	if err := s.decode(&value); err != nil {
		return "", "", err
	}
	if value.Namespace == "" {
		value.Namespace = "default"
	}
	kind, name, named := strings.Cut(value.Target, "/")
	if named {
		return value.Namespace, name, nil
	}
	var items []unstructured.Unstructured
	for _, object := range r.log.objects() {
		u := unstructured.Unstructured{Object: object}
		if strings.EqualFold(u.GetKind(), kind) && u.GetNamespace() == value.Namespace && hasLabels(u.GetLabels(), value.Selector) {
			items = append(items, u)
		}
	}
	sort.Slice(items, func(i, j int) bool {
		a, b := items[i].GetCreationTimestamp(), items[j].GetCreationTimestamp()
		if !a.Equal(&b) {
			return a.Before(&b)
		}
		return items[i].GetName() < items[j].GetName()
	})
	if value.Index >= len(items) {
		return "", "", fmt.Errorf("there are only %d of %s with %v", len(items), value.Target, value.Selector)
	}
	return value.Namespace, items[value.Index].GetName(), nil
}

func hasLabels(labels, wanted map[string]string) bool {
	for name, value := range wanted {
		if labels[name] != value {
			return false
		}
	}
	return true
}
