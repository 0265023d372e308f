package transfer_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"glimpse/api/transfer"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/text"
)

func pemOf(t *testing.T, kind string, der []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// TestTheKeysThatSign says which files are keys, and what is said of the others.
func TestTheKeysThatSign(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8 := func(key any) string {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		return pemOf(t, "PRIVATE KEY", der, err)
	}
	sec1, err := x509.MarshalECPrivateKey(curve)
	curves := pemOf(t, "EC PRIVATE KEY", sec1, err)
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	publics := pemOf(t, "PUBLIC KEY", public, err)
	for name, test := range map[string]struct{ content, says, advises string }{
		"pkcs1":     {pemOf(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), nil), "", ""},
		"pkcs8":     {pkcs8(key), "", ""},
		"curve":     {pkcs8(curve), "is not an RSA key", "sign with an RSA key"},
		"sec1":      {curves, "is not an RSA key", "sign with an RSA key"},
		"edwards":   {pkcs8(edwards), "is not an RSA key", "sign with an RSA key"},
		"public":    {publics, "holds no private key, but a public key", "name the private key"},
		"encrypted": {pemOf(t, "ENCRYPTED PRIVATE KEY", []byte("x"), nil), "is encrypted", "openssl pkey -in KEY -out DECRYPTED"},
		"old": {
			"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
			"is encrypted", "openssl pkey -in KEY -out DECRYPTED",
		},
		"openssh": {pemOf(t, "OPENSSH PRIVATE KEY", []byte("x"), nil), "is in the form of OpenSSH", "ssh-keygen -p -m PEM"},
		"damaged": {pemOf(t, "PRIVATE KEY", []byte("very secret"), nil), "is damaged", "openssl pkey"},
		"text":    {"very secret", "is no key in PEM form", "BEGIN PRIVATE KEY"},
		"empty":   {"", "is no key in PEM form", "BEGIN PRIVATE KEY"},
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		saysOf(t, name, transfer.CheckKey(command.Sign{Key: file, Certificate: "x"}), test.says, test.advises)
	}
	folder := t.TempDir()
	saysOf(t, "missing", transfer.CheckKey(command.Sign{Key: filepath.Join(folder, "no")}), "there is no key", "check the path after sign-key=")
	saysOf(t, "folder", transfer.CheckKey(command.Sign{Key: folder}), "is no file", "name the file of a private key")
	saysOf(t, "none", transfer.CheckKey(command.Sign{}), "", "")
}

func saysOf(t *testing.T, name string, err error, says, advises string) {
	t.Helper()
	var known *transfer.Error
	switch {
	case err == nil && says == "":
	case !errors.As(err, &known), !strings.Contains(err.Error(), says), !strings.Contains(known.Advice(), advises):
		t.Errorf("%s: %v", name, err)
	case strings.Contains(err.Error(), "secret"):
		t.Errorf("%s: %v has what is in the file", name, err)
	}
}

// TestSigningIsToldAndCanBeGivenUp reads a file to sign it, and stops in the middle.
func TestSigningIsToldAndCanBeGivenUp(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	by := command.Sign{Key: write("key.pem", []byte(pemOf(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), nil))), Certificate: "c"}
	disk := write("disk.raw", make([]byte, 1<<20))
	queued := &model.Image{ID: model.NewImageID("a"), Status: model.StatusQueued, DiskFormat: text.Of("raw"), ContainerFormat: text.Of("bare")}
	meter := &job.Meter{}
	planner := transfer.Planner{Service: &offers{}, Meter: meter}
	planned, err := planner.Plan(t.Context(), command.Upload{File: disk, Sign: by}, []*model.Image{queued})
	if err != nil || len(planned.Steps) != 2 {
		t.Fatalf("%+v, %v", planned, err)
	}
	if far := meter.Transfer(time.Now()); far.Done != 1<<20 || far.Total != 1<<20 {
		t.Errorf("read %d of %d", far.Done, far.Total)
	}
	ended := errors.New("given up")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(ended)
	if _, err = planner.Plan(ctx, command.Upload{File: disk, Sign: by}, []*model.Image{queued}); !errors.Is(err, ended) {
		t.Errorf("given up: %v", err)
	}

	// What is not sent is not read either.
	queued.Status = model.StatusActive
	by.Key = filepath.Join(folder, "nosuch")
	if planned, err = planner.Plan(t.Context(), command.Upload{File: disk, Sign: by}, []*model.Image{queued}); err != nil || !planned.IsEmpty() {
		t.Errorf("an active image: %+v, %v", planned, err)
	}
}
