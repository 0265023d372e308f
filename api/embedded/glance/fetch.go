package glance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Limits on what a web-download may fetch: it is kept in memory.
const (
	maxFetch     = 512 << 20
	fetchTimeout = 60 * time.Second
)

var errNotStaged = errors.New("the staged data is gone")

// importData is what an import brings into its image.
func (s *Service) importData(id string, task Task) ([]byte, error) {
	if task.Method != "web-download" {
		data, ok := s.store.unstage(id)
		if !ok {
			return nil, errNotStaged
		}
		return data, nil
	}
	return s.fetchAll(task.URI)
}

// fetchAll reads a source to its end.
func (s *Service) fetchAll(uri string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	body, err := s.options.Fetch(ctx, uri)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	data, err := io.ReadAll(io.LimitReader(body, maxFetch+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", uri, err)
	case len(data) > maxFetch:
		return nil, fmt.Errorf("%s is larger than the %d MiB that are kept in memory", uri, maxFetch>>20)
	}
	return data, nil
}

// fetchable applies the filters of the real service's default configuration
// to the source of a web-download: HTTP on its usual ports, and no address of
// this machine or its link.
func (s *Service) fetchable(ctx context.Context, uri string) bool {
	source, err := url.Parse(uri)
	if err != nil || source.Scheme != "http" && source.Scheme != "https" {
		return false
	}
	if s.options.Extras && source.Hostname() == thisMachine {
		return true
	}
	if port := source.Port(); port != "" && port != "80" && port != "443" {
		return false
	}
	host := source.Hostname()
	if host == "" || strings.Trim(host, "0123456789.xX") == "" && !isAddress(host) {
		return false
	}
	addresses := []string{host}
	if !isAddress(host) {
		if addresses, err = s.options.Resolve(ctx, host); err != nil || len(addresses) == 0 {
			return false
		}
	}
	return slices.ContainsFunc(addresses, foreign)
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// foreign reports whether an address is outside this machine and its link.
func foreign(address string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	ip = ip.Unmap()
	return !ip.IsLoopback() && !ip.IsLinkLocalUnicast() && !ip.IsUnspecified() && !ip.IsMulticast()
}

func resolve(ctx context.Context, host string) ([]string, error) {
	return net.DefaultResolver.LookupHost(ctx, host)
}

// fetch opens a source over HTTP. The addresses are checked once more when a
// connection is made, so that no name can lead back here.
func fetch(ctx context.Context, uri string) (io.ReadCloser, error) {
	dialer := &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		host, _, err := net.SplitHostPort(address)
		if err != nil || !foreign(host) {
			return fmt.Errorf("address %s is not allowed as a source", address)
		}
		return nil
	}}
	client := &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, uri, nil)
	if err != nil {
		return nil, fmt.Errorf("asking for %s: %w", uri, err)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	return found(response, uri)
}

// found returns the body of an answer with the data of a source.
func found(response *http.Response, uri string) (io.ReadCloser, error) {
	if response.StatusCode != http.StatusOK {
		response.Body.Close()
		return nil, fmt.Errorf("%s answered %s", uri, response.Status)
	}
	return response.Body, nil
}
