package main

import (
	"context"
	"errors"
	"net"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/storagebackend"
	"k8s.io/apiserver/pkg/storage/storagebackend/factory"
	"k8s.io/client-go/tools/cache"
	api "k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
	"k8s.io/kubernetes/pkg/registry/core/service/portallocator"
	servicestorage "k8s.io/kubernetes/pkg/registry/core/service/storage"
)

// errAccepted comes from the storage: everything before it had no complaint.
var errAccepted = errors.New("accepted")

// noStorage takes nothing, so that addresses and ports given to a Service are free again for the next one. It remembers
// the last object that would have been stored, and has `live` to be updated.
type noStorage struct {
	storage.Interface
	stored, live runtime.Object
}

func (s *noStorage) Create(_ context.Context, _ string, object, _ runtime.Object, _ uint64) error {
	s.stored = object.DeepCopyObject()
	return errAccepted
}

func (s *noStorage) Versioner() storage.Versioner { return storage.APIObjectVersioner{} }

func (s *noStorage) GuaranteedUpdate(_ context.Context, _ string, _ runtime.Object, _ bool, _ *storage.Preconditions,
	tryUpdate storage.UpdateFunc, _ runtime.Object,
) error {
	if _, _, err := tryUpdate(s.live.DeepCopyObject(), storage.ResponseMeta{ResourceVersion: 1}); err != nil {
		return err
	}
	return errAccepted
}

type noOptions struct{ storage *noStorage }

func (o noOptions) GetRESTOptions(resource schema.GroupResource, _ runtime.Object) (generic.RESTOptions, error) {
	config := &storagebackend.ConfigForResource{GroupResource: resource}
	return generic.RESTOptions{StorageConfig: config, Decorator: o.decorate, ResourcePrefix: "/" + resource.Resource}, nil
}

func (o noOptions) decorate(*storagebackend.ConfigForResource, string, func(runtime.Object) (string, error), func() runtime.Object,
	func() runtime.Object, storage.AttrFunc, storage.IndexerFuncs, *cache.Indexers,
) (storage.Interface, factory.DestroyFunc, error) {
	return o.storage, func() {}, nil
}

// serviceCreator goes through the Service's own storage: what it allocates is part of what is validated. The cluster is
// dual-stack with the ranges of a usual installation.
type serviceCreator struct {
	registry *servicestorage.REST
	storage  *noStorage
}

func newServiceCreator() serviceCreator {
	addresses := map[api.IPFamily]ipallocator.Interface{
		api.IPv4Protocol: addressRange("10.0.0.0/8"),
		api.IPv6Protocol: addressRange("fd00::/108"),
	}
	ports, err := portallocator.NewInMemory(utilnet.PortRange{Base: 30000, Size: 2768})
	check(err)
	storage := &noStorage{}
	registry, _, _, err := servicestorage.NewREST(noOptions{storage}, api.IPv4Protocol, addresses, ports, nil, nil, nil)
	check(err)
	return serviceCreator{registry, storage}
}

func addressRange(cidr string) ipallocator.Interface {
	_, network, err := net.ParseCIDR(cidr)
	check(err)
	addresses, err := ipallocator.NewInMemory(network)
	check(err)
	return addresses
}

func (serviceCreator) namespaced() bool { return true }

func (s serviceCreator) create(ctx context.Context, object runtime.Object) error {
	_, err := s.registry.Create(ctx, object, rest.ValidateAllObjectFunc, createOptions)
	return err
}

func (s serviceCreator) last() runtime.Object { return s.storage.stored }

func (s serviceCreator) update(ctx context.Context, object, old runtime.Object) error {
	s.storage.live = old
	accessor, err := meta.Accessor(object)
	check(err)
	info := rest.DefaultUpdatedObjectInfo(object)
	_, _, err = s.registry.Update(ctx, accessor.GetName(), info, nil, rest.ValidateAllObjectUpdateFunc, false, &metav1.UpdateOptions{})
	return err
}
