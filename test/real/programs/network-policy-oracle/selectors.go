package main

import (
	"fmt"

	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// selectors has Kubernetes decide what a label selector selects, in place of the engine, which takes NotIn for a demand that the label is
// there, and a wanted empty value for one that is met when the label is not: each selector becomes a label of its own, which is put on
// what it selects.
type selectors struct {
	labels  []string
	decided []labels.Selector
}

func (s *selectors) replaceIn(policy *networking.NetworkPolicy) error {
	if err := s.replace(&policy.Spec.PodSelector); err != nil {
		return err
	}
	for _, rule := range policy.Spec.Ingress {
		if err := s.replaceInPeers(rule.From); err != nil {
			return err
		}
	}
	for _, rule := range policy.Spec.Egress {
		if err := s.replaceInPeers(rule.To); err != nil {
			return err
		}
	}
	return nil
}

func (s *selectors) replaceInPeers(peers []networking.NetworkPolicyPeer) error {
	for _, peer := range peers {
		for _, selector := range []*meta.LabelSelector{peer.PodSelector, peer.NamespaceSelector} {
			if selector == nil {
				continue
			}
			if err := s.replace(selector); err != nil {
				return err
			}
		}
	}
	return nil
}

// replace leaves an empty selector, which selects everything, as it is.
func (s *selectors) replace(selector *meta.LabelSelector) error {
	if len(selector.MatchLabels) == 0 && len(selector.MatchExpressions) == 0 {
		return nil
	}
	decided, err := meta.LabelSelectorAsSelector(selector)
	if err != nil {
		return err
	}
	label := fmt.Sprintf("selected-by-%d", len(s.labels))
	s.labels = append(s.labels, label)
	s.decided = append(s.decided, decided)
	*selector = meta.LabelSelector{MatchLabels: map[string]string{label: "true"}}
	return nil
}

// labelsFor are the labels of the selectors that select what has the given labels.
func (s *selectors) labelsFor(own map[string]string) map[string]string {
	selectedBy := map[string]string{}
	for i, label := range s.labels {
		if s.decided[i].Matches(labels.Set(own)) {
			selectedBy[label] = "true"
		}
	}
	return selectedBy
}
