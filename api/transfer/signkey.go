package transfer

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"glimpse/model/command"
)

// mostKey bounds the file of a key: more is something else.
const mostKey = 1 << 20

// CheckKey says what is wrong with the key that a file is to be signed by, if anything.
func CheckKey(by command.Sign) error {
	if by.IsEmpty() {
		return nil
	}
	_, _, err := readKey(by.Key)
	return err
}

// readKey reads a private RSA key, and reports whether others than its owner may read
// the file. No error holds anything of what is in it.
func readKey(name string) (key *rsa.PrivateKey, exposed bool, err error) {
	content, exposed, err := readKeyFile(name)
	if err != nil {
		return nil, false, err
	}
	defer clear(content)
	key, err = parseKey(name, content)
	return key, exposed, err
}

// readKeyFile reads the file of a key.
func readKeyFile(name string) (content []byte, exposed bool, err error) {
	about, err := os.Stat(name)
	if err == nil && !about.Mode().IsRegular() { // a pipe would wait for its writer
		return nil, false, &Error{reason: "the key " + name + " is no file", advice: "name the file of a private key after sign-key="}
	}
	var file *os.File
	if err == nil {
		file, err = os.Open(name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, &Error{reason: "there is no key " + name, advice: "check the path after sign-key=", cause: err}
	case errors.Is(err, fs.ErrPermission):
		return nil, false, &Error{reason: "the key " + name + " cannot be read", advice: "check its permissions", cause: err}
	case err != nil:
		return nil, false, err
	}
	defer file.Close()
	content, err = io.ReadAll(io.LimitReader(file, mostKey))
	if err != nil {
		return nil, false, fmt.Errorf("reading the key %s: %w", name, err)
	}
	// Windows says who may read a file in another way.
	return content, runtime.GOOS != "windows" && about.Mode().Perm()&0o044 != 0, nil
}

// What PEM blocks are called that people take for a private key of RSA.
const (
	blockPKCS1     = "RSA PRIVATE KEY"
	blockPKCS8     = "PRIVATE KEY"
	blockEncrypted = "ENCRYPTED PRIVATE KEY"
	blockOpenSSH   = "OPENSSH PRIVATE KEY"
)

// parseKey reads a private RSA key: PEM, as PKCS #1 or PKCS #8.
func parseKey(name string, content []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, &Error{
			reason: name + " is no key in PEM form",
			advice: "its first line is -----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----",
		}
	}
	defer clear(block.Bytes)
	var read any
	var err error
	switch {
	case block.Type == blockEncrypted, block.Headers["DEK-Info"] != "":
		return nil, &Error{
			reason: "the key " + name + " is encrypted, which glimpse does not read",
			advice: "decrypt it first: openssl pkey -in KEY -out DECRYPTED (and delete that afterwards)",
		}
	case block.Type == blockOpenSSH:
		return nil, &Error{
			reason: "the key " + name + " is in the form of OpenSSH", advice: "write a copy of it as PEM: ssh-keygen -p -m PEM -f COPY",
		}
	case block.Type == blockPKCS1:
		read, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case block.Type == blockPKCS8:
		read, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case strings.HasSuffix(block.Type, blockPKCS8):
		return nil, notRSA(name)
	default:
		return nil, &Error{
			reason: name + " holds no private key, but a " + strings.ToLower(block.Type), advice: "name the private key after sign-key=",
		}
	}
	key, isRSA := read.(*rsa.PrivateKey)
	switch {
	case err != nil:
		return nil, &Error{reason: "the key " + name + " is damaged", advice: "check it: openssl pkey -in KEY -noout -check"}
	case !isRSA:
		return nil, notRSA(name)
	}
	return key, nil
}

func notRSA(name string) error {
	return &Error{reason: "the key " + name + " is not an RSA key", advice: "sign with an RSA key, whose certificate is in the key manager"}
}
