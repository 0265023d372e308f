// Package proxy finds the proxy through which a service is reached: in the
// variables HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY of the environment,
// as Python's requests reads them, and with it the openstack command. What
// differs from package net/http is that ALL_PROXY counts, that loopback
// addresses are no exception unless NO_PROXY names them, and that a value which
// cannot be read is an error and no way around the proxy.
package proxy

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"glimpse/model/text"
)

// The schemes of a proxy. With SOCKS5 names are resolved here, with SOCKS5H by
// the proxy.
const (
	HTTP    = "http"
	HTTPS   = "https"
	SOCKS5  = "socks5"
	SOCKS5H = "socks5h"
)

// Settings are the proxies that an environment names.
type Settings struct {
	// values and variables are what is set and in which variable, by its name
	// without _proxy, in lower case: http, https, all, no.
	values, variables map[string]string
	// except is the list of NO_PROXY. The libraries under requests read it twice,
	// with other rules for what is written in lower case and what is empty.
	except string
}

// FromEnvironment reads the variables of an environment, given as KEY=VALUE. The
// names count in upper, lower and mixed case; one in lower case outranks the
// others, and unsets them where it is empty. In a CGI program HTTP_PROXY is a
// header of the request and not of its surroundings, and does not count.
func FromEnvironment(environ []string) Settings {
	s := Settings{values: map[string]string{}, variables: map[string]string{}}
	type setting struct{ kind, name, value string }
	var lower []setting
	cgi := false
	lists := map[string]string{}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		cgi = cgi || name == "REQUEST_METHOD"
		if name == "no_proxy" || name == "NO_PROXY" {
			lists[name] = value
		}
		kind, found := strings.CutSuffix(strings.ToLower(name), "_proxy")
		if !found {
			continue
		}
		if strings.HasSuffix(name, "_proxy") {
			lower = append(lower, setting{kind, name, value})
		} else if value != "" {
			s.values[kind], s.variables[kind] = value, name
		}
	}
	s.except = cmp.Or(lists["no_proxy"], lists["NO_PROXY"])
	if cgi {
		delete(s.values, "http")
	}
	for _, each := range lower {
		if each.value == "" {
			delete(s.values, each.kind)
			continue
		}
		s.values[each.kind], s.variables[each.kind] = each.value, each.name
	}
	return s
}

// Proxy is one that a request goes through.
type Proxy struct {
	// URL has the scheme, the host with its port or without, and the login.
	URL *url.URL
	// Variable names it in the environment.
	Variable string
}

// String names the proxy without its login.
func (p *Proxy) String() string {
	return text.Escape((&url.URL{Scheme: p.URL.Scheme, Host: p.URL.Host}).String()) + " (" + p.Variable + ")"
}

// Format implements fmt.Formatter: whatever the verb, a proxy prints as its
// String.
func (p *Proxy) Format(state fmt.State, _ rune) { fmt.Fprint(state, p.String()) }

// For returns the proxy for an address, or nil where there is none. The error is
// an *UnreadableError.
func (s Settings) For(target *url.URL) (*Proxy, error) {
	if s.bypasses(target) {
		return nil, nil //nolint:nilnil // no proxy is an answer
	}
	for _, kind := range []string{target.Scheme, "all"} {
		if value := s.values[kind]; value != "" {
			return read(s.variables[kind], value)
		}
	}
	return nil, nil //nolint:nilnil // no proxy is an answer
}

// Secrets returns the passwords of all proxies, and what they become in a
// request.
func (s Settings) Secrets() []string {
	var secrets []string
	for kind, value := range s.values {
		if kind == "no" {
			continue
		}
		proxy, err := read(s.variables[kind], value)
		if err != nil {
			continue // and is shown nowhere
		}
		if password, set := proxy.URL.User.Password(); set && password != "" {
			login := proxy.URL.User.Username() + ":" + password
			secrets = append(secrets, password, base64.StdEncoding.EncodeToString([]byte(login)))
		}
	}
	return secrets
}

// UnreadableError reports that the address of a proxy cannot be read. It
// repeats nothing of it, because a password may stand there.
type UnreadableError struct {
	Variable string
	Problem  string
}

// Error names the variable.
func (e *UnreadableError) Error() string {
	return "the environment variable " + e.Variable + " " + e.Problem
}

// Advice says how it is written.
func (e *UnreadableError) Advice() string {
	return "write " + e.Variable + " like http://proxy.example:3128 or socks5h://127.0.0.1:1080, with other characters than letters " +
		"and digits of a password as %XX; or unset it, or name the service's host in NO_PROXY"
}

func read(variable, value string) (*Proxy, error) {
	value = strings.TrimSpace(value)
	if !strings.Contains(value, "://") {
		value = HTTP + "://" + value
	}
	parsed, err := url.Parse(value)
	switch {
	case err != nil:
		return nil, &UnreadableError{variable, "is not the address of a proxy"}
	case !slices.Contains([]string{HTTP, HTTPS, SOCKS5, SOCKS5H}, parsed.Scheme):
		return nil, &UnreadableError{variable, "names a proxy of another kind than http, https, socks5 or socks5h"}
	case parsed.Hostname() == "":
		return nil, &UnreadableError{variable, "names no host"}
	}
	if port := parsed.Port(); port != "" {
		if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
			return nil, &UnreadableError{variable, "has no port from 1 to 65535"}
		}
	}
	return &Proxy{URL: &url.URL{Scheme: parsed.Scheme, User: parsed.User, Host: parsed.Host}, Variable: variable}, nil
}

// bypasses reports whether NO_PROXY excepts an address. An entry is the end of a
// host's name, with the port or without, an address, or a network (10.0.0.0/8);
// a star alone excepts all.
func (s Settings) bypasses(target *url.URL) bool {
	host := strings.ToLower(target.Hostname())
	withPort := host
	if port := target.Port(); port != "" {
		withPort += ":" + port
	}
	ip := net.ParseIP(host)
	for entry := range strings.SplitSeq(strings.ReplaceAll(s.except, " ", ""), ",") {
		switch {
		case entry == "":
		case ip != nil && (entry == host || inNetwork(ip, entry)):
			return true
		case ip.To4() == nil && (strings.HasSuffix(host, entry) || strings.HasSuffix(withPort, entry)):
			return true
		}
	}
	return host == "" || s.values["no"] == "*" || below(host, s.values["no"])
}

// below reports whether a host is one of a list of domains or below one, in
// whatever case they are written, with a dot before them or without.
func below(host, domains string) bool {
	for entry := range strings.SplitSeq(domains, ",") {
		domain := strings.ToLower(strings.TrimLeft(strings.TrimSpace(entry), "."))
		if domain != "" && (host == domain || strings.HasSuffix(host, "."+domain)) {
			return true
		}
	}
	return false
}

func inNetwork(ip net.IP, entry string) bool {
	_, network, err := net.ParseCIDR(entry)
	return err == nil && network.Contains(ip)
}
