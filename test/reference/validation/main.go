// Command validation tells how the API server of Kubernetes judges manifests when they are created, or applied after an
// older manifest of the same object: it reads JSON lines {"id", "yaml", "old"?} from standard input, or the files named as arguments, and writes one JSON line for each object in them.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/capabilities"
	"sigs.k8s.io/yaml"
)

type input struct {
	ID   string `json:"id"`
	YAML string `json:"yaml"`
	// Old is what was applied before, where an update is to be judged.
	Old string `json:"old,omitempty"`
}

func main() {
	root := flag.String("root", "", "folder below which the files stand; ids of files are paths from there")
	version := flag.Bool("version", false, "print the version of Kubernetes and end")
	flag.Parse()
	quiet()
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true}) // As the installers start the server.
	if *version {
		fmt.Println(kubernetesVersion())
		return
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	fmt.Fprintln(os.Stderr, "Kubernetes "+kubernetesVersion())
	if flag.NArg() > 0 {
		for _, path := range flag.Args() {
			text, err := os.ReadFile(filepath.Join(*root, path))
			check(err)
			judgeText(input{ID: path, YAML: string(text)}, out)
		}
		return
	}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var each input
			check(json.Unmarshal(line, &each))
			if each.Old == "" {
				judgeText(each, out)
			} else {
				check(out.Encode(judgeUpdate(each.ID, each.Old, each.YAML)))
			}
		}
		if err == io.EOF {
			return
		}
		check(err)
	}
}

// judgeText splits a text into documents and a List into its items, as kubectl does before it sends them.
func judgeText(text input, out *json.Encoder) {
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader([]byte(text.YAML))))
	for index := 0; ; index++ {
		document, err := reader.Read()
		if err == io.EOF {
			return
		}
		check(err)
		data, err := yaml.YAMLToJSON(document)
		if err != nil {
			check(out.Encode(Verdict{ID: text.ID, Document: index, DecodeError: err.Error()}))
			continue
		}
		if string(data) == "null" {
			continue
		}
		repeated := repeatedKeys(document)
		for item, object := range itemsOf(data) {
			verdict := judge(object)
			verdict.Strict = append(verdict.Strict, repeated...)
			verdict.ID, verdict.Document, verdict.Item = text.ID, index, item
			check(out.Encode(verdict))
		}
	}
}

// repeatedKeys says what the server's strict reader of YAML says about them. (kubectl reads YAML itself and is silent.)
func repeatedKeys(document []byte) []string {
	if _, err := yaml.YAMLToJSONStrict(document); err != nil {
		return []string{err.Error()}
	}
	return nil
}

func itemsOf(data []byte) []json.RawMessage {
	var list struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Items      []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(data, &list); err == nil && list.Kind == "List" && list.APIVersion == "v1" {
		return list.Items
	}
	return []json.RawMessage{data}
}

func kubernetesVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "k8s.io/kubernetes" {
			return module.Version
		}
	}
	return "unknown"
}

// quiet drops the log of the validation code: what it finds is in the verdicts.
func quiet() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
