// Command custom-resources tells how the API server judges custom resources by the structural schema of their definition. It
// reads JSON lines {"schema", "object"} from standard input and writes one verdict for each.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

type input struct {
	Schema json.RawMessage `json:"schema"`
	Object json.RawMessage `json:"object"`
}

// Verdict is what the API server says when the object is created.
type Verdict struct {
	// Unusable: the schema is none that a definition may have.
	Unusable string `json:"unusable,omitempty"`
	// Unknown are the fields that the schema does not have: strict decoding refuses them.
	Unknown []string `json:"unknown,omitempty"`
	Errors  []string `json:"errors,omitempty"`
}

func main() {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var each input
		check(json.Unmarshal(lines.Bytes(), &each))
		check(out.Encode(judge(each)))
	}
	check(lines.Err())
}

func judge(given input) Verdict {
	var external apiextensionsv1.JSONSchemaProps
	if err := json.Unmarshal(given.Schema, &external); err != nil {
		return Verdict{Unusable: err.Error()}
	}
	var internal apiextensions.JSONSchemaProps
	check(apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&external, &internal, nil))
	structural, err := structuralschema.NewStructural(&internal)
	if err != nil {
		return Verdict{Unusable: err.Error()}
	}
	if errs := structuralschema.ValidateStructural(field.NewPath("openAPIV3Schema"), structural); len(errs) > 0 {
		return Verdict{Unusable: errs.ToAggregate().Error()}
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	check(err)
	object := map[string]any{}
	if err := utiljson.Unmarshal(given.Object, &object); err != nil {
		return Verdict{Unusable: err.Error()}
	}
	return judgeObject(object, structural, validator)
}

// judgeObject does what happens to an object before it is stored, in the server's order: nulls, defaults, unknown fields, checks.
func judgeObject(object map[string]any, structural *structuralschema.Structural, validator validation.SchemaValidator) (verdict Verdict) {
	defaulting.PruneNonNullableNullsWithoutDefaults(object, structural)
	defaulting.Default(object, structural)
	options := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	verdict.Unknown = pruning.PruneWithOptions(object, structural, true, options)
	errs := validation.ValidateCustomResource(nil, object, validator)
	errs = append(errs, objectmeta.Validate(context.Background(), nil, object, structural, false)...)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, structural, object)...)
	for _, each := range errs {
		verdict.Errors = append(verdict.Errors, each.Error())
	}
	return verdict
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
