package clouds

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
)

// TLSConfig returns how connections to the cloud are secured, with the files
// that the configuration names read through [Env.Open]. The errors are
// [FileError].
func (e Env) TLSConfig(c Cloud) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	// Only the user's own configuration turns this on.
	config.InsecureSkipVerify = !c.Verify
	if c.Verify && c.CACert != "" {
		content, _, err := e.read(e.inWorkDir(c.CACert))
		if err != nil {
			return nil, &FileError{Cloud: c.Name, Setting: "cacert", Path: c.CACert, Err: err}
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(content) {
			return nil, &FileError{Cloud: c.Name, Setting: "cacert", Path: c.CACert, Err: errNoCertificate}
		}
	}
	if c.Cert == "" {
		return config, nil
	}
	pair, err := e.clientCertificate(c)
	if err != nil {
		return nil, err
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

// What can be wrong with the content of a file that could be read. The errors
// of the standard library are not passed on: they are about a key.
var (
	errNoCertificate = errors.New("it holds no certificate in PEM form")
	errNoPair        = errors.New("certificate and key are not in PEM form, or do not belong together")
)

// clientCertificate reads the client's certificate and its key.
func (e Env) clientCertificate(c Cloud) (tls.Certificate, error) {
	certificate, _, err := e.read(e.inWorkDir(c.Cert))
	if err != nil {
		return tls.Certificate{}, &FileError{Cloud: c.Name, Setting: "cert", Path: c.Cert, Err: err}
	}
	key := certificate
	if c.Key != "" {
		if key, _, err = e.read(e.inWorkDir(c.Key)); err != nil {
			return tls.Certificate{}, &FileError{Cloud: c.Name, Setting: "key", Path: c.Key, Err: err}
		}
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return tls.Certificate{}, &FileError{Cloud: c.Name, Setting: "cert", Path: c.Cert, Err: errNoPair}
	}
	return pair, nil
}
