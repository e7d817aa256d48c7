package main

import (
	envoy "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"

	xds "istio.io/istio/pilot/pkg/xds/v3"
)

type endpoint struct {
	// Address is an IP address or, in a cluster that is resolved by DNS, a host name; of an internal listener its name.
	Address  string `json:"address"`
	Port     uint32 `json:"port"`
	Health   string `json:"health"`
	Priority uint32 `json:"priority"`
	// Weight is within its locality; 0 where none was told.
	Weight uint32 `json:"weight"`
}

func readEndpoints(told responses, result *configuration) error {
	empty := func() *envoy.ClusterLoadAssignment { return &envoy.ClusterLoadAssignment{} }
	return eachIn(told[xds.EndpointType], empty, func(told *envoy.ClusterLoadAssignment) error {
		result.Endpoints[told.GetClusterName()] = endpointsOf(told)
		return nil
	})
}

func endpointsOf(assignment *envoy.ClusterLoadAssignment) []endpoint {
	endpoints := []endpoint{}
	for _, locality := range assignment.GetEndpoints() {
		for _, told := range locality.GetLbEndpoints() {
			address := told.GetEndpoint().GetAddress()
			read := endpoint{
				Address:  address.GetSocketAddress().GetAddress(),
				Port:     address.GetSocketAddress().GetPortValue(),
				Health:   told.GetHealthStatus().String(),
				Priority: locality.GetPriority(),
				Weight:   told.GetLoadBalancingWeight().GetValue(),
			}
			if internal := address.GetEnvoyInternalAddress(); internal != nil {
				read.Address = internal.GetServerListenerName()
			}
			if pipe := address.GetPipe(); pipe != nil {
				read.Address = pipe.GetPath()
			}
			endpoints = append(endpoints, read)
		}
	}
	return endpoints
}
