package main

import (
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

type world struct {
	Namespaces []namespace                `json:"namespaces"`
	Pods       []pod                      `json:"pods"`
	Policies   []networking.NetworkPolicy `json:"policies"`
}

type namespace struct {
	Name   string            `json:"name"`
	Labels map[string]string `json:"labels"`
}

type pod struct {
	Namespace  string            `json:"namespace"`
	Name       string            `json:"name"`
	Labels     map[string]string `json:"labels"`
	IP         string            `json:"ip"`
	Containers []container       `json:"containers"`
}

type container struct {
	Ports []core.ContainerPort `json:"ports"`
}

// A query names each end by the index of a pod or by an address outside of the cluster.
type query struct {
	From     end           `json:"from"`
	To       end           `json:"to"`
	Port     int           `json:"port"`
	Protocol core.Protocol `json:"protocol"`
}

type end struct {
	Pod *int   `json:"pod"`
	IP  string `json:"ip"`
}

type verdict struct {
	Ingress bool `json:"ingress"`
	Egress  bool `json:"egress"`
	Allowed bool `json:"allowed"`
}

// withDefaults writes into a policy what an API server writes into it: kubernetes pkg/apis/networking/v1/defaults.go.
func withDefaults(policy networking.NetworkPolicy) *networking.NetworkPolicy {
	defaulted := policy.DeepCopy()
	spec := &defaulted.Spec
	if len(spec.PolicyTypes) == 0 {
		spec.PolicyTypes = []networking.PolicyType{networking.PolicyTypeIngress}
		if len(spec.Egress) != 0 {
			spec.PolicyTypes = append(spec.PolicyTypes, networking.PolicyTypeEgress)
		}
	}
	return defaulted
}

// portNames are the names that a pod has for that port.
func (p pod) portNames(number int, protocol core.Protocol) []string {
	var names []string
	for _, container := range p.Containers {
		for _, port := range container.Ports {
			declared := port.Protocol
			if declared == "" {
				declared = core.ProtocolTCP
			}
			if port.Name != "" && int(port.ContainerPort) == number && declared == protocol {
				names = append(names, port.Name)
			}
		}
	}
	return names
}
