package main

import (
	"encoding/json"

	envoy "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"

	xds "istio.io/istio/pilot/pkg/xds/v3"
)

type routes struct {
	Name         string        `json:"name"`
	VirtualHosts []virtualHost `json:"virtualHosts"`
}

type virtualHost struct {
	Name    string   `json:"name"`
	Domains []string `json:"domains"`
	Routes  []route  `json:"routes"`
}

// route leads to clusters, to the cluster that a header names, to an answer of its own or elsewhere.
type route struct {
	Name           string          `json:"name"`
	Match          json.RawMessage `json:"match"`
	Clusters       []weighted      `json:"clusters"`
	ClusterHeader  string          `json:"clusterHeader,omitempty"`
	DirectResponse uint32          `json:"directResponse,omitempty"`
	Redirect       json.RawMessage `json:"redirect,omitempty"`
}

func readRoutes(told responses, result *configuration) error {
	empty := func() *envoy.RouteConfiguration { return &envoy.RouteConfiguration{} }
	return eachIn(told[xds.RouteType], empty, func(told *envoy.RouteConfiguration) error {
		read, err := routesOf(told)
		result.Routes = append(result.Routes, read)
		return err
	})
}

func routesOf(told *envoy.RouteConfiguration) (routes, error) {
	read := routes{Name: told.GetName(), VirtualHosts: []virtualHost{}}
	for _, host := range told.GetVirtualHosts() {
		readHost := virtualHost{Name: host.GetName(), Domains: host.GetDomains(), Routes: []route{}}
		for _, each := range host.GetRoutes() {
			readRoute, err := routeOf(each)
			if err != nil {
				return read, err
			}
			readHost.Routes = append(readHost.Routes, readRoute)
		}
		read.VirtualHosts = append(read.VirtualHosts, readHost)
	}
	return read, nil
}

func routeOf(told *envoy.Route) (route, error) {
	read := route{Name: told.GetName(), Clusters: []weighted{}}
	match, err := asJSON(told.GetMatch())
	if err != nil {
		return read, err
	}
	read.Match = match
	switch action := told.GetAction().(type) {
	case *envoy.Route_DirectResponse:
		read.DirectResponse = action.DirectResponse.GetStatus()
	case *envoy.Route_Redirect:
		read.Redirect, err = asJSON(action.Redirect)
	case *envoy.Route_Route:
		read.ClusterHeader = action.Route.GetClusterHeader()
		read.Clusters = destinationsOf(action.Route)
	}
	return read, err
}

func destinationsOf(action *envoy.RouteAction) []weighted {
	clusters := []weighted{}
	if name := action.GetCluster(); name != "" {
		clusters = append(clusters, weighted{name, 1})
	}
	for _, part := range action.GetWeightedClusters().GetClusters() {
		clusters = append(clusters, weighted{part.GetName(), part.GetWeight().GetValue()})
	}
	return clusters
}
