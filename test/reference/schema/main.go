// Command schema records how the API server's strict decoder judges manifests: `go run .` writes
// ../../schema/golden/decode.jsonl from cases.yaml.
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	kjson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

type answer struct {
	Text   string   `json:"text"`
	Fatal  string   `json:"fatal,omitempty"`
	Strict []string `json:"strict,omitempty"`
}

func main() {
	data, err := os.ReadFile("cases.yaml")
	check(err)
	decoder := kjson.NewSerializerWithOptions(kjson.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, kjson.SerializerOptions{Strict: true})
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for _, text := range bytes.Split(data, []byte("---\n")) {
		manifest, err := yaml.YAMLToJSON(text)
		check(err)
		result := answer{Text: string(text)}
		_, _, err = decoder.Decode(manifest, nil, nil)
		if strict, ok := runtime.AsStrictDecodingError(err); ok {
			for _, each := range strict.Errors() {
				result.Strict = append(result.Strict, each.Error())
			}
		} else if err != nil {
			result.Fatal = err.Error()
		}
		check(encoder.Encode(result))
	}
	check(os.WriteFile(filepath.Join("..", "..", "schema", "golden", "decode.jsonl"), []byte(out.String()), 0o644))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
