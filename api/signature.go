package api

import (
	"errors"
	"net/http"
	"strings"
)

// How Glance begins to say that it does not take signed data, and what it says of the
// reasons that people meet.
const (
	refusedSignature   = "Signature verification failed for image"
	withoutCertificate = "certificate with ID"
	noCertificate      = "Certificate not found with ID"
	otherSignature     = "for the image failed: Signature verification failed"
)

// adviseOnSignature says what to do about data that the service did not take for its
// signature.
func adviseOnSignature(err error) {
	var problem *Problem
	if !errors.As(err, &problem) || problem.Status != http.StatusBadRequest {
		return
	}
	said := problem.said.Reveal()
	switch {
	case !strings.HasPrefix(said, refusedSignature):
	case strings.Contains(said, withoutCertificate), strings.Contains(said, noCertificate):
		problem.advice = "check the id after sign-cert=, and ask the cloud's operator whether the image service " +
			"reads certificates from a key manager (Barbican) and may read this one"
	case strings.Contains(said, otherSignature):
		problem.advice = "the certificate is not that of the key: check sign-key= and sign-cert=, and upload again"
	default:
		problem.advice = "check the img_signature properties of the image"
	}
}
