package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	api "k8s.io/kubernetes/pkg/apis/core"
)

// Verdict is what the API server says about one object that is created.
type Verdict struct {
	ID       string `json:"id"`
	Document int    `json:"document,omitempty"`
	Item     int    `json:"item,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Name     string `json:"name,omitempty"`
	// Unserved: no such kind in this version, or none that this program knows.
	Unserved bool `json:"unserved,omitempty"`
	// OldRefused: the object could not have been created, so there is nothing to update.
	OldRefused bool `json:"oldRefused,omitempty"`
	// Unmerged: kubectl fails to merge the manifests.
	Unmerged bool `json:"unmerged,omitempty"`
	// DecodeError: the object could not be read at all.
	DecodeError string `json:"decodeError,omitempty"`
	// Strict: unknown and duplicate fields. The server then says no more; the errors below are those it would say next.
	Strict   []string     `json:"strict,omitempty"`
	Errors   []FieldError `json:"errors,omitempty"`
	Warnings []string     `json:"warnings,omitempty"`
	// Other: a refusal that names no field.
	Other string `json:"other,omitempty"`
}

// FieldError is one cause of a refusal: `message` is what stands behind "field: " in kubectl's output.
type FieldError struct {
	Type    string `json:"type"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

type warnings struct{ texts []string }

func (w *warnings) AddWarning(_, text string) { w.texts = append(w.texts, text) }

func judge(data []byte) (verdict Verdict) {
	var identity metav1.TypeMeta
	if err := json.Unmarshal(data, &identity); err != nil {
		return Verdict{DecodeError: err.Error()}
	}
	verdict.Kind = identity.APIVersion + "/" + identity.Kind
	gvk := schema.FromAPIVersionAndKind(identity.APIVersion, identity.Kind)
	create := creators[gvk.GroupKind()]
	if create == nil || !served(gvk) {
		verdict.Unserved = true
		return verdict
	}
	object, err := decode(data, gvk)
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, each := range strict.Errors() {
			verdict.Strict = append(verdict.Strict, each.Error())
		}
	} else if err != nil {
		verdict.DecodeError = err.Error()
		return verdict
	}
	if object == nil {
		return verdict
	}
	accessor, err := meta.Accessor(object)
	check(err)
	verdict.Name = accessor.GetName()
	said := &warnings{}
	err = created(said, create, object, accessor, gvk)
	verdict.Warnings = said.texts
	verdict.refuse(err)
	return verdict
}

// served leaves out versions that the code still reads from old storage and no longer offers.
func served(gvk schema.GroupVersionKind) bool {
	return gvk.Version == "v1" || gvk == schema.GroupVersionKind{Group: "autoscaling", Version: "v2", Kind: "HorizontalPodAutoscaler"}
}

// decode reads as the create handler does: strictly, with defaults, into the internal version. A strict error comes
// together with the object.
func decode(data []byte, gvk schema.GroupVersionKind) (runtime.Object, error) {
	info, _ := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	hub := schema.GroupVersion{Group: gvk.Group, Version: runtime.APIVersionInternal}
	object, _, err := legacyscheme.Codecs.DecoderToVersion(info.StrictSerializer, hub).Decode(data, &gvk, nil)
	return object, err
}

func created(said *warnings, create creator, object runtime.Object, accessor metav1.Object, gvk schema.GroupVersionKind) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	ctx := warning.WithWarningRecorder(requestContext(create, accessor, gvk, "create"), said)
	rest.WipeObjectMetaSystemFields(accessor)
	rest.FillObjectMetaSystemFields(accessor)
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(generatedName(accessor.GetGenerateName()))
	}
	if pod, ok := object.(*api.Pod); ok && pod.Spec.ServiceAccountName == "" {
		pod.Spec.ServiceAccountName = "default" // By admission, which comes before validation.
		pod.Spec.DeprecatedServiceAccount = "default"
	}
	return create.create(ctx, object)
}

func requestContext(registry creator, accessor metav1.Object, gvk schema.GroupVersionKind, verb string) context.Context {
	namespace := ""
	if registry.namespaced() {
		if namespace = accessor.GetNamespace(); namespace == "" {
			namespace = metav1.NamespaceDefault
		}
	}
	ctx := request.WithNamespace(context.Background(), namespace)
	return request.WithRequestInfo(ctx, &request.RequestInfo{
		IsResourceRequest: true, Verb: verb, APIGroup: gvk.Group, APIVersion: gvk.Version, Namespace: namespace,
	})
}

// generatedName is a name as the server makes one up, with letters that stay the same.
func generatedName(base string) string {
	const most, suffix = 63, "xxxxx"
	if len(base) > most-len(suffix) {
		base = base[:most-len(suffix)]
	}
	return base + suffix
}

func (v *Verdict) refuse(err error) {
	if err == nil || errors.Is(err, errAccepted) {
		return
	}
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil && len(status.Status().Details.Causes) > 0 {
		for _, cause := range status.Status().Details.Causes {
			v.Errors = append(v.Errors, FieldError{Type: string(cause.Type), Field: cause.Field, Message: cause.Message})
		}
		return
	}
	v.Other = err.Error()
}
