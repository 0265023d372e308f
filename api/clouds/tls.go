package clouds

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"path/filepath"
)

// TLSConfig returns how connections to the cloud are secured, with the files
// that the configuration names read through [Env.Open]. The errors are
// [FileError].
func (e Env) TLSConfig(c Cloud) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	// Only the user's own configuration turns this on.
	config.InsecureSkipVerify = !c.Verify
	if setting, path := e.bundle(c); c.Verify && path != "" {
		content, err := e.certificates(e.inWorkDir(path))
		if err != nil {
			return nil, &FileError{Cloud: c.Name, Setting: setting, Path: path, Err: err}
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(content) {
			return nil, &FileError{Cloud: c.Name, Setting: setting, Path: path, Err: errNoCertificate}
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

// bundle returns the file or folder of the authorities that are trusted in place
// of the system's, and what names it. The variables are those of Python's
// requests, which the openstack command uses.
func (e Env) bundle(c Cloud) (setting, path string) {
	if c.CACert != "" {
		return "cacert", c.CACert
	}
	variables := e.variables()
	for _, name := range []string{"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"} {
		if variables[name] != "" {
			return name, variables[name]
		}
	}
	return "", ""
}

// certificates returns the content of a file, or of all files of a folder.
func (e Env) certificates(path string) ([]byte, error) {
	content, _, err := e.read(path)
	if !errors.Is(err, errDirectory) {
		return content, err
	}
	folder, err := e.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = folder.Close() }()
	listed, can := folder.(fs.ReadDirFile)
	if !can {
		return nil, errDirectory
	}
	entries, err := listed.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	var all []byte
	for _, entry := range entries {
		one, _, err := e.read(filepath.Join(path, entry.Name()))
		if err == nil { // the others may do
			all = append(append(all, one...), '\n')
		}
	}
	return all, nil
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
