package main

import (
	envoy "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"

	xds "istio.io/istio/pilot/pkg/xds/v3"
)

type cluster struct {
	Name string `json:"name"`
	// Discovery is EDS, STRICT_DNS, LOGICAL_DNS, STATIC or ORIGINAL_DST, or the name of another kind of cluster.
	Discovery        string `json:"discovery"`
	ConnectTimeoutMs int64  `json:"connectTimeoutMs"`
	// TLS are its ways of originating TLS.
	TLS []origination `json:"tls"`
}

type origination struct {
	// Match names the endpoints for which this is; it is empty where it is for all.
	Match string `json:"match,omitempty"`
	SNI   string `json:"sni"`
}

func newCluster() *envoy.Cluster { return &envoy.Cluster{} }

// endpointNames are the names by which a proxy asks for the endpoints of clusters.
func endpointNames(response *discovery.DiscoveryResponse) ([]string, error) {
	var names []string
	err := eachIn(response, newCluster, func(told *envoy.Cluster) error {
		if told.GetType() != envoy.Cluster_EDS || told.GetClusterType() != nil {
			return nil
		}
		name := told.GetEdsClusterConfig().GetServiceName()
		if name == "" {
			name = told.GetName()
		}
		names = append(names, name)
		return nil
	})
	return names, err
}

func readClusters(told responses, result *configuration) error {
	return eachIn(told[xds.ClusterType], newCluster, func(told *envoy.Cluster) error {
		read := cluster{
			Name:             told.GetName(),
			Discovery:        told.GetType().String(),
			ConnectTimeoutMs: told.GetConnectTimeout().AsDuration().Milliseconds(),
			TLS:              []origination{},
		}
		if custom := told.GetClusterType(); custom != nil {
			read.Discovery = custom.GetName()
		}
		if err := read.addTLS("", told.GetTransportSocket()); err != nil {
			return err
		}
		for _, choice := range told.GetTransportSocketMatches() {
			if err := read.addTLS(choice.GetName(), choice.GetTransportSocket()); err != nil {
				return err
			}
		}
		result.Clusters = append(result.Clusters, read)
		if assignment := told.GetLoadAssignment(); assignment != nil {
			result.Endpoints[read.Name] = endpointsOf(assignment)
		}
		return nil
	})
}

func (c *cluster) addTLS(match string, socket *core.TransportSocket) error {
	context, found, err := within(socket.GetTypedConfig(), &tls.UpstreamTlsContext{})
	if found {
		c.TLS = append(c.TLS, origination{Match: match, SNI: context.GetSni()})
	}
	return err
}
