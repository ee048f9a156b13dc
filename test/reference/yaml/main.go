// Command yaml records how Kubernetes reads YAML: `go run .` writes ../../yaml/golden/*.jsonl from cases.json.
package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type cases struct {
	Scalars   []string `json:"scalars"`
	Documents []string `json:"documents"`
	Streams   []string `json:"streams"`
}

type reading struct {
	Text   string          `json:"text"`
	JSON   json.RawMessage `json:"json,omitempty"`
	Error  string          `json:"error,omitempty"`
	Strict string          `json:"strict,omitempty"`
}

type stream struct {
	Text      string            `json:"text"`
	Documents []json.RawMessage `json:"documents"`
	Error     string            `json:"error,omitempty"`
}

func main() {
	data, err := os.ReadFile("cases.json")
	check(err)
	var all cases
	check(json.Unmarshal(data, &all))

	var scalars []any
	for _, scalar := range all.Scalars {
		scalars = append(scalars, read("v: "+scalar+"\n"), read(scalar+": v\n"), read("["+scalar+"]\n"))
	}
	write("scalars.jsonl", scalars)

	var documents []any
	for _, document := range all.Documents {
		documents = append(documents, read(document))
	}
	write("documents.jsonl", documents)

	var streams []any
	for _, text := range all.Streams {
		streams = append(streams, readStream(text))
	}
	write("streams.jsonl", streams)
}

func read(text string) reading {
	result := reading{Text: text}
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		result.Error = err.Error()
		return result
	}
	result.JSON = value
	if _, err := yaml.YAMLToJSONStrict([]byte(text)); err != nil {
		result.Strict = err.Error()
	}
	return result
}

func readStream(text string) stream {
	result := stream{Text: text, Documents: []json.RawMessage{}}
	decoder := utilyaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for {
		var object runtime.RawExtension
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			return result
		}
		if err != nil {
			result.Error = err.Error()
			return result
		}
		raw := object.Raw
		if len(raw) == 0 {
			raw = []byte("null")
		}
		result.Documents = append(result.Documents, raw)
	}
}

func write(name string, lines []any) {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for _, line := range lines {
		check(encoder.Encode(line))
	}
	check(os.WriteFile(filepath.Join("..", "..", "yaml", "golden", name), []byte(out.String()), 0o644))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
