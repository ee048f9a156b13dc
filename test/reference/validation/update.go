package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	api "k8s.io/kubernetes/pkg/apis/core"
	"sigs.k8s.io/yaml"
)

const (
	liveUID     = types.UID("11111111-2222-3333-4444-555555555555")
	liveVersion = "1"
)

// judgeUpdate tells what `kubectl apply` hears when one manifest was applied before and another of the same object is
// applied now. The status that the old manifest has is that of the live object.
func judgeUpdate(id string, oldText, newText string) (verdict Verdict) {
	verdict.ID = id
	original, err := yaml.YAMLToJSON([]byte(oldText))
	check(err)
	modified, err := yaml.YAMLToJSON([]byte(newText))
	check(err)
	var identity metav1.TypeMeta
	check(json.Unmarshal(original, &identity))
	gvk := schema.FromAPIVersionAndKind(identity.APIVersion, identity.Kind)
	verdict.Kind = identity.APIVersion + "/" + identity.Kind
	registry := creators[gvk.GroupKind()]
	if registry == nil || !served(gvk) {
		verdict.Unserved = true
		return verdict
	}
	old, err := stored(registry, original, gvk)
	if err != nil {
		verdict.OldRefused = true
		return verdict
	}
	merged, err := applied(withoutStatus(original), withoutStatus(modified), old, gvk)
	if err != nil {
		verdict.Unmerged = true
		return verdict
	}
	object, err := decode(merged, gvk)
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, each := range strict.Errors() {
			verdict.Strict = append(verdict.Strict, each.Error())
		}
	} else if err != nil {
		verdict.DecodeError = err.Error()
		return verdict
	}
	said := &warnings{}
	err = updated(said, registry, object, old, gvk)
	verdict.Warnings = said.texts
	verdict.refuse(err)
	return verdict
}

// stored is the object as it lies in the cluster after its manifest was applied.
func stored(registry creator, data []byte, gvk schema.GroupVersionKind) (runtime.Object, error) {
	object, err := decode(data, gvk)
	if err != nil {
		return nil, err
	}
	status := statusOf(object.DeepCopyObject())
	accessor, err := meta.Accessor(object)
	check(err)
	said := &warnings{}
	err = created(said, registry, object, accessor, gvk)
	verdict := Verdict{}
	verdict.refuse(err)
	if len(verdict.Errors) > 0 || verdict.Other != "" {
		return nil, err
	}
	if keeper, ok := registry.(interface{ last() runtime.Object }); ok {
		object = keeper.last()
		accessor, err = meta.Accessor(object)
		check(err)
	}
	accessor.SetUID(liveUID)
	accessor.SetResourceVersion(liveVersion)
	if status.IsValid() && !status.IsZero() {
		statusOf(object).Set(status)
	}
	return object, nil
}

func statusOf(object runtime.Object) reflect.Value {
	return reflect.ValueOf(object).Elem().FieldByName("Status")
}

func withoutStatus(data []byte) []byte {
	var object map[string]json.RawMessage
	check(json.Unmarshal(data, &object))
	delete(object, "status")
	rest, err := json.Marshal(object)
	check(err)
	return rest
}

// applied merges as kubectl and the server's patch handler do.
func applied(original, modified []byte, old runtime.Object, gvk schema.GroupVersionKind) (merged []byte, err error) {
	defer func() {
		if problem := recover(); problem != nil { // strategicpatch is not proof against lists that have no type.
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	current, err := runtime.Encode(legacyscheme.Codecs.LegacyCodec(gvk.GroupVersion()), old)
	check(err)
	versioned, err := legacyscheme.Scheme.New(gvk)
	check(err)
	lookup, err := strategicpatch.NewPatchMetaFromStruct(versioned)
	check(err)
	patch, err := strategicpatch.CreateThreeWayMergePatch(original, modified, current, lookup, true)
	if err != nil {
		return nil, err
	}
	return strategicpatch.StrategicMergePatchUsingLookupPatchMeta(current, patch, lookup)
}

func updated(said *warnings, registry creator, object, old runtime.Object, gvk schema.GroupVersionKind) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	accessor, err := meta.Accessor(object)
	check(err)
	ctx := requestContext(registry, accessor, gvk, "update")
	ctx = warning.WithWarningRecorder(ctx, said)
	if pod, ok := object.(*api.Pod); ok && pod.Spec.ServiceAccountName == "" {
		pod.Spec.ServiceAccountName = "default"
		pod.Spec.DeprecatedServiceAccount = "default"
	}
	return registry.update(ctx, object, old)
}
