package main

import (
	"encoding/json"
	"fmt"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	envoy "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	http "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"

	xds "istio.io/istio/pilot/pkg/xds/v3"
)

type listener struct {
	Name      string `json:"name"`
	Direction string `json:"direction"`
	// Address and Port are 0.0.0.0 and the port of the traffic for most; a listener for one address has that.
	Address             string   `json:"address"`
	Port                uint32   `json:"port"`
	AdditionalAddresses []string `json:"additionalAddresses"`
	// Binds tells whether it has a socket of its own; otherwise it gets what the listener of redirected traffic hands on.
	Binds              bool          `json:"binds"`
	ListenerFilters    []string      `json:"listenerFilters"`
	FilterChains       []filterChain `json:"filterChains"`
	DefaultFilterChain *filterChain  `json:"defaultFilterChain"`
}

// filterChain leads to clusters over TCP, to the routes of that name, or to routes of its own.
type filterChain struct {
	Name      string          `json:"name"`
	Match     json.RawMessage `json:"match"`
	Filters   []string        `json:"filters"`
	Clusters  []weighted      `json:"clusters"`
	RouteName string          `json:"routeName,omitempty"`
	Routes    *routes         `json:"routes,omitempty"`
	// TerminatesTLS tells whether it takes TLS off.
	TerminatesTLS bool `json:"terminatesTls"`
}

type weighted struct {
	Name   string `json:"name"`
	Weight uint32 `json:"weight"`
}

func newListener() *envoy.Listener { return &envoy.Listener{} }

// routeNames are the names of the routes to which listeners lead.
func routeNames(response *discovery.DiscoveryResponse) ([]string, error) {
	var names []string
	seen := map[string]bool{}
	err := eachIn(response, newListener, func(told *envoy.Listener) error {
		read, err := listenerOf(told)
		if err != nil {
			return err
		}
		chains := read.FilterChains
		if read.DefaultFilterChain != nil {
			chains = append(chains, *read.DefaultFilterChain)
		}
		for _, chain := range chains {
			if chain.RouteName != "" && !seen[chain.RouteName] {
				seen[chain.RouteName] = true
				names = append(names, chain.RouteName)
			}
		}
		return nil
	})
	return names, err
}

func readListeners(told responses, result *configuration) error {
	return eachIn(told[xds.ListenerType], newListener, func(told *envoy.Listener) error {
		read, err := listenerOf(told)
		if err == nil {
			result.Listeners = append(result.Listeners, read)
		}
		return err
	})
}

func listenerOf(told *envoy.Listener) (listener, error) {
	binds := told.GetBindToPort() == nil || told.GetBindToPort().GetValue()
	read := listener{
		Name:                told.GetName(),
		Direction:           told.GetTrafficDirection().String(),
		Address:             told.GetAddress().GetSocketAddress().GetAddress(),
		Port:                told.GetAddress().GetSocketAddress().GetPortValue(),
		AdditionalAddresses: []string{},
		Binds:               binds,
		ListenerFilters:     []string{},
		FilterChains:        []filterChain{},
	}
	for _, additional := range told.GetAdditionalAddresses() {
		read.AdditionalAddresses = append(read.AdditionalAddresses, additional.GetAddress().GetSocketAddress().GetAddress())
	}
	for _, filter := range told.GetListenerFilters() {
		read.ListenerFilters = append(read.ListenerFilters, filter.GetName())
	}
	for _, chain := range told.GetFilterChains() {
		readChain, err := chainOf(chain)
		if err != nil {
			return read, fmt.Errorf("listener %s: %w", read.Name, err)
		}
		read.FilterChains = append(read.FilterChains, readChain)
	}
	if last := told.GetDefaultFilterChain(); last != nil {
		readChain, err := chainOf(last)
		if err != nil {
			return read, fmt.Errorf("listener %s: %w", read.Name, err)
		}
		read.DefaultFilterChain = &readChain
	}
	return read, nil
}

func chainOf(told *envoy.FilterChain) (filterChain, error) {
	read := filterChain{Name: told.GetName(), Filters: []string{}, Clusters: []weighted{}}
	match, err := asJSON(told.GetFilterChainMatch())
	if err != nil {
		return read, err
	}
	read.Match = match
	read.TerminatesTLS, err = terminatesTLS(told.GetTransportSocket())
	if err != nil {
		return read, err
	}
	for _, filter := range told.GetFilters() {
		read.Filters = append(read.Filters, filter.GetName())
		if err := read.follow(filter); err != nil {
			return read, err
		}
	}
	return read, nil
}

func terminatesTLS(socket *core.TransportSocket) (bool, error) {
	_, found, err := within(socket.GetTypedConfig(), &tls.DownstreamTlsContext{})
	return found, err
}

// follow reads where a network filter leads, if it is one of those that lead on.
func (c *filterChain) follow(filter *envoy.Filter) error {
	proxy, found, err := within(filter.GetTypedConfig(), &tcp.TcpProxy{})
	if err != nil {
		return err
	}
	if found {
		c.Clusters = clustersOf(proxy)
		return nil
	}
	manager, found, err := within(filter.GetTypedConfig(), &http.HttpConnectionManager{})
	if err != nil || !found {
		return err
	}
	switch specified := manager.GetRouteSpecifier().(type) {
	case *http.HttpConnectionManager_Rds:
		c.RouteName = specified.Rds.GetRouteConfigName()
		return nil
	case *http.HttpConnectionManager_RouteConfig:
		read, err := routesOf(specified.RouteConfig)
		c.Routes = &read
		return err
	default:
		return fmt.Errorf("routes are given by %T, which is not read", specified)
	}
}

func clustersOf(proxy *tcp.TcpProxy) []weighted {
	if split := proxy.GetWeightedClusters(); split != nil {
		clusters := []weighted{}
		for _, part := range split.GetClusters() {
			clusters = append(clusters, weighted{part.GetName(), part.GetWeight()})
		}
		return clusters
	}
	return []weighted{{proxy.GetCluster(), 1}}
}
