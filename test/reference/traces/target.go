package main

import (
	"fmt"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// objectOf finds the object that a step means: by name, or by selector and index among those of its kind in order of creation.
func (r *run) objectOf(s step) (namespace, name string, err error) {
	var value struct {
		Target    string            `json:"target"`
		Namespace string            `json:"namespace"`
		Selector  map[string]string `json:"selector"`
		Index     int               `json:"index"`
	}
	if err := s.decode(&value); err != nil {
		return "", "", err
	}
	if value.Namespace == "" {
		value.Namespace = "default"
	}
	kind, name, named := strings.Cut(value.Target, "/")
	if named {
		return value.Namespace, name, nil
	}
	var items []unstructured.Unstructured
	for _, object := range r.log.objects() {
		u := unstructured.Unstructured{Object: object}
		if strings.EqualFold(u.GetKind(), kind) && u.GetNamespace() == value.Namespace && hasLabels(u.GetLabels(), value.Selector) {
			items = append(items, u)
		}
	}
	sort.Slice(items, func(i, j int) bool {
		a, b := items[i].GetCreationTimestamp(), items[j].GetCreationTimestamp()
		if !a.Equal(&b) {
			return a.Before(&b)
		}
		return items[i].GetName() < items[j].GetName()
	})
	if value.Index >= len(items) {
		return "", "", fmt.Errorf("there are only %d of %s with %v", len(items), value.Target, value.Selector)
	}
	return value.Namespace, items[value.Index].GetName(), nil
}

func hasLabels(labels, wanted map[string]string) bool {
	for name, value := range wanted {
		if labels[name] != value {
			return false
		}
	}
	return true
}
