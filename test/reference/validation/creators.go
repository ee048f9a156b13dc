package main

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/flowcontrol/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/apps/controllerrevision"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/coordination/lease"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/endpoint"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/node"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/podtemplate"
	"k8s.io/kubernetes/pkg/registry/core/replicationcontroller"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/flowschema"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/prioritylevelconfiguration"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/node/runtimeclass"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/csidriver"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
)

// A creator does what the registry of one kind does up to the moment an object is stored.
type creator interface {
	namespaced() bool
	create(ctx context.Context, object runtime.Object) error
	update(ctx context.Context, object, old runtime.Object) error
}

var createOptions = &metav1.CreateOptions{}

type strategyCreator struct{ rest.RESTCreateUpdateStrategy }

func (s strategyCreator) namespaced() bool { return s.NamespaceScoped() }

func (s strategyCreator) create(ctx context.Context, object runtime.Object) error {
	return rest.BeforeCreate(s.RESTCreateUpdateStrategy, ctx, object)
}

func (s strategyCreator) update(ctx context.Context, object, old runtime.Object) error {
	return rest.BeforeUpdate(s.RESTCreateUpdateStrategy, ctx, object, old)
}

var creators = map[schema.GroupKind]creator{
	{Kind: "Service"}: newServiceCreator(),

	{Kind: "ConfigMap"}:             strategyCreator{configmap.Strategy},
	{Kind: "Endpoints"}:             strategyCreator{endpoint.Strategy},
	{Kind: "LimitRange"}:            strategyCreator{limitrange.Strategy},
	{Kind: "Namespace"}:             strategyCreator{namespace.Strategy},
	{Kind: "Node"}:                  strategyCreator{node.Strategy},
	{Kind: "PersistentVolume"}:      strategyCreator{persistentvolume.Strategy},
	{Kind: "PersistentVolumeClaim"}: strategyCreator{persistentvolumeclaim.Strategy},
	{Kind: "Pod"}:                   strategyCreator{pod.Strategy},
	{Kind: "PodTemplate"}:           strategyCreator{podtemplate.Strategy},
	{Kind: "ReplicationController"}: strategyCreator{replicationcontroller.Strategy},
	{Kind: "ResourceQuota"}:         strategyCreator{resourcequota.Strategy},
	{Kind: "Secret"}:                strategyCreator{secret.Strategy},
	{Kind: "ServiceAccount"}:        strategyCreator{serviceaccount.Strategy},

	{Group: "apps", Kind: "ControllerRevision"}: strategyCreator{controllerrevision.Strategy},
	{Group: "apps", Kind: "DaemonSet"}:          strategyCreator{daemonset.Strategy},
	{Group: "apps", Kind: "Deployment"}:         strategyCreator{deployment.Strategy},
	{Group: "apps", Kind: "ReplicaSet"}:         strategyCreator{replicaset.Strategy},
	{Group: "apps", Kind: "StatefulSet"}:        strategyCreator{statefulset.Strategy},

	{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"}: strategyCreator{horizontalpodautoscaler.Strategy},
	{Group: "batch", Kind: "CronJob"}:                       strategyCreator{cronjob.Strategy},
	{Group: "batch", Kind: "Job"}:                           strategyCreator{job.Strategy},
	{Group: "coordination.k8s.io", Kind: "Lease"}:           strategyCreator{lease.Strategy},
	{Group: "discovery.k8s.io", Kind: "EndpointSlice"}:      strategyCreator{endpointslice.Strategy},
	{Group: "networking.k8s.io", Kind: "Ingress"}:           strategyCreator{ingress.Strategy},
	{Group: "networking.k8s.io", Kind: "IngressClass"}:      strategyCreator{ingressclass.Strategy},
	{Group: "networking.k8s.io", Kind: "NetworkPolicy"}:     strategyCreator{networkpolicy.Strategy},
	{Group: "node.k8s.io", Kind: "RuntimeClass"}:            strategyCreator{runtimeclass.Strategy},
	{Group: "policy", Kind: "PodDisruptionBudget"}:          strategyCreator{poddisruptionbudget.Strategy},
	{Group: "scheduling.k8s.io", Kind: "PriorityClass"}:     strategyCreator{priorityclass.Strategy},
	{Group: "storage.k8s.io", Kind: "CSIDriver"}:            strategyCreator{csidriver.Strategy},
	{Group: "storage.k8s.io", Kind: "StorageClass"}:         strategyCreator{storageclass.Strategy},

	{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"}:        strategyCreator{clusterrole.Strategy},
	{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"}: strategyCreator{clusterrolebinding.Strategy},
	{Group: "rbac.authorization.k8s.io", Kind: "Role"}:               strategyCreator{role.Strategy},
	{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"}:        strategyCreator{rolebinding.Strategy},

	{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration"}:   strategyCreator{mutatingwebhookconfiguration.Strategy},
	{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"}: strategyCreator{validatingwebhookconfiguration.Strategy},
	{Group: "flowcontrol.apiserver.k8s.io", Kind: "FlowSchema"}:                     strategyCreator{flowschema.Strategy},
	{Group: "flowcontrol.apiserver.k8s.io", Kind: "PriorityLevelConfiguration"}:     strategyCreator{prioritylevelconfiguration.Strategy},
}
