package main

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
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
			in := jsonOf(object)
			into, err := legacyscheme.Scheme.New(kind)
			check(err)
			if err := store(kind.GroupVersion(), in, into); err == nil {
				into.GetObjectKind().SetGroupVersionKind(kind)
				write(line{In: in, Out: jsonOf(into)})
			}
		}
	}
}

func stableKinds() []schema.GroupVersionKind {
	var kinds []schema.GroupVersionKind
	for kind, t := range legacyscheme.Scheme.AllKnownTypes() {
		_, hasMetadata := t.FieldByName("ObjectMeta")
		isStable := kind.Version == "v1" || kind.Version == "v2"
		if isStable && hasMetadata && !strings.HasSuffix(kind.Kind, "List") && t.Name() == kind.Kind {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b schema.GroupVersionKind) int { return strings.Compare(a.String(), b.String()) })
	return kinds
}
