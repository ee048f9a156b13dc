package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/controller"
	"k8s.io/kubernetes/pkg/controller/history"
)

// Controllers read times into the zone of the machine: they have none. Go looks the zone up when a time is first printed,
// which a controller has done long before it computes a hash.
func init() {
	check(os.Setenv("TZ", ""))
	_ = time.Now().String()
}

var patchCodec = scheme.Codecs.LegacyCodec(appsv1.SchemeGroupVersion)

type templateQuestion struct {
	// Template as a user writes it.
	Template json.RawMessage `json:"template"`
	Count    int32           `json:"count"`
}

type templateAnswer struct {
	// Hashes of the template as it is stored, without a collision count, with 0, with Count.
	Hashes []string `json:"hashes"`
	// Revisions are the hashes of a ControllerRevision of a StatefulSet, without and with Count.
	Revisions []string `json:"revisions"`
	// Data is what the revision holds; only of some, they are long.
	Data string `json:"data,omitempty"`
}

func recordTemplates(rng *rand.Rand, write func(any)) {
	for i := range 3000 {
		f := filler{rng: rng, chance: []float64{0.05, 0.12, 0.25, 0.4}[i%4]}
		var spec corev1.PodTemplateSpec
		f.fill(reflect.ValueOf(&spec).Elem(), "Template", 0)
		if i%50 == 0 {
			spec.CreationTimestamp = metav1.NewTime(epoch.Add(time.Duration(rng.IntN(1e9)) * time.Second))
		}
		in := templateQuestion{Template: jsonOf(spec), Count: pick(rng, int32(1), 2, 255, 256, 70000, 2147483647)}
		write(line{In: in, Out: hashesOf(in, i%20 == 0)})
	}
}

func hashesOf(in templateQuestion, withData bool) templateAnswer {
	set := &appsv1.StatefulSet{}
	check(store(appsv1.SchemeGroupVersion, jsonOf(map[string]any{"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": map[string]any{"template": in.Template}}), set))
	answer := templateAnswer{}
	count, zero := in.Count, int32(0)
	for _, each := range []*int32{nil, &zero, &count} {
		answer.Hashes = append(answer.Hashes, controller.ComputeHash(&set.Spec.Template, each))
	}
	data := revisionData(set)
	for _, each := range []*int32{nil, &count} {
		revision := &appsv1.ControllerRevision{Data: runtime.RawExtension{Raw: data}}
		answer.Revisions = append(answer.Revisions, history.HashControllerRevision(revision, each))
	}
	if withData {
		answer.Data = string(data)
	}
	return answer
}

// store reads an object as the API server does when it is created, and gives what a controller reads from it: it went
// through the internal version and protobuf.
func store(version schema.GroupVersion, data []byte, into runtime.Object) error {
	internal, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), data)
	if err != nil {
		return err
	}
	info, _ := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeProtobuf)
	bytes, err := runtime.Encode(legacyscheme.Codecs.EncoderForVersion(info.Serializer, version), internal)
	if err != nil {
		return err
	}
	return runtime.DecodeInto(scheme.Codecs.UniversalDeserializer(), bytes, into)
}

// revisionData is the patch that the StatefulSet controller keeps in a revision (getPatch, which is private).
func revisionData(set *appsv1.StatefulSet) []byte {
	data, err := runtime.Encode(patchCodec, set)
	check(err)
	var raw map[string]any
	check(json.Unmarshal(data, &raw))
	content := raw["spec"].(map[string]any)["template"].(map[string]any)
	content["$patch"] = "replace"
	patch, err := json.Marshal(map[string]any{"spec": map[string]any{"template": content}})
	check(err)
	return patch
}

func jsonOf(value any) json.RawMessage {
	data, err := json.Marshal(value)
	check(err)
	return data
}
