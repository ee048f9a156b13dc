package main

import (
	"fmt"
	"sort"
	"strconv"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
)

// watched are the kinds that a recording holds.
var watched = []schema.GroupVersionResource{
	{Version: "v1", Resource: "namespaces"},
	{Version: "v1", Resource: "nodes"},
	{Version: "v1", Resource: "pods"},
	{Version: "v1", Resource: "services"},
	{Version: "v1", Resource: "configmaps"},
	{Version: "v1", Resource: "persistentvolumes"},
	{Version: "v1", Resource: "persistentvolumeclaims"},
	{Version: "v1", Resource: "events"},
	{Group: "apps", Version: "v1", Resource: "deployments"},
	{Group: "apps", Version: "v1", Resource: "replicasets"},
	{Group: "apps", Version: "v1", Resource: "statefulsets"},
	{Group: "apps", Version: "v1", Resource: "daemonsets"},
	{Group: "apps", Version: "v1", Resource: "controllerrevisions"},
	{Group: "batch", Version: "v1", Resource: "jobs"},
	{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"},
	{Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices"},
}

// write is one write to the API, as a watch shows it.
type write struct {
	Step    int            `json:"step"`
	Version int64          `json:"resourceVersion"`
	Type    string         `json:"type"`
	Object  map[string]any `json:"object"`
}

// A log holds every write since it was opened, and what is there now.
type log struct {
	mu      sync.Mutex
	writes  []write
	live    map[string]map[string]any
	last    time.Time
	lastBy  time.Time
	step    int
	failure error
	closed  bool
	changed chan write
	watches []watch.Interface
}

func key(object map[string]any) string {
	u := unstructured.Unstructured{Object: object}
	return fmt.Sprintf("%s/%s/%s", u.GetKind(), u.GetNamespace(), u.GetName())
}

func openLog(client dynamic.Interface) (*log, error) {
	l := &log{live: map[string]map[string]any{}, last: time.Now(), lastBy: machineTime(), changed: make(chan write, 100_000)}
	for _, resource := range watched {
		list, err := client.Resource(resource).List(background, metav1.ListOptions{})
		if err != nil {
			return nil, err
		}
		for i := range list.Items {
			l.live[key(list.Items[i].Object)] = list.Items[i].Object
		}
		w, err := client.Resource(resource).Watch(background, metav1.ListOptions{ResourceVersion: list.GetResourceVersion()})
		if err != nil {
			return nil, err
		}
		l.watches = append(l.watches, w)
		go l.follow(w)
	}
	return l, nil
}

func (l *log) follow(w watch.Interface) {
	for event := range w.ResultChan() {
		object, ok := event.Object.(*unstructured.Unstructured)
		if !ok || event.Type == watch.Error {
			l.mu.Lock()
			l.failure = fmt.Errorf("a watch failed: %v", event.Object)
			l.mu.Unlock()
			return
		}
		version, _ := strconv.ParseInt(object.GetResourceVersion(), 10, 64)
		l.mu.Lock()
		one := write{Step: l.step, Version: version, Type: string(event.Type), Object: object.Object}
		l.writes = append(l.writes, one)
		l.last, l.lastBy = time.Now(), machineTime()
		if event.Type == watch.Deleted {
			delete(l.live, key(object.Object))
		} else {
			l.live[key(object.Object)] = object.Object
		}
		l.mu.Unlock()
		l.changed <- one
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.failure = fmt.Errorf("a watch ended")
	}
}

func (l *log) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	for _, w := range l.watches {
		w.Stop()
	}
}

// quiet is how long nobody has written, by the clock of the cluster.
func (l *log) quiet() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Since(l.last)
}

// still is the same by the clock of the machine.
func (l *log) still() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return machineTime().Sub(l.lastBy)
}

func (l *log) setStep(step int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.step = step
}

// objects are the live ones, in order of their last write.
func (l *log) objects() []map[string]any {
	l.mu.Lock()
	defer l.mu.Unlock()
	objects := make([]map[string]any, 0, len(l.live))
	for _, object := range l.live {
		objects = append(objects, object)
	}
	sort.Slice(objects, func(i, j int) bool { return key(objects[i]) < key(objects[j]) })
	return objects
}

func (l *log) ofKind(kind string) []unstructured.Unstructured {
	var found []unstructured.Unstructured
	for _, object := range l.objects() {
		if u := (unstructured.Unstructured{Object: object}); u.GetKind() == kind {
			found = append(found, u)
		}
	}
	return found
}

// inOrder are all writes by resourceVersion: one order over all kinds. Events about pods of an earlier scenario, which the
// scheduler may still send, are none of them.
func (l *log) inOrder() ([]write, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	pods := map[string]bool{}
	for _, one := range l.writes {
		if one.Object["kind"] == "Pod" {
			pods[string((&unstructured.Unstructured{Object: one.Object}).GetUID())] = true
		}
	}
	var writes []write
	for _, one := range l.writes {
		about, _, _ := unstructured.NestedStringMap(one.Object, "involvedObject")
		if about["kind"] != "Pod" || about["uid"] == "" || pods[about["uid"]] {
			writes = append(writes, one)
		}
	}
	sort.SliceStable(writes, func(i, j int) bool { return writes[i].Version < writes[j].Version })
	return writes, l.failure
}
