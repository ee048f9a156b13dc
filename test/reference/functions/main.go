// Command functions records what functions of Kubernetes answer for generated inputs: it writes one gzipped file of JSON
// lines for each into the folder that is its argument. The inputs come from a seed, so that a run can be repeated.
package main

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"

	"k8s.io/klog/v2"
)

// recorders by the name of their file. Each has random numbers of its own, so that adding one changes no other.
var recorders = []struct {
	name   string
	record func(rng *rand.Rand, write func(any))
}{
	{"templates", recordTemplates},
	{"quantities", recordQuantities},
	{"comparisons", recordComparisons},
	{"bounds", recordBounds},
	{"deletion-order", recordDeletionOrder},
	{"daemon-nodes", recordDaemonNodes},
	{"selectors", recordSelectors},
	{"node-affinity", recordNodeAffinity},
	{"tolerations", recordTolerations},
	{"pod-resources", recordPodResources},
	{"defaults", recordDefaults},
	{"apply", recordApply},
	{"scheduling", recordScheduling},
	{"enough-nodes", recordEnoughNodes},
	{"pod-status", recordPodStatus},
	{"pod-actions", recordPodActions},
	{"back-off", recordBackOff},
	{"image-names", recordImageNames},
	{"admission", recordAdmission},
	{"budgets", recordBudgets},
	{"rollouts", recordRollouts},
	{"update-budgets", recordUpdateBudgets},
	{"events", recordEvents},
}

func main() {
	only := flag.String("only", "", "record this file alone")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: functions [-only name] folder")
		os.Exit(2)
	}
	quiet := flag.NewFlagSet("klog", flag.PanicOnError)
	klog.InitFlags(quiet)
	check(quiet.Set("logtostderr", "false"))
	check(quiet.Set("stderrthreshold", "FATAL"))
	klog.SetOutput(discard{})
	fmt.Println("Kubernetes " + kubernetesVersion())
	check(os.WriteFile(filepath.Join(flag.Arg(0), "version.json"), []byte(fmt.Sprintf("{ \"kubernetes\": %q }\n", kubernetesVersion())), 0o644))
	for i, recorder := range recorders {
		if *only != "" && *only != recorder.name {
			continue
		}
		count := recordFile(filepath.Join(flag.Arg(0), recorder.name+".jsonl.gz"), func(write func(any)) {
			recorder.record(rand.New(rand.NewPCG(1, uint64(len(recorder.name))<<32+hashOf(recorder.name))), write)
		})
		fmt.Printf("%2d of %d: %d answers of %s\n", i+1, len(recorders), count, recorder.name)
	}
}

// hashOf gives each recorder a seed of its own.
func hashOf(name string) uint64 {
	sum := uint64(0)
	for _, letter := range name {
		sum = sum*31 + uint64(letter)
	}
	return sum & 0xffffffff
}

func recordFile(path string, record func(write func(any))) int {
	file, err := os.Create(path)
	check(err)
	zip, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	check(err)
	lines := json.NewEncoder(zip)
	lines.SetEscapeHTML(false)
	count := 0
	record(func(line any) {
		check(lines.Encode(line))
		count++
	})
	check(zip.Close())
	check(file.Close())
	return count
}

func kubernetesVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "k8s.io/kubernetes" {
			return module.Version
		}
	}
	panic("built without k8s.io/kubernetes")
}

type discard struct{}

func (discard) Write(data []byte) (int, error) { return len(data), nil }

func check(err error) {
	if err != nil {
		panic(err)
	}
}
