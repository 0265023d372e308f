package proxy

import (
	"context"
	"errors"
	"fmt"
	"net"

	"golang.org/x/net/proxy"
)

// DialFunc is how connections are made, as in http.Transport.
type DialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// IsSOCKS reports whether connections through the proxy are made by Dial.
func (p *Proxy) IsSOCKS() bool { return p.URL.Scheme == SOCKS5 || p.URL.Scheme == SOCKS5H }

// Dial returns how connections are made through a SOCKS proxy. The names of
// services are resolved as its scheme says: here, or by the proxy.
func (p *Proxy) Dial(forward *net.Dialer) (DialFunc, error) {
	var login *proxy.Auth
	if p.URL.User != nil {
		password, _ := p.URL.User.Password()
		login = &proxy.Auth{User: p.URL.User.Username(), Password: password}
	}
	host := p.URL.Host
	if p.URL.Port() == "" {
		host = net.JoinHostPort(p.URL.Hostname(), "1080")
	}
	dialer, err := proxy.SOCKS5("tcp", host, login, forward)
	if err != nil {
		return nil, fmt.Errorf("using the proxy: %w", err)
	}
	through, able := dialer.(proxy.ContextDialer)
	if !able {
		return nil, errors.New("the library for SOCKS5 does not take contexts")
	}
	if p.URL.Scheme == SOCKS5H {
		return through.DialContext, nil
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		return dialResolved(ctx, through, network, address)
	}, nil
}

// dialResolved resolves the host of an address here, and connects to the first
// of its addresses to which the proxy gets.
func dialResolved(ctx context.Context, through proxy.ContextDialer, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addresses, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, each := range addresses {
		var connection net.Conn
		if connection, err = through.DialContext(ctx, network, net.JoinHostPort(each, port)); err == nil {
			return connection, nil
		}
	}
	return nil, err
}
