package main

import (
	"context"
	"errors"
	"fmt"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	xds "istio.io/istio/pilot/pkg/xds/v3"
)

// responses are what istiod told, by type URL.
type responses map[string]*discovery.DiscoveryResponse

var errPushed = errors.New("something new was pushed meanwhile")

// ask gives what istiod tells a proxy, all of it of one push: where something new was pushed meanwhile, it is asked again.
func ask(ctx context.Context, address string, proxy proxy) (responses, error) {
	node, err := proxy.node()
	if err != nil {
		return nil, err
	}
	for {
		told, err := connect(ctx, address, node)
		if !errors.Is(err, errPushed) || ctx.Err() != nil {
			return told, err
		}
	}
}

// connect is one connection of a proxy, from its first request until it has everything.
func connect(ctx context.Context, address string, node *core.Node) (responses, error) {
	connection, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(1<<30)))
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	stream, err := discovery.NewAggregatedDiscoveryServiceClient(connection).StreamAggregatedResources(ctx)
	if err != nil {
		return nil, err
	}
	session := &session{stream: stream, node: node, told: responses{}, awaited: map[string][]string{}}
	if err := session.run(); err != nil {
		return nil, fmt.Errorf("%w; %s had answered with %v", err, address, session.answered())
	}
	return session.told, nil
}

type session struct {
	stream discovery.AggregatedDiscoveryService_StreamAggregatedResourcesClient
	node   *core.Node
	told   responses
	// awaited are the names asked for of each type that was not answered yet; clusters and listeners are asked for without names.
	awaited map[string][]string
}

// run asks for clusters and listeners, then for the endpoints and routes that those name.
func (s *session) run() error {
	for _, typeURL := range []string{xds.ClusterType, xds.ListenerType} {
		if err := s.request(typeURL, nil); err != nil {
			return err
		}
	}
	for len(s.awaited) > 0 {
		response, err := s.stream.Recv()
		if err != nil {
			return err
		}
		if err := s.take(response); err != nil {
			return err
		}
	}
	version := s.told[xds.ClusterType].GetVersionInfo()
	for _, response := range s.told {
		if response.GetVersionInfo() != version {
			return errPushed
		}
	}
	return nil
}

func (s *session) request(typeURL string, names []string) error {
	s.awaited[typeURL] = names
	return s.stream.Send(&discovery.DiscoveryRequest{Node: s.node, TypeUrl: typeURL, ResourceNames: names})
}

func (s *session) take(response *discovery.DiscoveryResponse) error {
	names, wanted := s.awaited[response.TypeUrl]
	if !wanted {
		return errPushed
	}
	delete(s.awaited, response.TypeUrl)
	s.told[response.TypeUrl] = response
	acknowledgement := &discovery.DiscoveryRequest{
		Node:          s.node,
		TypeUrl:       response.TypeUrl,
		ResourceNames: names,
		VersionInfo:   response.VersionInfo,
		ResponseNonce: response.Nonce,
	}
	if err := s.stream.Send(acknowledgement); err != nil {
		return err
	}
	next, names, err := namedIn(response)
	if err != nil || len(names) == 0 {
		return err
	}
	return s.request(next, names)
}

func (s *session) answered() []string {
	var types []string
	for typeURL := range s.told {
		types = append(types, xds.GetShortType(typeURL))
	}
	return types
}

// namedIn gives the type and the names of what a response names and a proxy asks for next.
func namedIn(response *discovery.DiscoveryResponse) (string, []string, error) {
	switch response.TypeUrl {
	case xds.ClusterType:
		names, err := endpointNames(response)
		return xds.EndpointType, names, err
	case xds.ListenerType:
		names, err := routeNames(response)
		return xds.RouteType, names, err
	default:
		return "", nil, nil
	}
}
