// Command generator writes the structure of the Kubernetes API as data: the kinds that the API server of one
// release serves, and the types they are made of (properties, required fields, enums, defaults, list map keys and
// merge keys). It writes no prose: field descriptions come from an npm package at build time.
//
// Usage: go run . > ../kubernetes-1.37.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/util"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/generated/openapi"
)

const kubernetesModule = "k8s.io/kubernetes"

// Kind is one entry of the API server's discovery.
type Kind struct {
	Type         string   `json:"type"`
	Resource     string   `json:"resource"`
	ShortNames   []string `json:"shortNames,omitempty"`
	Namespaced   bool     `json:"namespaced"`
	Subresources []string `json:"subresources,omitempty"`
}

// Field is a property, a list's items or a map's values; as a named type it is also an object's shape.
type Field struct {
	Ref                  string            `json:"$ref,omitempty"`
	Type                 string            `json:"type,omitempty"`
	Format               string            `json:"format,omitempty"`
	Enum                 []any             `json:"enum,omitempty"`
	Default              any               `json:"default,omitempty"`
	Properties           map[string]*Field `json:"properties,omitempty"`
	Required             []string          `json:"required,omitempty"`
	Items                *Field            `json:"items,omitempty"`
	AdditionalProperties *Field            `json:"additionalProperties,omitempty"`
	ListType             string            `json:"listType,omitempty"`
	ListMapKeys          []any             `json:"listMapKeys,omitempty"`
	MergeKey             string            `json:"mergeKey,omitempty"`
	PatchStrategy        string            `json:"patchStrategy,omitempty"`
}

// Structure is the whole file.
type Structure struct {
	KubernetesVersion string            `json:"kubernetesVersion"`
	Kinds             map[string]Kind   `json:"kinds"`
	Types             map[string]*Field `json:"types"`
}

func main() {
	log.SetFlags(0)
	definitions := openapi.GetOpenAPIDefinitions(func(path string) spec.Ref {
		return spec.MustCreateRef(shortName(path))
	})
	source := moduleDir()
	out := Structure{
		KubernetesVersion: kubernetesVersion(),
		Kinds:             readKinds(source, readTypesByKind(source)),
		Types:             map[string]*Field{},
	}
	byShortName := map[string]common.OpenAPIDefinition{}
	for name, definition := range definitions {
		byShortName[shortName(name)] = definition
	}
	for _, kind := range out.Kinds {
		collect(kind.Type, byShortName, out.Types)
	}
	write(out)
}

func write(out Structure) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(out); err != nil {
		log.Fatal(err)
	}
	if _, err := os.Stdout.Write(buffer.Bytes()); err != nil {
		log.Fatal(err)
	}
}

// shortName turns io.k8s.api.apps.v1.Deployment into apps.v1.Deployment. Up to 1.34, types are named by their Go path
// (k8s.io/api/apps/v1.Deployment).
func shortName(name string) string {
	if strings.Contains(name, "/") {
		name = util.ToRESTFriendlyName(name)
	}
	for _, prefix := range []string{
		"io.k8s.api.", "io.k8s.apimachinery.pkg.apis.", "io.k8s.apimachinery.pkg.api.",
		"io.k8s.apimachinery.pkg.util.", "io.k8s.apimachinery.pkg.", "io.k8s.",
	} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			return rest
		}
	}
	return name
}

// collect adds the named type and all that it refers to.
func collect(name string, definitions map[string]common.OpenAPIDefinition, types map[string]*Field) {
	if _, done := types[name]; done {
		return
	}
	definition, found := definitions[name]
	if !found {
		log.Fatalf("no OpenAPI definition named %s", name)
	}
	// A v2 definition is there where v3 has a union that v2 cannot say (quantities, int-or-string).
	schema := definition.Schema
	if v2, ok := schema.Extensions[common.ExtensionV2Schema].(spec.Schema); ok {
		schema = v2
	}
	types[name] = convert(schema)
	references(types[name], func(ref string) { collect(ref, definitions, types) })
}

func references(field *Field, visit func(string)) {
	if field == nil {
		return
	}
	if field.Ref != "" {
		visit(field.Ref)
	}
	references(field.Items, visit)
	references(field.AdditionalProperties, visit)
	for _, property := range field.Properties {
		references(property, visit)
	}
}

func convert(schema spec.Schema) *Field {
	field := &Field{
		Ref:           schema.Ref.String(),
		Format:        schema.Format,
		Enum:          schema.Enum,
		Default:       meaningfulDefault(schema.Default),
		Required:      schema.Required,
		ListType:      extension[string](schema, "x-kubernetes-list-type"),
		ListMapKeys:   extension[[]any](schema, "x-kubernetes-list-map-keys"),
		MergeKey:      extension[string](schema, "x-kubernetes-patch-merge-key"),
		PatchStrategy: extension[string](schema, "x-kubernetes-patch-strategy"),
	}
	if len(schema.Type) > 0 && field.Ref == "" {
		field.Type = schema.Type[0]
	}
	if schema.Items != nil && schema.Items.Schema != nil {
		field.Items = convert(*schema.Items.Schema)
	}
	if schema.AdditionalProperties != nil && schema.AdditionalProperties.Schema != nil {
		field.AdditionalProperties = convert(*schema.AdditionalProperties.Schema)
	}
	if len(schema.Properties) > 0 {
		field.Properties = map[string]*Field{}
		for name, property := range schema.Properties {
			field.Properties[name] = convert(property)
		}
	}
	return field
}

// meaningfulDefault drops the zero values that Go's types imply and that the API server does not show.
func meaningfulDefault(value any) any {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
	case map[string]any:
		if len(v) == 0 {
			return nil
		}
	case int, int32, int64, float64:
		if fmt.Sprint(v) == "0" {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return value
}

func extension[T any](schema spec.Schema, name string) T {
	value, _ := schema.Extensions[name].(T)
	return value
}

func kubernetesVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == kubernetesModule {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}
	log.Fatal("not built with ", kubernetesModule)
	return ""
}

func moduleDir() string {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", kubernetesModule).Output()
	if err != nil {
		log.Fatal("go list: ", err)
	}
	return strings.TrimSpace(string(out))
}

// readTypesByKind maps group/version/Kind to the type that the published OpenAPI file says it has.
func readTypesByKind(source string) map[string]string {
	var swagger struct {
		Definitions map[string]struct {
			GVKs []struct{ Group, Version, Kind string } `json:"x-kubernetes-group-version-kind"`
		}
	}
	readJSON(filepath.Join(source, "api/openapi-spec/swagger.json"), &swagger)
	types := map[string]string{}
	for name, definition := range swagger.Definitions {
		if len(definition.GVKs) == 1 {
			gvk := definition.GVKs[0]
			types[key(gvk.Group, gvk.Version, gvk.Kind)] = shortName(name)
		}
	}
	return types
}

type discoveryResource struct {
	Resource     string
	ResponseKind struct{ Kind string }
	Scope        string
	ShortNames   []string
	Subresources []struct{ Subresource string }
}

type discoveryList struct {
	Items []struct {
		Metadata struct{ Name string }
		Versions []struct {
			Version   string
			Resources []discoveryResource
		}
	}
}

// readKinds reads the aggregated discovery of named groups, and the older form of it for the core group.
func readKinds(source string, types map[string]string) map[string]Kind {
	var groups discoveryList
	readJSON(filepath.Join(source, "api/discovery/aggregated_v2.json"), &groups)
	kinds := map[string]Kind{}
	for _, group := range groups.Items {
		for _, version := range group.Versions {
			for _, resource := range version.Resources {
				gvk := key(group.Metadata.Name, version.Version, resource.ResponseKind.Kind)
				add(kinds, gvk, types, Kind{
					Resource: resource.Resource, ShortNames: resource.ShortNames,
					Namespaced: resource.Scope == "Namespaced", Subresources: subresources(resource),
				})
			}
		}
	}
	readCoreKinds(source, types, kinds)
	return kinds
}

func subresources(resource discoveryResource) (names []string) {
	for _, subresource := range resource.Subresources {
		names = append(names, subresource.Subresource)
	}
	slices.Sort(names)
	return names
}

func readCoreKinds(source string, types map[string]string, kinds map[string]Kind) {
	var core struct {
		Resources []struct {
			Name, Kind string
			Namespaced bool
			ShortNames []string
		}
	}
	readJSON(filepath.Join(source, "api/discovery/api__v1.json"), &core)
	under := map[string][]string{}
	for _, resource := range core.Resources {
		if parent, child, found := strings.Cut(resource.Name, "/"); found {
			under[parent] = append(under[parent], child)
		}
	}
	for _, resource := range core.Resources {
		if strings.Contains(resource.Name, "/") {
			continue
		}
		slices.Sort(under[resource.Name])
		add(kinds, key("", "v1", resource.Kind), types, Kind{
			Resource: resource.Name, ShortNames: resource.ShortNames,
			Namespaced: resource.Namespaced, Subresources: under[resource.Name],
		})
	}
}

func add(kinds map[string]Kind, gvk string, types map[string]string, kind Kind) {
	typeName, found := types[gvk]
	if !found {
		log.Fatalf("discovery names %s, but the OpenAPI file has no type for it", gvk)
	}
	kind.Type = typeName
	kinds[gvk] = kind
}

func key(group, version, kind string) string {
	if group == "" {
		return version + "/" + kind
	}
	return group + "/" + version + "/" + kind
}

func readJSON(path string, into any) {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		log.Fatalf("%s: %v", path, err)
	}
}
