package api

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gophercloud/gophercloud/v2"

	"glimpse/api/clouds"
	"glimpse/api/proxy"
	"glimpse/api/redact"
	"glimpse/model"
	"glimpse/model/text"
)

// explainer turns what went wrong with a request into what a person is told,
// with advice that fits the cause and the configuration.
type explainer struct {
	cloud   *clouds.Cloud
	login   *url.URL // where credentials go
	secrets *redact.Secrets
	environ []string
	now     func() time.Time
}

// problem turns an error of gophercloud, of net/http or of the gate into a
// *Problem. None of their texts is passed on as it is: they hold whole bodies.
func (e *explainer) problem(operation string, err error) *Problem {
	problem := &Problem{Operation: operation, Kind: ErrUnreachable}
	var (
		unexpected gophercloud.ErrUnexpectedResponseCode
		syntax     *json.SyntaxError
		mistyped   *json.UnmarshalTypeError
		unreadable *proxy.UnreadableError
	)
	switch {
	case errors.As(err, &unexpected):
		e.answered(problem, unexpected)
	case errors.Is(err, errReadOnlyGate):
		problem.Kind = ErrReadOnly
		problem.Reason = ownWords("the connection is read-only, nothing was sent")
	case errors.Is(err, errForeignOrigin):
		problem.Kind = ErrRedirect
		problem.Reason = ownWords(errForeignOrigin.Error())
	case errors.Is(err, errBodyTooLarge):
		problem.Kind = ErrTooLarge
		problem.Reason = ownWords(errBodyTooLarge.Error())
	case errors.As(err, &syntax), errors.As(err, &mistyped):
		problem.Kind = ErrAnswer
		problem.Reason = ownWords("the answer is not the JSON that was expected")
	case errors.As(err, &unreadable):
		problem.Kind, problem.final = ErrProxy, true
		problem.Reason, problem.advice = ownWords(unreadable.Error()), unreadable.Advice()
	case e.secured(problem, err):
	case e.proxied(problem, err):
	case errors.Is(err, io.ErrUnexpectedEOF):
		problem.Reason = ownWords("the answer broke off")
	default:
		problem.Reason = e.foreign(networkReason(err))
		problem.advice = e.networkAdvice(err)
	}
	return problem
}

// answered fills a problem with an answer of the service.
func (e *explainer) answered(p *Problem, unexpected gophercloud.ErrUnexpectedResponseCode) {
	p.Status = unexpected.Actual
	p.Kind = kindOf(unexpected.Actual)
	p.RequestID = e.requestID(unexpected.ResponseHeader)
	p.retryAfter = unexpected.ResponseHeader.Get("Retry-After")
	p.said = sentenceIn(unexpected.Body)
	p.Reason = e.reason(unexpected.Actual, p.said)
	switch {
	case errors.Is(p.Kind, ErrRedirect):
		p.Reason = e.foreign("the service answered " + http.StatusText(unexpected.Actual) +
			" and points to " + cmp.Or(unexpected.ResponseHeader.Get("Location"), "nowhere"))
		p.advice = "correct " + e.addressSetting(unexpected.URL) +
			"; redirects are not followed, so that the token stays with the cloud"
	case errors.Is(p.Kind, ErrQuota):
		p.advice = model.QuotaAdvice(p.said.Reveal())
	case p.Status == http.StatusBadRequest && speaksTLS(p.said.Reveal()):
		p.advice = "write https:// in place of http:// in " + e.addressSetting(unexpected.URL)
	}
}

// requestID returns the id of a request.
func (e *explainer) requestID(header http.Header) text.Untrusted {
	return text.Of(e.secrets.Redact(header.Get(requestIDHeader)))
}

// foreign is a reason in which others than this program have a word.
func (e *explainer) foreign(reason string) text.Untrusted {
	return text.Of(shortened(e.secrets.Redact(reason)))
}

// ownWords is a reason in this program's words.
func ownWords(reason string) text.Untrusted { return text.Of(reason) }

// spokeFirst reports whether something was received before anything was asked
// for, as services of other protocols greet: net/http has no error for it but
// the name of a function of its own.
func spokeFirst(err error) bool { return strings.Contains(err.Error(), "readLoopPeekFailLocked") }

// networkReason says in a sentence why there was no answer.
func networkReason(err error) string {
	var (
		dns   *net.DNSError
		timed interface{ Timeout() bool }
		web   *url.Error
	)
	switch {
	case errors.As(err, &dns):
		return "the name " + dns.Name + " cannot be resolved"
	case errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		return "there was no complete answer in time"
	case errors.Is(err, io.EOF):
		return "the connection ended without an answer"
	case spokeFirst(err):
		return "what listens there does not speak HTTP"
	case errors.As(err, &web):
		return web.Err.Error()
	}
	return err.Error()
}

// networkAdvice says what to do where there was no answer.
func (e *explainer) networkAdvice(err error) string {
	var (
		dns   *net.DNSError
		timed interface{ Timeout() bool }
		web   *url.Error
		via   *viaError
	)
	if !errors.As(err, &web) {
		return ""
	}
	where := e.addressSetting(web.URL)
	switch {
	case errors.As(err, &dns) && errors.As(err, &via) && via.proxy.URL.Scheme == proxy.SOCKS5:
		return fmt.Sprintf("with socks5h:// in place of socks5:// in %s the proxy resolves the names of services; or correct %s",
			via.proxy.Variable, where)
	case errors.As(err, &dns):
		return "check the host in " + where + ", the network and the VPN; behind a proxy, set HTTPS_PROXY"
	case errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		return "check the network and the VPN, and the host in " + where + "; a slow service gets more time by " + e.setting("api_timeout")
	case strings.Contains(web.Err.Error(), "malformed HTTP"), spokeFirst(err):
		return "something else than the service answers there: check the port, and http:// or https://, in " + where
	}
	return "check the network, the VPN, and host and port in " + where
}

// proxied fills a problem with what is the matter with a proxy, and reports
// whether that is it.
func (e *explainer) proxied(p *Problem, err error) bool {
	var via *viaError
	if !errors.As(err, &via) {
		return false
	}
	var answer *proxyAnswerError
	if errors.As(err, &answer) {
		e.proxyAnswered(p, via.proxy, answer)
		return true
	}
	variable := via.proxy.Variable
	reason := err.Error()
	var web *url.Error
	if errors.As(err, &web) {
		reason = networkReason(&url.Error{Op: web.Op, URL: web.URL, Err: via.err})
	}
	var operation *net.OpError
	if !errors.As(err, &operation) {
		return false
	}
	switch {
	case strings.HasPrefix(operation.Op, "socks") && strings.Contains(operation.Err.Error(), "auth"):
		p.Kind = ErrProxy
		p.Reason = e.foreign(fmt.Sprintf("the proxy %v does not accept the login: %s", via.proxy, operation.Err))
		p.advice = "write user and password of the proxy into " + variable + ", like socks5h://USER:PASSWORD@HOST:PORT"
	case strings.HasPrefix(operation.Op, "socks") && !isDial(operation.Err):
		p.Reason = e.foreign(fmt.Sprintf("the proxy %v does not reach the service: %s",
			via.proxy, strings.TrimPrefix(operation.Err.Error(), "unknown error ")))
		p.advice = "check host and port in " + e.addressSetting(urlOf(web)) + orWithout
	case operation.Op == "proxyconnect", strings.HasPrefix(operation.Op, "socks"), isDial(operation):
		p.Reason = e.foreign(fmt.Sprintf("the proxy %v cannot be reached: %s", via.proxy, reason))
		p.advice = "correct " + variable + ", or name the service's host in NO_PROXY if it is reached without the proxy"
	default:
		return false
	}
	return true
}

// orWithout is the other way where a proxy does not lead to the service.
const orWithout = ", or name the host in NO_PROXY if it is reached without the proxy"

// isDial reports whether an error is one of making a connection.
func isDial(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && operation.Op == "dial"
}

func urlOf(web *url.Error) string {
	if web == nil {
		return ""
	}
	return web.URL
}

// proxyAnswered fills a problem with what a proxy answered in place of the
// service.
func (e *explainer) proxyAnswered(p *Problem, by *proxy.Proxy, answer *proxyAnswerError) {
	login := by.URL.User != nil
	switch {
	case answer.status == http.StatusProxyAuthRequired:
		p.Kind = ErrProxy
		p.Reason = ownWords(fmt.Sprintf("the proxy %v wants a login", by))
		if login {
			p.Reason = ownWords(fmt.Sprintf("the proxy %v does not accept the login that it was given", by))
		}
		p.advice = fmt.Sprintf("write user and password of the proxy into %s, like %s://USER:PASSWORD@HOST:PORT, "+
			"with other characters than letters and digits as %%XX", by.Variable, by.URL.Scheme)
	case answer.status < http.StatusInternalServerError:
		p.Kind = ErrProxy
		p.Reason = e.foreign(fmt.Sprintf("the proxy %v does not let connections to %s through: %v", by, answer.target, answer))
		p.advice = "ask the proxy's operator to allow it, or name the host in NO_PROXY if it is reached without the proxy"
	default:
		p.Reason = e.foreign(fmt.Sprintf("the proxy %v does not reach %s: %v", by, answer.target, answer))
		p.advice = "check host and port in " + e.addressSetting("https://"+answer.target) +
			orWithout
	}
}

// addressSetting names the setting that holds the address of a request.
func (e *explainer) addressSetting(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || e.login == nil {
		return e.setting("auth_url")
	}
	elsewhere := parsed.Path != "" && !strings.HasPrefix(parsed.Path, e.login.Path)
	if elsewhere || !strings.EqualFold(parsed.Host, e.login.Host) {
		return e.setting("image_endpoint_override")
	}
	return e.setting("auth_url")
}

// setting names a setting of the cloud where it is to be set: in the file, or in
// the variable that outranks it.
func (e *explainer) setting(name string) string {
	variable := "OS_" + strings.ToUpper(name)
	isSet := func(line string) bool { return strings.HasPrefix(line, variable+"=") && line != variable+"=" }
	if e.cloud.File == "" || slices.ContainsFunc(e.environ, isSet) {
		return variable
	}
	return name + " in " + text.Escape(filepath.Base(e.cloud.File))
}

// secured fills a problem with what is the matter with TLS, and reports whether
// that is it. None of it passes by being tried again.
func (e *explainer) secured(p *Problem, err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		header      tls.RecordHeaderError
		remote      *net.OpError
		web         *url.Error
	)
	_ = errors.As(err, &web)
	switch {
	case errors.As(err, &certificate):
		whose, where := "the service's", e.addressSetting(urlOf(web))
		if through := proxyOf(err); through != nil {
			whose, where = fmt.Sprintf("the proxy %v's", through), through.Variable
		}
		e.certificate(p, certificate, whose, where)
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &header):
		p.Reason = ownWords("the service does not speak TLS on this port")
		p.advice = "write http:// in place of https://, or the port that speaks TLS, in " + e.addressSetting(urlOf(web))
	case web != nil && strings.Contains(web.Err.Error(), "malformed HTTP response \"\\x15"):
		p.Reason = ownWords("the service speaks TLS on this port, and was spoken to without")
		p.advice = "write https:// in place of http:// in " + e.addressSetting(web.URL)
	case errors.As(err, &remote) && remote.Op == "remote error":
		p.Reason = e.foreign("the service ended the connection: " + strings.TrimPrefix(remote.Err.Error(), "tls: "))
		p.advice = e.alertAdvice(remote.Err.Error(), urlOf(web))
	default:
		return false
	}
	p.final = true
	return true
}

// proxyOf returns the proxy to which a connection could not be made.
func proxyOf(err error) *proxy.Proxy {
	var (
		via       *viaError
		operation *net.OpError
	)
	if errors.As(err, &via) && errors.As(err, &operation) && operation.Op == "proxyconnect" {
		return via.proxy
	}
	return nil
}

// speaksTLS reports whether an answer is what servers say to who speaks plain
// HTTP on a port for TLS.
func speaksTLS(said string) bool {
	said = strings.ToLower(said)
	for _, sentence := range []string{
		"client sent an http request to an https server",
		"plain http request was sent to https port",
		"speaking plain http to an ssl-enabled",
	} {
		if strings.Contains(said, sentence) {
			return true
		}
	}
	return false
}
