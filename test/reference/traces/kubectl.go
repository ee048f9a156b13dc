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
)

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
		default:
			// It takes kubectl itself a while to start.
			if _, err := r.pass(time.Second, time.Now().Add(stride)); err != nil {
				return err
			}
		}
	}
}
