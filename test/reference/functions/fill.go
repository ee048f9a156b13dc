package main

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// filler makes values of Go types at random: each field is set with a chance that falls with its depth.
type filler struct {
	rng    *rand.Rand
	chance float64
}

func (f filler) fill(v reflect.Value, field string, depth int) {
	switch value := v.Addr().Interface().(type) {
	case *resource.Quantity:
		*value = resource.MustParse(f.quantity())
		return
	case *intstr.IntOrString:
		*value = f.intOrString()
		return
	case **metav1.Time, **metav1.MicroTime, *metav1.Time, *metav1.MicroTime, *metav1.Duration, *[]metav1.ManagedFieldsEntry, *metav1.FieldsV1, *runtime.RawExtension:
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f.rng.Float64() < f.chanceOf(v.Type(), i, depth) && v.Type().Field(i).Name != "TypeMeta" {
				f.fill(v.Field(i), v.Type().Field(i).Name, depth+1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), field, depth)
	case reflect.Slice:
		n := 1 + f.rng.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			f.fill(v.Index(i), field, depth)
		}
	case reflect.Map:
		f.fillMap(v, field, depth)
	case reflect.String:
		v.SetString(f.text(v.Type().String(), field))
	case reflect.Bool:
		v.SetBool(f.rng.IntN(2) == 0)
	case reflect.Int32, reflect.Int64:
		v.SetInt(f.number())
	case reflect.Uint8:
		v.SetUint(uint64(f.rng.IntN(256)))
	case reflect.Interface:
	default:
		panic(fmt.Sprintf("cannot fill a %s", v.Type()))
	}
}

// chanceOf keeps unions small and what everything has (names, containers, templates) present.
func (f filler) chanceOf(t reflect.Type, i, depth int) float64 {
	field := t.Field(i)
	switch {
	case field.Anonymous, field.Name == "Name", field.Name == "Image", field.Name == "Containers", field.Name == "Spec", field.Name == "Template", field.Name == "ObjectMeta":
		return 1
	case t.Name() == "VolumeSource":
		return 0.1
	case field.Name == "EphemeralContainers":
		return 0
	}
	return f.chance / (1 + float64(depth)/6)
}

func (f filler) fillMap(v reflect.Value, field string, depth int) {
	v.Set(reflect.MakeMap(v.Type()))
	for range 1 + f.rng.IntN(3) {
		key := reflect.New(v.Type().Key()).Elem()
		key.SetString(f.mapKey(v.Type().Key().String()))
		value := reflect.New(v.Type().Elem()).Elem()
		f.fill(value, field, depth)
		v.SetMapIndex(key, value)
	}
}

func (f filler) mapKey(t string) string {
	if strings.HasSuffix(t, "ResourceName") {
		return pick(f.rng, "cpu", "memory", "ephemeral-storage", "example.com/gpu", "hugepages-2Mi", "pods", "storage")
	}
	return pick(f.rng, "app", "app.kubernetes.io/name", "tier", "track", "zone", "a/b", "Z", "_x", "kubernetes.io/os", "10", "2")
}

func (f filler) number() int64 {
	return pick(f.rng, int64(0), 1, 2, 5, 10, 30, 80, 443, 8080, 65535, 420, 1000, 3600, -1, 2147483647)
}

func (f filler) intOrString() intstr.IntOrString {
	if f.rng.IntN(3) == 0 {
		return intstr.FromString(pick(f.rng, "http", "25%", "", "0%", "metrics", "100%"))
	}
	return intstr.FromInt32(pick(f.rng, int32(0), 1, 3, 80, 8080, 65535))
}

var suffixes = []string{"", "m", "k", "M", "G", "T", "P", "E", "n", "u", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E2", "e-3", "e0", "e1", "e18"}

func (f filler) quantity() string {
	switch f.rng.IntN(6) {
	case 0:
		return pick(f.rng, "0", "1", "100m", "500m", "64Mi", "128Mi", "1Gi", "0.5", "2", "250m", "1.5Gi", "0.1", "1500m", "1000m", "1024Mi", "1e3", "100Gi", "8", ".5", "1.", "+5", "00.50")
	case 1:
		return fmt.Sprintf("%d%s", f.rng.IntN(3000), suffixes[f.rng.IntN(len(suffixes))])
	case 2:
		return fmt.Sprintf("%d.%d%s", f.rng.IntN(100), f.rng.IntN(1000), suffixes[f.rng.IntN(len(suffixes))])
	case 3:
		return fmt.Sprintf("%d%s", int64(1)<<f.rng.IntN(62), suffixes[f.rng.IntN(len(suffixes))])
	case 4:
		return fmt.Sprintf("%d%s", f.rng.Int64(), suffixes[f.rng.IntN(len(suffixes))])
	default:
		return fmt.Sprintf("%d%s%s", 1+f.rng.IntN(999), strings.Repeat("0", f.rng.IntN(12)), suffixes[f.rng.IntN(len(suffixes))])
	}
}

// enums are values that defaults and conversions look at, by Go type.
var enums = map[string][]string{
	"v1.Protocol":                      {"TCP", "UDP", "SCTP"},
	"v1.PullPolicy":                    {"Always", "IfNotPresent", "Never"},
	"v1.RestartPolicy":                 {"Always", "OnFailure", "Never"},
	"v1.ContainerRestartPolicy":        {"Always", "Never"},
	"v1.DNSPolicy":                     {"ClusterFirst", "Default", "None"},
	"v1.URIScheme":                     {"HTTP", "HTTPS"},
	"v1.TerminationMessagePolicy":      {"File", "FallbackToLogsOnError"},
	"v1.ResourceName":                  {"cpu", "memory"},
	"v1.DeploymentStrategyType":        {"RollingUpdate", "Recreate"},
	"v1.DaemonSetUpdateStrategyType":   {"RollingUpdate", "OnDelete"},
	"v1.StatefulSetUpdateStrategyType": {"RollingUpdate", "OnDelete"},
	"v1.PodManagementPolicyType":       {"OrderedReady", "Parallel"},
	"v1.ServiceType":                   {"ClusterIP", "NodePort", "LoadBalancer", "ExternalName"},
	"v1.ServiceExternalTrafficPolicy":  {"Cluster", "Local"},
	"v1.ServiceAffinity":               {"ClientIP", "None"},
	"v1.IPFamily":                      {"IPv4", "IPv6"},
	"v1.IPFamilyPolicy":                {"SingleStack", "PreferDualStack"},
	"v1.HostPathType":                  {"", "Directory", "File"},
	"v1.PersistentVolumeMode":          {"Filesystem", "Block"},
	"v1.CompletionMode":                {"NonIndexed", "Indexed"},
	"v1.ConcurrencyPolicy":             {"Allow", "Forbid", "Replace"},
	"v1.PodConditionType":              {"Ready", "DisruptionTarget"},
	"v1.ConditionStatus":               {"True", "False"},
	"v1.LimitType":                     {"Container", "Pod", "PersistentVolumeClaim"},
	"v1.SecretType":                    {"Opaque", "kubernetes.io/tls"},
	"v1.PolicyType":                    {"Ingress", "Egress"},
	"v2.MetricTargetType":              {"Utilization", "Value", "AverageValue"},
	"v2.MetricSourceType":              {"Resource", "Pods", "External"},
	"v2.HPAScalingPolicyType":          {"Pods", "Percent"},
	"v2.ScalingPolicySelect":           {"Max", "Min", "Disabled"},
}

func (f filler) text(t, field string) string {
	if values, known := enums[t]; known {
		return values[f.rng.IntN(len(values))]
	}
	switch field {
	case "Image":
		return pick(f.rng, "nginx", "nginx:1.27", "nginx:latest", "registry.example.com:5000/a/b", "a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "ghcr.io/x/y:v1.2.3")
	case "ServiceAccountName", "DeprecatedServiceAccount":
		return pick(f.rng, "default", "builder")
	case "ClusterIP":
		return pick(f.rng, "None", "10.96.0.10", "fd00::1")
	case "APIVersion":
		return pick(f.rng, "v1", "apps/v1")
	}
	return pick(f.rng, "a", "web", "data", "x-1", "/var/lib/data", "--flag=<a> & \"b\"", "größe", "😀", "line\nbreak", "", "10.0.0.1", "$(NAME)", "\u2028")
}

func pick[T any](rng *rand.Rand, values ...T) T {
	return values[rng.IntN(len(values))]
}
