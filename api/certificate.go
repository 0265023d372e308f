package api

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"glimpse/model/text"
)

// certificate fills a problem with why a certificate is not accepted, and with
// what helps against that reason. whose is "the service's", and where names the
// setting or the variable that holds its address.
func (e *explainer) certificate(p *Problem, err *tls.CertificateVerificationError, whose, where string) {
	var (
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
		unknown x509.UnknownAuthorityError
	)
	switch {
	case errors.As(err, &host):
		p.Reason, p.advice = e.anotherHost(host, whose, where)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		p.Reason, p.advice = e.outOfTime(invalid.Cert, err.UnverifiedCertificates, whose)
	case errors.As(err, &unknown):
		p.Reason, p.advice = e.unknownAuthority(err.UnverifiedCertificates, whose)
	default:
		p.Reason = e.foreign(whose + " certificate cannot be verified: " + strings.TrimPrefix(err.Err.Error(), "x509: "))
		p.advice = "ask the cloud's operator for another certificate; " + e.unverified()
	}
}

// unverified names the way to go on without any verification.
func (e *explainer) unverified() string {
	setting := "OS_INSECURE=true"
	if e.cloud.File != "" {
		setting = "verify: false in clouds.yaml"
	}
	return "until then, " + setting + " goes on without looking, and anybody on the way can then read the password"
}

// anotherHost is for a certificate that does not name the host.
func (e *explainer) anotherHost(err x509.HostnameError, whose, where string) (reason text.Untrusted, advice string) {
	names := slices.Clone(err.Certificate.DNSNames)
	for _, ip := range err.Certificate.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return e.foreign(fmt.Sprintf("%s certificate names no host; its common name %q no longer counts",
				whose, err.Certificate.Subject.CommonName)),
			"ask the cloud's operator for a certificate with the host among its subject alternative names; " + e.unverified()
	}
	const most = 6
	shown := strings.Join(names[:min(most, len(names))], ", ")
	if len(names) > most {
		shown += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return e.foreign(fmt.Sprintf("%s certificate is for %s, not for %s", whose, shown, err.Host)),
		"write a name that the certificate has into " + where +
			", if it leads to the same service; otherwise ask the cloud's operator; " + e.unverified()
}

// outOfTime is for a certificate that has expired, or begins to be valid later.
func (e *explainer) outOfTime(
	certificate *x509.Certificate, chain []*x509.Certificate, whose string,
) (reason text.Untrusted, advice string) {
	what, renewal := whose+" certificate", "its operator has to renew it"
	if len(chain) > 0 && !certificate.Equal(chain[0]) {
		what = fmt.Sprintf("the certificate of the authority %q", certificate.Subject.CommonName)
		if e.cloud.CACert != "" {
			renewal = "put a newer one into the file that " + e.setting("cacert") + " names, or ask the cloud's operator"
		}
	}
	now := e.now().UTC()
	clock := "this computer's clock says " + now.Format(time.DateTime) + " UTC"
	if now.Before(certificate.NotBefore) {
		return e.foreign(what + " is not valid before " + certificate.NotBefore.UTC().Format(time.DateTime) + " UTC"),
			"set this computer's clock, if it is wrong (" + clock + "); otherwise wait, or ask the cloud's operator; " + e.unverified()
	}
	return e.foreign(what + " expired on " + certificate.NotAfter.UTC().Format(time.DateTime) + " UTC"),
		renewal + ", if the clock is right (" + clock + "); " + e.unverified()
}

// unknownAuthority is for a certificate by somebody who is not trusted, or a
// self-signed one.
func (e *explainer) unknownAuthority(chain []*x509.Certificate, whose string) (reason text.Untrusted, advice string) {
	cacert := e.setting("cacert")
	if len(chain) == 0 {
		return e.foreign(whose + " certificate is by an unknown authority"),
			"set " + cacert + " to the file with the authority's certificate"
	}
	leaf, last := chain[0], chain[len(chain)-1]
	subject := cmp.Or(leaf.Subject.CommonName, leaf.Subject.String())
	if bytes.Equal(leaf.RawIssuer, leaf.RawSubject) {
		reason = e.foreign(fmt.Sprintf("%s certificate (%q) is self-signed", whose, subject))
		if e.cloud.CACert != "" {
			return reason, fmt.Sprintf("put this certificate into the file that %s names (%q), which does not hold it",
				cacert, e.cloud.CACert)
		}
		return reason, "get this certificate from the cloud's operator, and set " + cacert + " to the file that holds it"
	}
	issuer := cmp.Or(last.Issuer.CommonName, last.Issuer.String())
	reason = e.foreign(fmt.Sprintf("%s certificate is by the authority %q, which is not known here", whose, issuer))
	if e.cloud.CACert != "" {
		return reason, fmt.Sprintf("set %s to the file with the certificate of that authority, or put it into %q, which does not hold it",
			cacert, e.cloud.CACert)
	}
	return reason, "set " + cacert + " to the file with the certificate of that authority"
}

// alertAdvice says what to do where the service ended a connection while it was
// secured.
func (e *explainer) alertAdvice(alert, address string) string {
	switch {
	case strings.Contains(alert, "unrecognized name"):
		return "check the host in " + e.addressSetting(address)
	case strings.Contains(alert, "protocol version"), strings.Contains(alert, "application protocol"):
		return "ask the cloud's operator: the service does not agree on TLS 1.2 or later"
	case e.cloud.Cert == "":
		return "the service may want a certificate from you: set " + e.setting("cert") + " and key to your certificate and its key"
	}
	return fmt.Sprintf("the service does not accept the certificate in %q: set %s and key to one that it knows and that has not expired",
		e.cloud.Cert, e.setting("cert"))
}
