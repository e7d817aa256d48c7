package main

import (
	"encoding/json"
	"fmt"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	xds "istio.io/istio/pilot/pkg/xds/v3"
)

// configuration is what one proxy was told. What is called match or redirect is Envoy's own message as JSON.
type configuration struct {
	// Version is that of the push.
	Version   string                `json:"version"`
	Clusters  []cluster             `json:"clusters"`
	Listeners []listener            `json:"listeners"`
	Routes    []routes              `json:"routes"`
	Endpoints map[string][]endpoint `json:"endpoints"`
}

func extract(told responses) (*configuration, error) {
	result := &configuration{
		Version:   told[xds.ClusterType].GetVersionInfo(),
		Clusters:  []cluster{},
		Listeners: []listener{},
		Routes:    []routes{},
		Endpoints: map[string][]endpoint{},
	}
	for _, read := range []func(responses, *configuration) error{readClusters, readEndpoints, readListeners, readRoutes} {
		if err := read(told, result); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// eachIn hands on each resource of a response, or nothing where there was none.
func eachIn[T proto.Message](response *discovery.DiscoveryResponse, empty func() T, take func(T) error) error {
	for _, resource := range response.GetResources() {
		message := empty()
		if err := resource.UnmarshalTo(message); err != nil {
			return err
		}
		if err := take(message); err != nil {
			return err
		}
	}
	return nil
}

// within gives the message in an Any when it is of that type.
func within[T proto.Message](packed *anypb.Any, message T) (T, bool, error) {
	if packed == nil || !packed.MessageIs(message) {
		return message, false, nil
	}
	err := packed.UnmarshalTo(message)
	return message, err == nil, err
}

func asJSON(message proto.Message) (json.RawMessage, error) {
	text, err := protojson.Marshal(message)
	if err != nil {
		return nil, fmt.Errorf("%T: %w", message, err)
	}
	return text, nil
}
