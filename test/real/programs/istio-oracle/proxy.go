package main

import (
	"fmt"
	"maps"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	"google.golang.org/protobuf/types/known/structpb"
)

type proxy struct {
	// Type is sidecar or router.
	Type           string            `json:"type"`
	Namespace      string            `json:"namespace"`
	Name           string            `json:"name"`
	Labels         map[string]string `json:"labels"`
	IP             string            `json:"ip"`
	Version        string            `json:"version"`
	ClusterID      string            `json:"clusterId"`
	ServiceAccount string            `json:"serviceAccount"`
	// Metadata is more of the node's metadata, such as DNS_CAPTURE, and wins over ours.
	Metadata map[string]any `json:"metadata"`
}

// node is how istio-agent introduces its Envoy: istio pkg/bootstrap/config.go, istio pkg/model/proxy.go NodeMetadata.
func (p proxy) node() (*core.Node, error) {
	labels := map[string]any{}
	for name, value := range p.Labels {
		labels[name] = value
	}
	metadata := map[string]any{
		"NAME":                  p.Name,
		"NAMESPACE":             p.Namespace,
		"CLUSTER_ID":            p.ClusterID,
		"MESH_ID":               "cluster.local",
		"ISTIO_VERSION":         p.Version,
		"INSTANCE_IPS":          p.IP,
		"INTERCEPTION_MODE":     "REDIRECT",
		"LABELS":                labels,
		"SERVICE_ACCOUNT":       p.ServiceAccount,
		"WORKLOAD_NAME":         p.Name,
		"ENVOY_STATUS_PORT":     15021,
		"ENVOY_PROMETHEUS_PORT": 15090,
	}
	maps.Copy(metadata, p.Metadata)
	fields, err := structpb.NewStruct(metadata)
	if err != nil {
		return nil, err
	}
	return &core.Node{
		Id:       fmt.Sprintf("%s~%s~%s.%s~%s.svc.cluster.local", p.Type, p.IP, p.Name, p.Namespace, p.Namespace),
		Cluster:  fmt.Sprintf("%s.%s", p.Name, p.Namespace),
		Metadata: fields,
	}, nil
}
