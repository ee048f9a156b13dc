package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

// A scenario, as far as the recorder reads it: its expectations are for the emulator.
type scenario struct {
	name   string
	folder string
	Kind   string `json:"kind"`
	Spec   struct {
		Cluster struct {
			Nodes  []node     `json:"nodes"`
			Images []behavior `json:"images"`
		} `json:"cluster"`
		Steps []step `json:"steps"`
	} `json:"spec"`
}

type node struct {
	Name     string            `json:"name"`
	Count    int               `json:"count"`
	Zone     string            `json:"zone"`
	Labels   map[string]string `json:"labels"`
	Taints   []taint           `json:"taints"`
	Capacity map[string]any    `json:"capacity"`
}

type taint struct {
	Key    string `json:"key"`
	Value  string `json:"value,omitempty"`
	Effect string `json:"effect"`
}

// behavior of an image. Seconds only order what the scripted kubelet does; they are not waited for.
type behavior struct {
	Image             string   `json:"image"`
	Container         string   `json:"container"`
	PullError         string   `json:"pullError"`
	NeverReady        bool     `json:"neverReady"`
	ReadyAfterSeconds float64  `json:"readyAfterSeconds"`
	ExitAfterSeconds  *float64 `json:"exitAfterSeconds"`
	ExitCode          int      `json:"exitCode"`
}

// step has exactly one of its fields; a step that the recorder does not know is an error, never skipped.
type step map[string]any

func (s step) verb() (string, error) {
	if len(s) != 1 {
		return "", fmt.Errorf("a step needs exactly one key, this has %d", len(s))
	}
	for verb := range s {
		return verb, nil
	}
	return "", nil
}

// argument reads a field of the step's value as text; numbers are written as YAML writes them.
func (s step) argument(field string) string {
	for _, value := range s {
		if fields, ok := value.(map[string]any); ok && fields[field] != nil {
			return strings.TrimSuffix(fmt.Sprintf("%v", fields[field]), ".0")
		}
	}
	return ""
}

// decode reads the step's value into a typed one.
func (s step) decode(into any) error {
	for _, value := range s {
		text, err := yaml.Marshal(value)
		if err != nil {
			return err
		}
		return yaml.Unmarshal(text, into)
	}
	return nil
}

func readScenario(path string) (*scenario, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := &scenario{name: strings.TrimSuffix(filepath.Base(path), ".yaml"), folder: filepath.Dir(path)}
	if err := yaml.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if s.Kind != "Scenario" {
		return nil, fmt.Errorf("%s is no Scenario", path)
	}
	if len(s.Spec.Cluster.Nodes) == 0 {
		s.Spec.Cluster.Nodes = defaultNodes
	}
	return s, nil
}

// defaultNodes are those of the emulator's default cluster.
var defaultNodes = []node{
	{Name: "control-plane", Zone: "zone-a",
		Labels: map[string]string{
			"node-role.kubernetes.io/control-plane":                   "",
			"node.kubernetes.io/exclude-from-external-load-balancers": "",
			"topology.kubernetes.io/region":                           "local",
		},
		Taints: []taint{{Key: "node-role.kubernetes.io/control-plane", Effect: "NoSchedule"}}},
	{Name: "worker-1", Zone: "zone-a", Labels: map[string]string{"topology.kubernetes.io/region": "local"}},
	{Name: "worker-2", Zone: "zone-b", Labels: map[string]string{"topology.kubernetes.io/region": "local"}},
	{Name: "worker-3", Zone: "zone-c", Labels: map[string]string{"topology.kubernetes.io/region": "local"}},
}

func expandNodes(nodes []node) []node {
	var all []node
	for _, n := range nodes {
		if n.Count == 0 {
			all = append(all, n)
			continue
		}
		for i := 1; i <= n.Count; i++ {
			one := n
			one.Name, one.Count = fmt.Sprintf("%s-%d", n.Name, i), 0
			all = append(all, one)
		}
	}
	return all
}

// matches tells whether the behaviour is that of a container; `*` stands for any run of characters.
func (b behavior) matches(image, container string) bool {
	if b.Container != "" && b.Container != container {
		return false
	}
	parts := strings.Split(b.Image, "*")
	if len(parts) == 1 {
		return image == b.Image
	}
	if !strings.HasPrefix(image, parts[0]) {
		return false
	}
	rest := image[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
