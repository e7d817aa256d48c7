package main

import (
	"errors"
	"fmt"
	"net"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	networking "k8s.io/api/networking/v1"
)

// judge answers for one world.
type judge struct {
	pods   []pod
	peers  []*matcher.TrafficPeer
	engine *matcher.Policy
}

func newJudge(world world) (*judge, error) {
	selectors := &selectors{}
	var policies []*networking.NetworkPolicy
	for _, written := range world.Policies {
		policy := withDefaults(written)
		if err := refuse(policy); err != nil {
			return nil, fmt.Errorf("policy %s/%s: %w", policy.Namespace, policy.Name, err)
		}
		if err := selectors.replaceIn(policy); err != nil {
			return nil, fmt.Errorf("policy %s/%s: %w", policy.Namespace, policy.Name, err)
		}
		policies = append(policies, policy)
	}
	namespaces := map[string]map[string]string{}
	for _, namespace := range world.Namespaces {
		namespaces[namespace.Name] = selectors.labelsFor(namespace.Labels)
	}
	var peers []*matcher.TrafficPeer
	for _, pod := range world.Pods {
		namespaceLabels, known := namespaces[pod.Namespace]
		if !known {
			return nil, fmt.Errorf("pod %s/%s: its namespace is not in the world", pod.Namespace, pod.Name)
		}
		if net.ParseIP(pod.IP) == nil {
			return nil, fmt.Errorf("pod %s/%s: %q is no address", pod.Namespace, pod.Name, pod.IP)
		}
		peers = append(peers, &matcher.TrafficPeer{
			IP: pod.IP,
			Internal: &matcher.InternalPeer{
				Namespace:       pod.Namespace,
				NamespaceLabels: namespaceLabels,
				PodLabels:       selectors.labelsFor(pod.Labels),
			},
		})
	}
	return &judge{world.Pods, peers, matcher.BuildNetworkPolicies(false, policies)}, nil
}

// refuse names what the engine would take silently for something else.
func refuse(policy *networking.NetworkPolicy) error {
	var peers []networking.NetworkPolicyPeer
	for _, rule := range policy.Spec.Ingress {
		peers = append(peers, rule.From...)
	}
	for _, rule := range policy.Spec.Egress {
		peers = append(peers, rule.To...)
	}
	for _, peer := range peers {
		selects := peer.PodSelector != nil || peer.NamespaceSelector != nil
		if peer.IPBlock != nil && selects {
			return errors.New("a peer has both an ipBlock and a selector")
		}
		if peer.IPBlock == nil && !selects {
			return errors.New("a peer is empty")
		}
	}
	return nil
}

func (j *judge) verdictOn(asked query) (verdict, error) {
	from, err := j.peer(asked.From)
	if err != nil {
		return verdict{}, err
	}
	to, err := j.peer(asked.To)
	if err != nil {
		return verdict{}, err
	}
	names := []string{""}
	if asked.To.Pod != nil {
		names = append(names, j.pods[*asked.To.Pod].portNames(asked.Port, asked.Protocol)...)
	}
	said := verdict{}
	for _, name := range names {
		traffic := &matcher.Traffic{
			Source: from, Destination: to, ResolvedPort: asked.Port, ResolvedPortName: name, Protocol: asked.Protocol,
		}
		result := j.engine.IsTrafficAllowed(traffic)
		said.Ingress = said.Ingress || result.Ingress.IsAllowed()
		said.Egress = said.Egress || result.Egress.IsAllowed()
	}
	said.Allowed = said.Ingress && said.Egress
	return said, nil
}

func (j *judge) peer(end end) (*matcher.TrafficPeer, error) {
	if end.Pod == nil {
		if net.ParseIP(end.IP) == nil {
			return nil, fmt.Errorf("%q is no address", end.IP)
		}
		return &matcher.TrafficPeer{IP: end.IP}, nil
	}
	if *end.Pod < 0 || *end.Pod >= len(j.peers) {
		return nil, fmt.Errorf("there is no pod %d", *end.Pod)
	}
	return j.peers[*end.Pod], nil
}
