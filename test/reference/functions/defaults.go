package main

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/flowcontrol/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
)

// recordDefaults stores objects of every kind of a stable version, which fills in defaults.
func recordDefaults(rng *rand.Rand, write func(any)) {
	for _, kind := range stableKinds() {
		for i := range 60 {
			object, err := legacyscheme.Scheme.New(kind)
			check(err)
			f := filler{rng: rng, chance: []float64{0.1, 0.3, 0.5}[i%3]}
			f.fill(reflect.ValueOf(object).Elem(), "", 0)
			object.GetObjectKind().SetGroupVersionKind(kind)
			if status := reflect.ValueOf(object).Elem().FieldByName("Status"); status.IsValid() && status.CanSet() {
				status.SetZero()
			}
			in := jsonOf(object)
			if out, err := created(kind, in); err == nil {
				write(line{In: in, Out: out})
			}
		}
	}
}

// created is what a client reads after it created the object: it went through the internal version, the store, and back.
func created(kind schema.GroupVersionKind, data []byte) (json.RawMessage, error) {
	into, err := legacyscheme.Scheme.New(kind)
	check(err)
	if err := store(kind.GroupVersion(), data, into); err != nil {
		return nil, err
	}
	internal, err := legacyscheme.Scheme.ConvertToVersion(into, schema.GroupVersion{Group: kind.Group, Version: runtime.APIVersionInternal})
	check(err)
	if pod, isPod := internal.(*core.Pod); isPod {
		podutil.DefaultPodLevelResources(pod)
	}
	external, err := legacyscheme.Scheme.ConvertToVersion(internal, kind.GroupVersion())
	check(err)
	if set, isDaemonSet := external.(*appsv1.DaemonSet); isDaemonSet {
		// It counts the changes of the template, which is no matter of defaults.
		delete(set.Annotations, appsv1.DeprecatedTemplateGeneration)
	}
	return jsonOf(external), nil
}

func stableKinds() []schema.GroupVersionKind {
	var kinds []schema.GroupVersionKind
	for kind, t := range legacyscheme.Scheme.AllKnownTypes() {
		_, hasMetadata := t.FieldByName("ObjectMeta")
		isStable := (kind.Version == "v1" || kind.Version == "v2") && kind.Kind != "RangeAllocation"
		if isStable && hasMetadata && !strings.HasSuffix(kind.Kind, "List") && t.Name() == kind.Kind {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b schema.GroupVersionKind) int { return strings.Compare(a.String(), b.String()) })
	return kinds
}
