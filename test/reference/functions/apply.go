package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

type apply struct {
	Original json.RawMessage `json:"original"`
	Modified json.RawMessage `json:"modified"`
	Live     json.RawMessage `json:"live"`
}

type applied struct {
	// Result is without the instructions and nulls of the patch that were left in it; the API server drops them as it reads
	// the result.
	Result any `json:"result"`
	// LeftOver tells that an item that the patch deletes has come into being instead.
	LeftOver bool `json:"leftOver,omitempty"`
}

var appliedKinds = []schema.GroupVersionKind{
	{Group: "apps", Version: "v1", Kind: "Deployment"},
	{Group: "apps", Version: "v1", Kind: "StatefulSet"},
	{Version: "v1", Kind: "Pod"},
	{Version: "v1", Kind: "Service"},
	{Version: "v1", Kind: "ConfigMap"},
	{Version: "v1", Kind: "ServiceAccount"},
	{Version: "v1", Kind: "PersistentVolumeClaim"},
	{Group: "batch", Version: "v1", Kind: "CronJob"},
	{Group: "networking.k8s.io", Version: "v1", Kind: "Ingress"},
	{Group: "networking.k8s.io", Version: "v1", Kind: "NetworkPolicy"},
	{Group: "autoscaling", Version: "v2", Kind: "HorizontalPodAutoscaler"},
}

// recordApply merges three objects as kubectl apply and then the API server do: what was applied last, the manifest, and
// the live object, which others have changed too.
func recordApply(rng *rand.Rand, write func(any)) {
	for count := 0; count < 1500; {
		kind := appliedKinds[count%len(appliedKinds)]
		if count%2 == 0 {
			kind = appliedKinds[0]
		}
		in, example, err := someApply(rng, kind)
		if err != nil {
			continue
		}
		meta, err := strategicpatch.NewPatchMetaFromStruct(example)
		check(err)
		patch, err := strategicpatch.CreateThreeWayMergePatch(in.Original, in.Modified, in.Live, meta, true)
		if err != nil {
			continue
		}
		result, err := strategicpatch.StrategicMergePatch(in.Live, patch, example)
		if err != nil {
			continue
		}
		write(line{In: in, Out: applied{Result: withoutInstructions(decode(result)), LeftOver: bytes.Contains(result, []byte(`"$patch":"delete"`))}})
		count++
	}
}

func someApply(rng *rand.Rand, kind schema.GroupVersionKind) (apply, any, error) {
	object, err := legacyscheme.Scheme.New(kind)
	check(err)
	f := filler{rng: rng, chance: pick(rng, 0.1, 0.2, 0.4)}
	f.fill(reflect.ValueOf(object).Elem(), "", 0)
	object.GetObjectKind().SetGroupVersionKind(kind)
	base := withoutEmpty(decode(jsonOf(object)))
	base.(map[string]any)["metadata"] = map[string]any{"name": "a", "labels": map[string]any{"app": "web"}, "annotations": map[string]any{"x": "y"}}
	delete(base.(map[string]any), "status")
	original := unique("", change(rng, base, 0))
	into, err := legacyscheme.Scheme.New(kind)
	check(err)
	if err := store(kind.GroupVersion(), jsonOf(original), into); err != nil {
		return apply{}, nil, err
	}
	into.GetObjectKind().SetGroupVersionKind(kind)
	live := unique("", change(rng, withoutEmpty(decode(jsonOf(into))), 0))
	return apply{Original: jsonOf(original), Modified: jsonOf(unique("", change(rng, base, 0.01))), Live: jsonOf(live)}, into, nil
}

func decode(data []byte) any {
	var value any
	check(json.Unmarshal(data, &value))
	return value
}

// withoutEmpty drops what nobody writes: null.
func withoutEmpty(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			if value[key] = withoutEmpty(member); member == nil {
				delete(value, key)
			}
		}
	case []any:
		for i := range value {
			value[i] = withoutEmpty(value[i])
		}
	}
	return value
}

func withoutInstructions(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			if value[key] = withoutInstructions(member); strings.HasPrefix(key, "$") || value[key] == nil {
				delete(value, key)
			}
		}
	case []any:
		for i := range value {
			value[i] = withoutInstructions(value[i])
		}
	}
	return value
}

var kept = []string{"apiVersion", "kind", "name", "containerPort", "port", "mountPath", "metadata", "spec", "containers", "template"}

// change gives a copy in which some things are gone, some are new and some are different; with a chance of nulls.
func change(rng *rand.Rand, value any, nulls float64) any {
	switch value := value.(type) {
	case map[string]any:
		result := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			switch {
			case slices.Contains(kept[:3], key):
				result[key] = value[key]
			case slices.Contains(kept, key) || rng.IntN(12) > 0:
				result[key] = change(rng, value[key], nulls)
			}
			if !slices.Contains(kept, key) && rng.Float64() < nulls {
				result[key] = nil
			}
		}
		return result
	case []any:
		return changeList(rng, value, nulls)
	case string:
		if _, err := resource.ParseQuantity(value); err != nil && rng.IntN(10) == 0 {
			return value + "2"
		}
	case float64:
		if rng.IntN(10) == 0 {
			return value + 1
		}
	case bool:
		return value != (rng.IntN(10) == 0)
	}
	return value
}

func changeList(rng *rand.Rand, list []any, nulls float64) []any {
	result := []any{}
	for _, item := range list {
		if rng.IntN(8) > 0 {
			result = append(result, change(rng, item, nulls))
		}
		if rng.IntN(8) == 0 {
			result = append(result, another(rng, item))
		}
	}
	if rng.IntN(6) == 0 {
		rng.Shuffle(len(result), func(i, j int) { result[i], result[j] = result[j], result[i] })
	}
	return result
}

// another is an item like this one under another name.
func another(rng *rand.Rand, item any) any {
	value := change(rng, item, 0)
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			switch member := value[key].(type) {
			case string:
				if slices.Contains(mergeKeys[""], key) {
					value[key] = fmt.Sprintf("%s-%d", member, rng.IntN(4))
				}
			case float64:
				if slices.Contains(mergeKeys[""], key) {
					value[key] = member + float64(1+rng.IntN(4))
				}
			}
		}
	case string:
		return fmt.Sprintf("%s-%d", value, rng.IntN(4))
	}
	return value
}

// mergeKeys are what tells the items of a list apart; under "" all of them.
var mergeKeys = map[string][]string{
	"":                {"name", "containerPort", "port", "mountPath", "devicePath", "ip", "topologyKey", "type", "uid"},
	"ports":           {"containerPort", "port"},
	"volumeMounts":    {"mountPath"},
	"volumeDevices":   {"devicePath"},
	"hostAliases":     {"ip"},
	"containers":      {"name"},
	"initContainers":  {"name"},
	"volumes":         {"name"},
	"env":             {"name"},
	"resourceClaims":  {"name"},
	"schedulingGates": {"name"},
	"secrets":         {"name"},
	"conditions":      {"type"},
	"ownerReferences": {"uid"},

	"imagePullSecrets":          {"name"},
	"topologySpreadConstraints": {"topologyKey"},
	"evictionResponders":        {"name"},
}

// unique drops items whose keys are taken.
func unique(field string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			value[key] = unique(key, member)
		}
	case []any:
		seen := map[string]bool{}
		result := []any{}
		for _, item := range value {
			key := fmt.Sprint(item)
			if object, isObject := item.(map[string]any); isObject {
				for _, name := range mergeKeys[field] {
					if object[name] != nil {
						key = fmt.Sprint(object[name])
					}
				}
			}
			if !seen[key] {
				result = append(result, unique("", item))
			}
			seen[key] = true
		}
		return result
	}
	return value
}
